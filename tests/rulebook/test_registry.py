"""Who wrote each file, who reviewed it, and until when: the most exact part speaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessment.rulebook.lint import lint
from assessment.rulebook.registry import registry
from tests.rulebook.gallery import BROKEN, GOOD, lay_over

TODAY = date(2026, 11, 21)
PARTS = """\
  parts:
    - {files: causes/, authors: [Dr B]}
    - {files: causes/nerve.yaml, review: {status: draft, review_by: 2027-03-01}}
    - {files: shared/, authors: [Dr C]}
"""


@pytest.fixture
def topic(tmp_path: Path) -> Path:
    """The good topic, with parts."""
    lay_over(BROKEN / "missing-author", tmp_path)
    folder = tmp_path / "rules" / "topic"
    with (folder / "topic.yaml").open("a") as file:
        file.write("  authors: [Dr A]\n" + PARTS)
    return folder


def test_the_most_exact_part_speaks(topic: Path) -> None:
    found = registry(topic)
    standing = {name: found.of(name) for name in found.files}
    authors = {name: one.authors for name, one in standing.items()}
    assert authors["rules/topic/questions.yaml"] == ("Dr A",)
    assert authors["rules/topic/causes/allergy.yaml"] == ("Dr B",)
    assert authors["rules/shared/countries.yaml"] == ("Dr C",)
    due = {name: one.review.review_by for name, one in standing.items()}
    assert due["rules/topic/causes/nerve.yaml"] == date(2027, 3, 1)
    assert due["rules/topic/causes/allergy.yaml"] == date(2027, 5, 21)


def test_each_review_is_told_by_its_own_day(topic: Path) -> None:
    def codes(today: date) -> list[str]:
        return [problem.code for problem in lint(topic, today)]

    assert codes(TODAY) == []
    assert codes(date(2027, 1, 15)) == ["review-soon"]
    assert codes(date(2027, 3, 10)) == ["review-overdue"]
    assert codes(date(2027, 5, 22)) == ["review-overdue", "review-overdue"]


def test_a_signed_part_is_told_when_its_own_files_change(topic: Path) -> None:
    signed = registry(topic).of("rules/topic/causes/nerve.yaml").signed
    file = topic / "topic.yaml"
    review = "{status: reviewed, reviewed_by: Dr N, reviewed_on: 2026-11-01, "
    text = file.read_text().replace(
        "{status: draft, review_by: 2027-03-01}",
        f"{review}signed: {signed}, review_by: 2027-03-01}}",
    )
    file.write_text(text)
    assert lint(topic, TODAY) == ()
    assert registry(topic).of("rules/topic/causes/nerve.yaml").review.reviewed
    with (topic / "causes" / "allergy.yaml").open("a") as other:
        other.write("# Nothing.\n")
    assert lint(topic, TODAY) == ()
    with (topic / "causes" / "nerve.yaml").open("a") as own:
        own.write("# Nothing.\n")
    (problem,) = lint(topic, TODAY)
    assert problem.code == "changed-since-review"


def test_a_part_cannot_be_withdrawn(topic: Path) -> None:
    file = topic / "topic.yaml"
    old = "{status: draft, review_by: 2027-03-01}"
    new = old.replace("draft", "withdrawn")
    file.write_text(file.read_text().replace(old, new))
    (problem,) = lint(topic, TODAY)
    assert problem.code == "wrong-value"
    assert "draft, reviewed" in problem.message


def test_a_topic_answers_for_the_pieces_that_it_takes_and_no_others(
    tmp_path: Path,
) -> None:
    lay_over(GOOD, tmp_path)
    for name in ("taken", "left"):
        piece = tmp_path / "rules" / "shared" / name
        piece.mkdir()
        (piece / "more.yaml").write_text("sources: []\n")
    folder = tmp_path / "rules" / "topic"
    file = folder / "topic.yaml"
    text = file.read_text().replace("minutes: 3", "minutes: 3\n  shared: [taken]")
    parts = "  parts:\n    - {files: shared/left/, authors: [Dr L]}\n"
    file.write_text(text + parts)
    (problem,) = lint(folder, TODAY)
    assert problem.code == "unknown-file"
    found = registry(folder)
    assert "rules/shared/left/more.yaml" not in found.files
    assert found.of("rules/shared/taken/more.yaml") == found.whole


def test_a_folder_without_a_topic_has_no_registry(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no topic"):
        registry(tmp_path / "rules" / "nothing")
