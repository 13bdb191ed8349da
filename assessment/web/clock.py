"""The clock: the one place where the web code asks what time it is."""

import time
from datetime import date, datetime

from babel.dates import get_timezone


def now() -> int:
    """Whole seconds since 1970, in UTC."""
    return int(time.time())


def today(time_zone: str) -> date:
    """The date in the clinic's time zone."""
    return datetime.now(get_timezone(time_zone)).date()


def day_of(seconds: int, time_zone: str) -> date:
    """The date of an epoch second in the clinic's time zone."""
    return datetime.fromtimestamp(seconds, get_timezone(time_zone)).date()
