"""A store in Valkey or Redis, for several machines that serve one site.

Every command names one key, so that a cluster can hold the rows too. The server forgets
expired rows by itself; how well it keeps the others depends on how it was set up.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from redis import BlockingConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, AuthorizationError, RedisError
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import TimeoutError as NotAnswered
from redis.maint_notifications import MaintNotificationsConfig
from redis.retry import Retry

from assessment.storage.protocol import VALKEY_SCHEMES, StoreUnavailable

_UNREADABLE = "the store: its address can't be read; write valkey://host:6379/0"
_PREFIX = b"previsit:"
_EXPIRES = struct.Struct(">q")  # stands before the sealed bytes
_CONNECTIONS = 32  # more than the threads of a process, so that none waits for another
_SWAP = """local held = redis.call('GET', KEYS[1])
if not held then return 0 end
held = string.sub(held, 9)
if held ~= ARGV[1] and held ~= string.sub(ARGV[2], 9) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1"""


class ValkeyStore:
    """Sealed rows in one Valkey or Redis server, or in what stands before several.

    `clock` tells the time by which callers set `expires`: a row's life is counted from
    it, whatever the server's own clock says. `seconds` is how long a call waits for an
    answer. Raises `StoreUnavailable` if the address makes no sense or the server does
    not let us in. A server that is just away is no error: it may come back.
    """

    def __init__(
        self, address: str, *, clock: Callable[[], int], seconds: float = 2.0
    ) -> None:
        self._clock = clock
        self._client = _connect(address, seconds)
        with _translating_errors():
            _knock(self._client)

    def get(self, row: bytes, now: int) -> bytes | None:
        """Return the row's bytes, or None if it is absent or expired."""
        with _translating_errors():
            held = cast(bytes | None, self._client.get(_PREFIX + row))
        if held is None or len(held) < _EXPIRES.size:
            return None  # not even ours
        if now >= _EXPIRES.unpack_from(held)[0]:
            return None
        return held[_EXPIRES.size :]

    def put(self, row: bytes, sealed: bytes, expires: int) -> None:
        """Keep these bytes under this row until the epoch second `expires`."""
        life = expires - self._clock()
        if life <= 0:
            return self.delete(row)
        with _translating_errors():
            self._client.set(_PREFIX + row, _EXPIRES.pack(expires) + sealed, ex=life)

    def swap(self, row: bytes, before: bytes, sealed: bytes, expires: int) -> bool:
        """Keep these bytes if the row holds `before`; return whether it has them."""
        after = _EXPIRES.pack(expires) + sealed
        life = max(1, expires - self._clock())
        with _translating_errors():
            # A script runs whole, with nothing between its commands.
            done = self._client.eval(_SWAP, 1, _PREFIX + row, before, after, life)
        return bool(done)

    def delete(self, row: bytes) -> None:
        """Forget this row if it is there."""
        with _translating_errors():
            self._client.delete(_PREFIX + row)

    def sweep(self, now: int) -> int:
        """Do nothing: the server forgets expired rows by itself."""
        return 0

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _connect(address: str, seconds: float) -> Redis:
    scheme, mark, place = address.partition("://")
    known = VALKEY_SCHEMES.get(scheme + mark)
    if known is None:
        names = ", ".join(VALKEY_SCHEMES)
        raise StoreUnavailable(f"the store: begin its address with one of {names}")
    try:
        pool = BlockingConnectionPool.from_url(
            known + place,
            max_connections=_CONNECTIONS,
            timeout=seconds,
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            # Connections from before the server was started again fail once. What
            # timed out is not asked twice: that would double the wait.
            retry=Retry(NoBackoff(), 1, (NotConnected,)),
            protocol=2,
            driver_info=None,
            maint_notifications_config=MaintNotificationsConfig(enabled=False),
        )
    except ValueError:
        raise StoreUnavailable(_UNREADABLE) from None
    return Redis.from_pool(pool)


def _knock(client: Redis) -> None:
    """Let a server be away for now, but not one that never lets us in."""
    try:
        client.ping()
    except (AuthenticationError, AuthorizationError):
        raise
    except (NotConnected, NotAnswered):
        return
    except TypeError:  # an option in the address that connections don't have
        raise StoreUnavailable(_UNREADABLE) from None


@contextmanager
def _translating_errors() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        # Its words may hold the server's address; its type says enough.
        kind = type(error).__name__
        raise StoreUnavailable(f"the store in Valkey or Redis: {kind}") from None
