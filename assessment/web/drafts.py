"""Drafts: what was entered on a page and not taken in, kept with the visit.

A draft fills its page in again. The page stays unanswered until it is sent.
"""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from assessment.core.known import Known
from assessment.core.questionnaire import Page
from assessment.core.visit import Draft
from assessment.web.forms import PageForm, entry_of

Sent = MultiDict[str, str]


def left_on(page: Page, sent: Sent, form: PageForm, known: Known) -> Draft | None:
    """The draft of what was sent; None where it says what the answers say already."""
    fields = [field for _name, field in form.answer_fields]
    if all(f.entry == entry_of(known.answers.get(f.question.id)) for f in fields):
        return None
    # No id of a question has a dash.
    asked = {question.id for question in page.questions}
    pairs = sent.items(multi=True)
    return Draft(
        page.place, tuple((n, v) for n, v in pairs if n.partition("-")[0] in asked)
    )


def as_sent(draft: Draft) -> Sent:
    """The fields of the page as they were left."""
    return MultiDict(draft.sent)
