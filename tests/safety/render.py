"""The hazard log as Markdown: `python -m tests.safety.render` writes it anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tests.safety.hazards import FOLDER, Control, Hazard, HazardLog, read_log

RENDERED = FOLDER / "hazard-log.md"
KINDS = {
    "design": "Built in",
    "test": "Tested",
    "words": "Said",
    "deployer": "To be done by who runs it",
}
FRONT = """\
# Hazard log

**No clinical safety officer has signed this**, and no clinician has rated it. Severity,
likelihood and risk are the authors' own judgement; figures are of November 2026. A
hazard is never taken out; its status changes.

Written from [`hazard-log.yaml`](hazard-log.yaml) by
`.venv/bin/python -m tests.safety.render`: change that file, not this one. The
likelihood after controls counts only what is built and proven by the tests named, not
what is left to who runs it."""


def markdown(log: HazardLog) -> str:
    """The whole page."""
    unacceptable = sum(h.after.risk >= log.unacceptable_from for h in log.hazards)
    parts = [
        FRONT,
        "## Scales",
        table(
            ("", "severity of the harm", "likelihood", "risk"),
            zip("12345", log.severity, log.likelihood, log.risk, strict=True),
        ),
        "Risk by severity (rows) and likelihood (columns):",
        table(
            ("", *"12345"),
            ((f"**{n}**", *map(str, row)) for n, row in enumerate(log.matrix, 1)),
        ),
        "## All hazards",
        f"{unacceptable} of {len(log.hazards)} are still at "
        f"{log.unacceptable_from} or more: **not to be used with patients.**",
        table(
            ("id", "hazard", "risk before", "risk after", "status"),
            (
                (h.id, h.title, str(h.before.risk), str(h.after.risk), h.status)
                for h in log.hazards
            ),
        ),
        *(part for hazard in log.hazards for part in section(hazard)),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines
    )


def section(hazard: Hazard) -> Iterator[str]:
    """One hazard with its controls."""
    yield f"## {hazard.id} {hazard.title}"
    yield hazard.description
    before, after = hazard.before, hazard.after
    yield "\n".join(
        (
            f"* **Cause:** {hazard.cause}",
            f"* **Effect:** {hazard.effect}",
            f"* **Harm:** {hazard.harm}",
            f"* **Severity:** {hazard.severity}. **Likelihood:** {before.likelihood} "
            f"before, {after.likelihood} after. **Risk:** {before.risk} before, "
            f"{after.risk} after.",
            f"* **Status:** {hazard.status}. **Owner:** {hazard.owner}.",
        )
    )
    yield "Controls:"
    yield "\n".join(line for control in hazard.controls for line in bullets(control))
    if hazard.open:
        yield "Open:"
        yield "\n".join(f"* {words}" for words in hazard.open)


def bullets(control: Control) -> Iterator[str]:
    """A control, and under it the tests that prove it."""
    yield f"* {KINDS[control.kind]}: {control.what}"
    for node in control.tests:
        yield f"  * `{node}`"


if __name__ == "__main__":
    RENDERED.write_text(markdown(read_log()), "utf-8")
