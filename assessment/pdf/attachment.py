"""Attachment: a file that travels inside the paper, for computers to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to embed; its name and description are in sight and tell no answer."""

    name: str
    media_type: str
    description: str  # in words, for whoever opens the list of attachments
    content: bytes
