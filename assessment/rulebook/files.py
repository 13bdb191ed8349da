"""Files: finds and reads the rule files of a folder, and nothing but plain files."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from assessment.rulebook.problems import Place, Report

MOST_BYTES = 512 * 1024
MOST_DEPTH = 20
SCENARIOS = "scenarios"  # a folder
LINT = "lint.yaml"
FOR_AUTHORS = (SCENARIOS, LINT)  # beside the rules, and not a part of them
PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.yaml")


class RuleFile(NamedTuple):
    """A rule file; the content is None when it could not be read."""

    name: str  # as problems show it
    within: str  # path below the folder of rules
    content: bytes | None


def rule_files(folder: Path, report: Report) -> list[RuleFile]:
    """The rule files below the folder by path, but for those for authors alone."""
    walk = _walk(folder, report, folder.parent.parent)
    return sorted(_file(path, folder, report) for path in walk)


def shared_files(
    folder: Path, pieces: Collection[str] | None, report: Report
) -> list[RuleFile]:
    """The files that every topic has, and those of the pieces; for None, of all.

    A piece is a folder in the folder of what topics share.
    """
    walk = _walk(folder, report, folder.parent.parent, pieces)
    return sorted(_file(path, folder, report) for path in walk)


def author_files(folder: Path, name: str, report: Report) -> list[RuleFile]:
    """The file or the files below the folder that are for authors; often none."""
    path = folder / name
    if path.is_dir():
        walk = _walk(path, report, folder.parent.parent)
        return sorted(_file(inner, folder, report) for inner in walk)
    return [_file(path, folder, report)] if path.exists() else []


def digest(files: Iterable[RuleFile]) -> str:
    """SHA-256 in hex over the names and bytes of the files, in order of their names."""
    total = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.within):
        content = file.content or b""
        total.update(f"{file.within}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _file(path: Path, folder: Path, report: Report) -> RuleFile:
    name = _name(path, folder.parent.parent)
    within = path.relative_to(folder.parent).as_posix()
    return RuleFile(name, within, _read(path, Place(name), report))


def _name(path: Path, root: Path) -> str:
    name = path.relative_to(root).as_posix()
    return "".join(c if c.isprintable() else "?" for c in name)


def _walk(
    folder: Path,
    report: Report,
    root: Path,
    only: Collection[str] | None = None,
    depth: int = 0,
) -> Iterator[Path]:
    """Paths of rule files, once whatever is not a plain file has been reported.

    Of the folders in the first one, `only` names those that are walked.
    """
    place = Place(_name(folder, root))
    if depth > MOST_DEPTH:
        report.add(place, "too-deep", "folders nest more than 20 deep")
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        report.add(place, "unreadable", f"this folder can't be read: {error.strerror}")
        return
    for entry in entries:
        path = Path(entry.path)
        hidden = entry.name.startswith(".")
        if hidden or (depth == 0 and entry.name in FOR_AUTHORS):
            continue
        named_as_rules = path.suffix.lower() in (".yaml", ".yml")
        if entry.is_dir(follow_symlinks=False) and not named_as_rules:
            if only is None or entry.name in only:
                yield from _walk(path, report, root, depth=depth + 1)
        elif not (entry.is_file(follow_symlinks=False)):
            what = "only plain files and folders are read here"
            report.add(Place(_name(path, root)), "not-a-file", what)
        elif named_as_rules and not PLAIN_NAME.fullmatch(entry.name):
            what = "a rule file has a plain name that ends in .yaml"
            report.add(Place(_name(path, root)), "file-name", what)
        elif named_as_rules:
            yield path


def _read(path: Path, place: Place, report: Report) -> bytes | None:
    # What was a plain file a moment ago may be a link or a pipe now: neither is
    # followed or waited for.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                report.add(place, "not-a-file", "only plain files are read here")
                return None
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        report.add(place, "unreadable", f"this file can't be read: {error.strerror}")
        return None
    if len(content) > MOST_BYTES:
        report.add(place, "too-large", "this file is larger than 512 KiB; split it")
        return None
    return content
