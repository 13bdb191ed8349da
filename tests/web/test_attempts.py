"""Attempts: guessing is stopped early, and nobody else pays for it."""

from __future__ import annotations

from assessment.storage.codes import ALPHABET
from assessment.web.attempts import MOST_FROM_ONE, MOST_IN_ALL, WINDOW, Attempts

YEAR = 366 * 24 * 3600  # seconds


def fail(attempts: Attempts, address: str, times: int, now: int = 0) -> None:
    for _ in range(times):
        attempts.failed(address, now)


def test_one_address_reaches_its_limit_alone() -> None:
    attempts = Attempts()
    fail(attempts, "192.0.2.1", MOST_FROM_ONE - 1)
    assert attempts.allowed("192.0.2.1", 1)
    fail(attempts, "192.0.2.1", 1)
    assert not attempts.allowed("192.0.2.1", 1)
    assert attempts.allowed("192.0.2.2", 1)


def test_an_hour_later_it_may_try_again() -> None:
    attempts = Attempts()
    fail(attempts, "192.0.2.1", MOST_FROM_ONE)
    assert not attempts.allowed("192.0.2.1", WINDOW - 1)
    assert attempts.allowed("192.0.2.1", WINDOW)


def test_the_endless_addresses_of_one_line_count_together() -> None:
    attempts = Attempts()
    for n in range(MOST_FROM_ONE):
        attempts.failed(f"2001:db8::{n:x}", 0)
    assert not attempts.allowed("2001:db8::ffff", 1)
    assert attempts.allowed("2001:db8:0:1::1", 1)


def test_many_addresses_together_reach_the_limit_of_the_site() -> None:
    attempts = Attempts()
    for n in range(MOST_IN_ALL):
        assert attempts.allowed(f"10.0.{n // 256}.{n % 256}", 0)
        attempts.failed(f"10.0.{n // 256}.{n % 256}", 0)
    assert not attempts.allowed("192.0.2.1", 0)


def test_a_year_of_guessing_is_hopeless() -> None:
    """As decision 23 works it out: ten servers, and 10,000 codes at any time."""
    guesses = MOST_IN_ALL * (YEAR / WINDOW) * 10
    assert guesses * 10_000 / len(ALPHABET) ** 12 < 1e-5
