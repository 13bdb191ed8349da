"""A server that is killed again and again: loads the site once, then forks to serve.

Prints the process that serves; after its death, forks another for each line it reads.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from waitress.server import create_server  # type: ignore[import-untyped]

from tests.web.conftest import CALM, build
from tests.web.looking import LookingClient


def main(state: Path, store: str) -> None:
    """Serve on a port of loopback, printed first, until there is nothing to read."""
    app = build(state, store=store)
    # One visit before the first fork, so that no child compiles templates anew.
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    client.finish()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        # Its queue lives on while nobody serves: who comes then just waits.
        listening.listen(64)
        print(listening.getsockname()[1], flush=True)
        for _line in sys.stdin:
            child = os.fork()
            if child == 0:
                create_server(app, sockets=[listening], threads=8).run()
                os._exit(0)
            print(child, flush=True)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
