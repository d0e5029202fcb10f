"""Counting days: all of them, or working days only, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from ..language.events import Calendar

DAY = timedelta(1)
WEEKEND = 5
"""Monday is 0."""
FARTHEST = 4_000
"""Days that are looked ahead for a working day."""


def days_between(calendar: Calendar, start: date, end: date) -> int:
    """The days from one day to a later one; of working days those after `start`, up to `end`."""
    if not calendar.working_days:
        return (end - start).days
    weeks, rest = divmod((end - start).days, 7)
    count = weeks * WEEKEND
    for number in range(rest):
        count += (start + DAY * (weeks * 7 + number + 1)).weekday() < WEEKEND
    return count - sum(
        start < day <= end and day.weekday() < WEEKEND
        for year in range(start.year, end.year + 1)
        for day in _holidays(calendar.region, year)
    )


def day_after(calendar: Calendar, start: date, days: int) -> date | None:
    """The first day on which so many days have passed; None beyond the end of the calendar."""
    try:
        if not calendar.working_days:
            return start + DAY * days
        here, left = start, days
        while left > 0 and (here - start).days <= FARTHEST:
            weeks = (left - 1) // WEEKEND
            there = here + DAY * (weeks * 7 or 1)  # in whole weeks while that cannot be too far
            left -= (
                days_between(calendar, here, there) if weeks else is_working_day(calendar, there)
            )
            here = there
    except OverflowError:
        return None
    return here if left <= 0 else None


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether somebody works on a day."""
    return day.weekday() < WEEKEND and day not in _holidays(calendar.region, day.year)


@lru_cache(maxsize=256)
def _holidays(region: str, year: int) -> frozenset[date]:
    """The public holidays of a year, by the package `holidays`."""
    if not region:
        return frozenset()
    import holidays

    country, _, part = region.partition("-")
    of_country: Callable[..., dict[date, str]] = holidays.country_holidays  # pyright: ignore[reportAssignmentType, reportUnknownMemberType]
    return frozenset(of_country(country, subdiv=part or None, years=year))
