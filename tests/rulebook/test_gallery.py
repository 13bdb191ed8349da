"""Every kind of problem has a broken case, whose messages are frozen to the letter."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assessment.rulebook import CODES
from assessment.rulebook.lint import lint
from tests.rulebook.gallery import BROKEN, lay_over

CASES = sorted(path.name for path in BROKEN.iterdir())
TODAY = date(2026, 11, 21)
DIGEST = re.compile("[0-9a-f]{64}")  # of the good topic, and of no interest here


@pytest.mark.parametrize("case", CASES)
def test_the_broken_case_gives_these_problems(case: str, tmp_path: Path) -> None:
    lay_over(BROKEN / case, tmp_path)
    of_country = tmp_path / "country.txt"
    country = of_country.read_text().strip() if of_country.exists() else None
    problems = lint(tmp_path / "rules" / "topic", TODAY, country=country)
    expected = (BROKEN / case / "expected.txt").read_text()
    printed = "".join(f"{problem}\n" for problem in problems)
    assert DIGEST.sub("(digest)", printed) == expected


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert set(CASES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_case_of_a_code_shows_it(code: str) -> None:
    lines = (BROKEN / code / "expected.txt").read_text().splitlines()
    codes = [line.split(":", 2)[2].split(" ")[1] for line in lines]
    assert code in codes
    assert set(codes) <= set(CODES)
