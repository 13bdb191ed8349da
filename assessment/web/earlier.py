"""The earlier summary that somebody brings: what of it is kept, and why it is refused.

The file comes from outside. It is read in memory and let go; the answers that are
kept are bounded as those that are typed into the form.
"""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from assessment.core.answers import Answer, Answers
from assessment.core.explain import Translate
from assessment.core.topic import Topic
from assessment.core.visit import Earlier
from assessment.export.record import Record, RecordError, read_record
from assessment.pdf.extract import AttachmentError, read_attachment
from assessment.rulebook.answers_file import AnswersError, recorded_answers
from assessment.web import words
from assessment.web.checks import MOST_NAMES
from assessment.web.exports import RECORD_NAME
from assessment.web.medicines import LONGEST


class EarlierError(Exception):
    """It cannot be compared; the message says so in words for the person."""


def not_compared() -> str:
    """What to say where the earlier summary contradicts who the person is."""
    return _(
        "The age or sex does not fit the summary from last time. That summary may be "
        "somebody else’s, so we do not compare the two."
    )


def read_earlier(
    content: bytes, topic: Topic, today: date, translate: Translate
) -> Earlier:
    """The day and the answers of a paper of ours, or of the data saved beside it.

    Raises EarlierError.
    """
    unreadable = translate(
        "We cannot read that file. It must be the PDF that you saved at the end. A "
        "photo or a scan of the paper does not work. Nor does a newer kind of file."
    )
    try:
        if content.startswith(b"%PDF-"):
            content = read_attachment(content, RECORD_NAME)
        record = read_record(content)
        if record.topic != topic.id:
            raise EarlierError(
                translate("That summary is about something else. We cannot compare it.")
            )
        if record.made_on > today:
            raise EarlierError(unreadable)
        return Earlier(record.made_on, _kept(record, topic))
    except (AttachmentError, RecordError, AnswersError):
        raise EarlierError(unreadable) from None


def _kept(record: Record, topic: Topic) -> Answers:
    """What can be compared. Words that were typed can't, but for medicines' names."""
    given = recorded_answers(record.answers, record.answers_version, topic)
    listed = topic.medicines.question
    return Answers(
        {
            question_id: _names_bounded(answer)
            if question_id == listed
            else Answer(answer.options, answer.number)
            for question_id, answer in given.items()
        }
    )


def _names_bounded(answer: Answer) -> Answer:
    text = words.clean("\n".join(answer.typed)[: words.MOST_CHARACTERS])
    meant = [
        (name, means)
        for name, means in answer.meant[:MOST_NAMES]
        if len(name) + len(means) <= LONGEST
    ]
    return Answer(
        answer.options, typed=words.names(text)[:MOST_NAMES], meant=tuple(meant)
    )
