"""Revisions: the rules as they were at some commit, unpacked for a while."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

REVISION = "git:"


@contextmanager
def topic_at(name: str, folder: Path) -> Iterator[Path]:
    """The folder that the name means: itself, or for `git:…` that topic back then.

    Raises LookupError when there is no such revision, with git's own words, or when it
    does not hold the topic.
    """
    if not name.startswith(REVISION):
        yield Path(name)
        return
    with TemporaryDirectory() as place:
        content = _archive(folder.parent, name.removeprefix(REVISION))
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(place, filter="data")
        found = Path(place, folder.parent.name, folder.name)
        if not found.is_dir():
            raise LookupError(f"{name} has no topic {folder.name}; it came later")
        yield found


def _archive(rules: Path, revision: str) -> bytes:
    """All rules at the revision, as a tar file with the name of their folder."""
    git = shutil.which("git")
    if git is None:
        raise LookupError("git is not installed")
    # Started in the folder, git packs what is below it, and nothing else.
    done = subprocess.run(  # noqa: S603  # nosec B603
        [git, "archive", "--format=tar", f"--prefix={rules.name}/", "--", revision],
        cwd=rules,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise LookupError(done.stderr.decode(errors="replace").strip())
    return done.stdout
