"""The summary in a few lines of text, as the command line shows it."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from assessment.core.assess import Assessment
from assessment.core.explain import unique
from assessment.core.medicine_findings import MedicineFindings
from assessment.core.medicines import Medicines, Recognition
from assessment.core.since import Since
from assessment.core.summary import Summary
from assessment.core.topic import Review, Topic


def as_text(topic: Topic, found: Assessment, summary: Summary) -> str:
    """The summary in a few lines for people, with what stands below every paper."""
    lines = [f"{summary.topic_title}, rules {summary.content_version}"]
    lines += ["", f"How soon: {summary.how_soon.headline}"]
    for warning in summary.warnings:
        lines.append(f"  {warning.what}: {'; '.join(warning.because)}")
    lines += _since(summary.since) if summary.since else []
    if summary.since_another:
        lines += ["", "Since last time: not compared; that may be somebody else"]
    lines += ["", "Could not be ruled out:"] if summary.not_ruled_out else []
    lines += [
        f"  {w.what}: {'; '.join(line.title for line in w.to_settle)}"
        for w in summary.not_ruled_out
    ]
    for cause in summary.causes:
        lines += ["", f"{cause.name}: {cause.band}"]
        for title, words in (
            ("for", cause.because),
            ("against", cause.less_typical),
            ("would help to know", cause.would_help),
        ):
            lines += [f"  {title}: {'; '.join(words)}"] if words else []
    lines += _medicines(topic, found, summary.medicines)
    if summary.next_steps:
        lines += ["", "Until then:"]
        lines += [f"  {step.title}. {step.text}" for step in summary.next_steps]
    made = "Made from the answers given. Not a diagnosis."
    return "\n".join(
        [*lines, "", f"{made} {_standing(summary.review, summary.made_on)}"]
    )


def _since(since: Since) -> list[str]:
    """What changed since an earlier summary."""
    lines = ["", f"Since last time ({since.made_on}):"]
    for title, changes in (
        ("worse", since.worse),
        ("new", since.new),
        ("better", since.better),
        ("no longer ticked", since.gone),
    ):
        for one in changes:
            said = " → ".join("; ".join(w) for w in (one.before, one.now) if w)
            lines.append(f"  {title}: {one.title}: {said}")
    if not since.changed:
        lines.append("  nothing that can be compared is different")
    if since.open:
        lines.append(f"  cannot be compared: {'; '.join(since.open)}")
    return lines


def _medicines(topic: Topic, found: Assessment, worth: MedicineFindings) -> list[str]:
    """What every typed name was read as, and what is worth asking."""
    catalogue = topic.medicines
    asked = (catalogue.question, *catalogue.named_in)
    typed = [name for question in asked for name in found.known.named(question)]
    if not (typed or worth.told):
        return []
    lines = ["", "Medicines:"]
    lines += unique(f"  “{one.typed}”: {_read_as(one, catalogue)}" for one in typed)
    for note in worth.notes:
        suspect = " (named as the one that changed)" if note.suspect else ""
        lines.append(f"  {note.medicine.name}{suspect}: {note.medicine.shows}")
        lines += [f"    {note.medicine.stopping}"] if note.medicine.stopping else []
    for pair in worth.pairs:
        lines.append(f"  {' + '.join(pair.names)}: {pair.pair.says}")
    return [*lines, f"  {worth.never_stop}"]


def _read_as(name: Recognition, catalogue: Medicines) -> str:
    if name.suggestions:
        return f"perhaps {' or '.join(name.suggestions)}?"
    if not catalogue.linked(name):
        return "not known, or no link is known"
    return " + ".join(catalogue.by_id[id_].name for id_ in name.medicines)


def _standing(review: Review, today: date) -> str:
    """Who answers for the rules, in the words of the paper."""
    late = f" To be reviewed by {_day(review.review_by)}."
    return _whose(review) + (late if review.overdue(today) else "")


def _whose(review: Review) -> str:
    if review.reviewed and review.reviewed_on:
        return f"Rules reviewed by {review.reviewed_by} on {_day(review.reviewed_on)}."
    if review.withdrawn:
        return "Rules withdrawn: do not use."
    if review.changed and review.reviewed_by:
        return f"Rules changed after {review.reviewed_by} reviewed them."
    return "Rules not reviewed by a clinician."


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="en")
