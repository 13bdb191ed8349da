"""Registry: who wrote each file of the rules, who reviewed it, and until when.

What `topic.yaml` says goes for every file, those of the shared pieces that it takes
included, but for the parts that it lists with authors or a review of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assessment.core.topic import Review
from assessment.rulebook.compose import Text
from assessment.rulebook.files import RuleFile, digest, rule_files, shared_files
from assessment.rulebook.load import compile_rules, shared_folder
from assessment.rulebook.problems import Report
from assessment.rulebook.review import review_of
from assessment.rulebook.shapes import FilesShape, ReviewShape, TopicShape


@dataclass(frozen=True)
class Standing:
    """Who answers for some files."""

    name: str  # of the review: `topic.review`, `topic.parts.causes/`
    authors: tuple[str, ...]
    review: Review
    shape: ReviewShape
    signed: str  # what a review of them signs: SHA-256 in hex


class Registry:
    """Tells the standing of every file of a topic, by the name that places give it."""

    def __init__(
        self, folder: Path, shape: TopicShape, files: Iterable[RuleFile], signed: str
    ) -> None:
        self._files = [*files]
        self._root = folder.parent.name
        self._folder = folder.name
        self._signed = signed
        review = review_of(shape.review, signed)
        authors = tuple(map(str, shape.authors))
        self.whole = Standing("topic.review", authors, review, shape.review, signed)
        # The most exact part first.
        parts = sorted(shape.parts, key=lambda part: -len(part.files))
        self._parts = [(self.prefix(part.files), self._part(part)) for part in parts]

    @property
    def all(self) -> tuple[Standing, ...]:
        """The standing of the whole, and of every part with a review of its own."""
        own = [one for _, one in self._parts if one.shape is not self.whole.shape]
        return (self.whole, *own)

    def of(self, file: str) -> Standing:
        """The standing of what stands in the file."""
        fitting = (one for prefix, one in self._parts if file.startswith(prefix))
        return next(fitting, self.whole)

    def prefix(self, files: Text) -> str:
        """How the names of the part's files begin."""
        shared = files.startswith("shared/")
        return f"{self._root}/{files if shared else f'{self._folder}/{files}'}"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(sorted(file.name for file in self._files))

    def holds(self, files: Text) -> bool:
        """Whether there are such files."""
        return any(file.name.startswith(self.prefix(files)) for file in self._files)

    def _part(self, part: FilesShape) -> Standing:
        authors = tuple(map(str, part.authors)) or self.whole.authors
        if part.review is None:
            return Standing(
                self.whole.name, authors, self.whole.review, self.whole.shape, ""
            )
        prefix = self.prefix(part.files)
        signed = digest(file for file in self._files if file.name.startswith(prefix))
        review = review_of(part.review, signed)
        return Standing(
            f"topic.parts.{part.files}", authors, review, part.review, signed
        )


def registry(folder: Path) -> Registry:
    """The registry of a folder whose rules were loaded, so that no problem is in it."""
    folder = folder.absolute()
    report = Report()
    compiled = compile_rules(folder, None, "", report)
    if compiled.content.topic is None:
        raise ValueError(f"{folder} holds no topic")
    return Registry(
        folder,
        compiled.content.topic,
        all_files(folder, compiled.content.topic),
        compiled.signed,
    )


def all_files(folder: Path, shape: TopicShape) -> list[RuleFile]:
    """The rule files of the topic, those of all topics, and of the pieces it takes."""
    report = Report()
    return [
        *rule_files(folder, report),
        *shared_files(shared_folder(folder), shape.shared, report),
    ]
