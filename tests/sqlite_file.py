"""What tests do to the file of the SQLite store."""

from __future__ import annotations

from pathlib import Path


def set_write_version(path: Path, version: int) -> None:
    """Change the header in place (sqlite.org/fileformat, offset 18)."""
    with path.open("r+b") as file:
        file.seek(18)
        file.write(bytes([version]))
