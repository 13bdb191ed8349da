"""The gallery: the good topic, and copies of it with one thing or another broken."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
GOOD = HERE / "good"
BROKEN = HERE / "broken"


def lay_over(broken: Path, onto: Path) -> None:
    """Copy the good topic with the files of the broken case over it.

    A file `x.gone` removes `x`. A file `x.times-9` is `x` with its content repeated.
    """
    shutil.copytree(GOOD, onto, dirs_exist_ok=True)
    for path in sorted(broken.rglob("*")):
        target = onto / path.relative_to(broken)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        elif path.suffix == ".gone":
            gone = target.with_suffix("")
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
        elif path.suffix.startswith(".times-"):
            times = int(path.suffix.removeprefix(".times-"))
            target.with_suffix("").write_bytes(path.read_bytes() * times)
        else:
            shutil.copy(path, target)
