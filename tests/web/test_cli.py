"""Commands: what authors see, exactly, and the status that they leave with."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.summarise import summarise
from assessment.core.topic import Review
from assessment.core.visit import Visit
from assessment.pdf.extract import read_attachment
from assessment.pdf.paper import Edition, paper_html
from assessment.rulebook import load_topic
from assessment.web import clock
from assessment.web.commands.in_words import as_text
from tests.web.command import Run, run_command
from tests.web.conftest import RULES

ANSWERS = """\
signs: none
age: 40
speed: sudden
where: [left:hand, neck]
noises: none
noise_kinds: [hum]
bad: b1
sleep: s1
night: sleeps
pills: {options: [aspirin], typed: [Iron]}
wishes: To sleep
"""

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda zone: DAY)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A file of answers."""
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS)
    return path


def test_check_says_nothing_about_good_rules(run: Run, tmp_path: Path) -> None:
    done = run("check")
    assert (done.exit_code, done.output) == (0, "")
    assert not (tmp_path / "state").exists()


def test_check_prints_every_problem_of_broken_rules(run: Run, tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    topic = tmp_path / "rules" / "hiccups" / "topic.yaml"
    text = topic.read_text().replace("minutes: 3", "minuets: 3")
    topic.write_text(text.replace("[noises]", "[noise]"))
    done = run("check", rules=tmp_path / "rules")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert any("rules/hiccups/topic.yaml:5:3 unknown-key " in line for line in lines)
    assert any("(did you mean noises?)" in line for line in lines)
    assert run("questions", rules=tmp_path / "rules").exit_code == 1


def test_questions_lists_everything_for_machines(run: Run) -> None:
    done = run("questions", "--format", "json")
    assert done.exit_code == 0
    listed = json.loads(done.output)
    steps = listed["steps"]
    assert [step["id"] for step in steps] == ["emergency", "you", "hiccups", "health"]
    asked = {
        question["id"]: question
        for step in steps
        for page in step["pages"]
        for question in page["questions"]
    }
    assert asked["age"] == {
        "id": "age",
        "kind": "number",
        "ask": "How old are you?",
        "why": "Age matters.",
        "required": True,
        "minimum": 0,
        "maximum": 115,
        "unit": "years",
    }
    assert asked["child"]["show_when"] == {"age": {"below": 16}}
    assert asked["child"]["options"][0] == {
        "id": "baby",
        "label": "Yes",
        "means": "plain",
        "show_when": {"age": {"below": 2}},
    }
    assert asked["noise_kinds"]["when_hidden"] == "none"
    assert asked["noise_kinds"]["groups"][1]["show_when"] == {"noises": ["high"]}


def test_the_real_questions_can_be_listed(tmp_path: Path) -> None:
    done = run_command("questions", state=tmp_path)
    assert done.exit_code == 0
    assert len(json.loads(done.output)["steps"]) == 9


def test_assess_gives_the_result_for_machines(run: Run, answers: Path) -> None:
    done = run("assess", str(answers), "--format", "json")
    assert done.exit_code == 0
    found: dict[str, Any] = json.loads(done.stdout)
    version = found.pop("topic_version")
    assert version.startswith("1 (")
    assert found == {
        "topic": "hiccups",
        "urgency": "routine",
        "red_flags": [
            {"id": "choking", "verdict": "no", "urgency": "emergency"},
            {"id": "swallowed", "verdict": "no", "urgency": "emergency"},
            {"id": "despair", "verdict": "no", "urgency": "emergency"},
            {"id": "fainted", "verdict": "no", "urgency": "same_day"},
            {"id": "usual", "verdict": "yes", "urgency": "routine"},
        ],
        "causes": [
            {"id": "crumb", "band": "weak", "score": 1.6, "for": ["Sudden start"],
             "against": [], "missing": []},
            {"id": "despair", "band": "weak", "score": -1.7, "for": ["Poor sleep"],
             "against": [], "missing": []},
        ],
        "medicines": [{"typed": "Iron", "read_as": ["iron"]}],
        "next_steps": ["water", "breath", "sugar", "sit", "count", "sing"],
        "unknown": [],
    }  # fmt: skip
    assert done.stderr == (
        "answers.yaml:6:1 not-asked note: `noise_kinds` is not asked with these "
        "answers, because of what is said to `noises`\n"
    )


def test_assess_gives_the_result_for_people(run: Run, answers: Path) -> None:
    answers.write_text(ANSWERS.replace("signs: none", "signs: [faint]"))
    done = run("assess", str(answers))
    assert done.exit_code == 0
    title, *rest = done.stdout.splitlines()
    assert title.startswith("Hiccups, rules 1 (")
    assert rest[:2] == ["", "How soon: See somebody today"]
    assert "Foreign body: Fits a little" in rest


REVIEWS = {
    "draft": Review("draft", None, None, DAY),
    "overdue": Review("draft", None, None, DAY - timedelta(1)),
    "withdrawn": Review("withdrawn", None, None, DAY),
    "reviewed": Review("reviewed", "Dr Ann", DAY, DAY),
    "changed": Review("reviewed", "Dr Ann", DAY, DAY, changed=True),
}


@pytest.mark.parametrize("review", REVIEWS)
def test_the_text_ends_with_what_stands_below_the_paper(review: str) -> None:
    topic = load_topic(RULES / "hiccups")
    found = assess(topic, Answers())
    visit = Visit(topic.id, topic.content_version, 0)
    summary = summarise(topic, visit, found, DAY)
    summary = replace(summary, review=REVIEWS[review])
    last = as_text(topic, found, summary).splitlines()[-1]
    assert "Not a diagnosis. Rules " in last
    paper = " ".join(unescape(paper_html(summary, edition=Edition())).split())
    assert f'data-made="{last}"' in paper


def test_every_typed_name_has_a_line(run: Run, tmp_path: Path) -> None:
    typed = ["Pevanti", "prednisolone", "predni", "Zinc", "Iron"]
    file = tmp_path / "pills.yaml"
    file.write_text(json.dumps({"pills": {"typed": typed}}), "utf-8")
    lines = run("assess", str(file)).stdout.splitlines()
    for name in typed:
        assert any(line.startswith(f"  “{name}”: ") for line in lines), name


def test_what_was_not_answered_is_unknown(run: Run, answers: Path) -> None:
    answers.write_text("age: 40\n")
    found = json.loads(run("assess", str(answers), "--format", "json").stdout)
    verdicts = {flag["id"]: flag["verdict"] for flag in found["red_flags"]}
    assert verdicts["choking"] == "unknown"
    assert "signs" in found["unknown"]


def test_answers_may_be_json(run: Run, answers: Path) -> None:
    content = {"signs": ["none"], "age": 40, "pills": {"typed": ["Iron"]}}
    answers.write_text(json.dumps(content, indent=1))
    done = run("assess", str(answers), "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")


def test_unusable_answers_leave_with_two(run: Run, answers: Path) -> None:
    answers.write_text("sings: none\nage: 400\n")
    done = run("assess", str(answers))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "answers.yaml:1:1 unknown-question there is no question `sings` "
        "(did you mean signs?)\n"
        "answers.yaml:2:6 out-of-range 400 is not from 0 to 115\n"
    )


def test_a_file_that_is_not_there_leaves_with_two(run: Run) -> None:
    assert run("assess", "nowhere.yaml").exit_code == 2


def test_assess_makes_the_paper(run: Run, answers: Path, tmp_path: Path) -> None:
    path = tmp_path / "summary.pdf"
    done = run("assess", str(answers), "--pdf", str(path))
    assert done.exit_code == 0
    assert path.read_bytes().startswith(b"%PDF-")


def test_large_print_takes_more_pages(run: Run, answers: Path, tmp_path: Path) -> None:
    path = tmp_path / "summary.pdf"
    pages = []
    for options in ((), ("--large-print",)):
        run("assess", str(answers), "--pdf", str(path), *options)
        pages.append(len(PdfReader(path).pages))
    assert pages[1] > pages[0]


def test_a_paper_that_cannot_be_written_leaves_with_two(
    run: Run, answers: Path, tmp_path: Path
) -> None:
    path = tmp_path / "nowhere" / "summary.pdf"
    done = run("assess", str(answers), "--pdf", str(path))
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == f"{path}: No such file or directory"


def test_an_empty_file_of_answers_is_called_that(run: Run, answers: Path) -> None:
    answers.write_text("")
    done = run("assess", str(answers))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith("an answers file is a mapping of answers\n")


def test_an_open_choice_of_topics_leaves_with_two(run: Run, tmp_path: Path) -> None:
    done = run("check", rules=tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "ASSESSMENT_TOPIC" in done.stderr


def test_assess_says_what_it_read_of_medicines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pills.yaml"
    file.write_text("pills: {typed: [Pevanti 5 mg, predni, Zinc]}\n", "utf-8")
    text = run("assess", str(file)).stdout
    assert "  “Pevanti 5 mg”: prednisolone\n" in text
    assert "“predni”: perhaps prednisolone?" in text
    assert "“Zinc”: not known, or no link is known" in text
    assert "Do not stop a medicine on your own." in text
    found = json.loads(run("assess", str(file), "--format", "json").stdout)
    assert found["medicines"][0] == {
        "typed": "Pevanti 5 mg",
        "read_as": ["prednisolone"],
    }


def test_export_prints_what_the_paper_carries(
    run: Run, answers: Path, tmp_path: Path
) -> None:
    path = tmp_path / "summary.pdf"
    run("assess", str(answers), "--pdf", str(path))
    for form, name in (
        ("json", "answers.json"),
        ("fhir-response", "fhir-response.json"),
        ("fhir-questionnaire", "fhir-questionnaire.json"),
    ):
        done = run("export", str(answers), "--format", form)
        assert done.exit_code == 0
        carried = read_attachment(path.read_bytes(), name)
        assert done.stdout_bytes == carried
    assert "`noise_kinds` is not asked" in done.stderr


def test_a_record_is_read_as_a_file_of_answers(run: Run, answers: Path) -> None:
    before = run("export", str(answers)).stdout
    answers.write_text(json.dumps(json.loads(before)["answers"]))
    assert run("export", str(answers)).stdout == before


def test_unusable_answers_are_not_exported(run: Run, answers: Path) -> None:
    answers.write_text("sings: none\n")
    done = run("export", str(answers))
    assert (done.exit_code, done.stdout) == (2, "")


def test_assess_tells_what_changed_since_an_earlier_file(
    run: Run, answers: Path, tmp_path: Path
) -> None:
    paper, data = tmp_path / "old.pdf", tmp_path / "old.json"
    old = tmp_path / "old.yaml"
    old.write_text(ANSWERS.replace("bad: b1", "bad: b0"))
    assert run("assess", str(old), "--pdf", str(paper)).exit_code == 0
    data.write_text(run("export", str(old)).stdout)
    for earlier in (paper, data):
        found = run("assess", str(answers), "--since", str(earlier)).stdout
        assert "  worse: How bad are they?: Light → Bad" in found
    refused = run("assess", str(answers), "--since", str(answers))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "cannot read that file" in refused.stderr
