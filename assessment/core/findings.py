"""What rules can find: warning signs, causes, next steps, and their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from assessment.core.conditions import ALWAYS, Condition


class Urgency(IntEnum):
    """How soon to be seen; the higher, the sooner."""

    SELF_CARE = 0
    ROUTINE = 1
    WITHIN_2_WEEKS = 2
    SAME_DAY = 3
    EMERGENCY = 4

    @property
    def id(self) -> str:
        """The name that rules and JSON use."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from, and how far that was read."""

    key: str
    title: str
    publisher: str
    year: int | None
    url: str | None
    access: str  # excerpt, abstract, opening, mirror or none
    used_for: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A pattern of answers that sets how soon to be seen."""

    id: str
    what: str  # for the doctor
    urgency: Urgency
    concern: tuple[str, ...]  # causes that it is about, the main one first
    when: Condition
    do: str  # the one instruction
    more: str = ""  # what else to say or do
    call: tuple[str, ...] = ("emergency",)  # phone numbers to offer with it
    sources: tuple[str, ...] = ()
    fallback: bool = False  # speaks only when nothing else does


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding that speaks for or against a cause."""

    finding: str
    supports: bool
    strength: int  # 1 weak, 2 moderate, 3 strong, 4 near-defining
    when: Condition
    sources: tuple[str, ...]
    note: str = ""
    likelihood_ratio: float | None = None
    sensitivity: float | None = None
    specificity: float | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """A possible cause, as a doctor would group it."""

    id: str
    name: str  # for the doctor
    plain_name: str  # for the person
    group: str
    how_common: str
    evidence: tuple[Evidence, ...]
    requires: Condition = ALWAYS
    action: str = ""  # where set, the person sees this and only the doctor the name
    how_common_reason: str = ""
    typical: str = ""
    danger: str = ""
    tests: tuple[str, ...] = ()
    seen_by: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    explains: Condition = ALWAYS  # symptoms that go with it, and are no finding for it

    @property
    def named_for_doctor_only(self) -> bool:
        """Whether the person is shown what to ask for in place of the name."""
        return bool(self.action)


@dataclass(frozen=True, slots=True)
class Salient:
    """A symptom that asks for a reason: a cause that does not explain it loses this."""

    name: str
    option: str
    weight: float


@dataclass(frozen=True, slots=True)
class Band:
    """How well a cause fits, in words; it begins at a score."""

    id: str
    label: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Scoring:
    """How evidence adds up. Points are not probabilities."""

    prior: Mapping[str, float]  # by how_common
    points: Mapping[int, float]  # by strength
    repeat_factors: tuple[
        float, ...
    ]  # for the first, second, … of one kind; last stays
    evidence_groups: Mapping[str, str]  # question or fact -> kind of evidence
    salient: tuple[Salient, ...]
    salient_cap: float
    least_support: int  # strength that one finding for the cause must have
    bands: tuple[Band, ...]  # best first
    # Questions and facts that cannot suggest a cause by themselves.
    never_alone: frozenset[str] = frozenset()
    # By how_common: the fewest points that suggest a cause which no sign is about.
    floor: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UrgencyAdvice:
    """The words that go with a level of urgency."""

    level: Urgency
    title: str
    short: str
    why: str
    now: tuple[Advice, ...]
    while_waiting: tuple[str, ...] = ()
    sooner: tuple[str, ...] = ()  # get help sooner if …


@dataclass(frozen=True, slots=True)
class Advice:
    """A step with a heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that the person can do, and when it must not be suggested.

    It is shown only when `when` holds, `unless` plainly does not, and the urgency is
    from `at_least` to `up_to`; with `all_clear` only when every sign that needs care
    today has been ruled out.
    """

    id: str
    title: str
    text: str
    sources: tuple[str, ...]
    when: Condition = ALWAYS
    unless: Condition | None = None
    up_to: Urgency = Urgency.EMERGENCY
    all_clear: bool = False
    at_least: Urgency = Urgency.SELF_CARE


@dataclass(frozen=True, slots=True)
class QuestionToAsk:
    """A question that the person can take along."""

    id: str
    text: str
    sources: tuple[str, ...]
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Country:
    """Whom to call, by country."""

    id: str
    name: str
    numbers: Mapping[str, PhoneNumber] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number to call: what it says on the page, and what a phone dials."""

    id: str  # emergency, urgent, crisis, poisons
    label: str
    dial: str
