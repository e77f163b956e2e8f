"""The table of availability: what a trainee sees on a day, for everything that a mentor can write."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from mentordir.availability import AVAILABLE, age_in_days, effective_status, standing
from mentordir.model import Directory, Mentor
from mentordir.schema import Availability, Profile, Settings

TODAY = date(2026, 11, 1)
DAYS = {"none": None, "past": date(2026, 10, 31), "today": TODAY, "future": date(2026, 11, 2)}

# PRODUCT, "Availability on a day", in the order in which its sentences win:
#   closed; before `from`, or up to and including `paused_until`; a pause without a date; no slots; what is written.
CLOSED, FULL, OPEN, PAUSED = ("closed", None), ("full", None), ("open", None), ("paused", None)
UNTIL_TODAY = ("paused", date(2026, 11, 2))  # `paused_until` is the last day of the pause,
UNTIL_TOMORROW = ("paused", date(2026, 11, 3))
FROM_TOMORROW = ("paused", date(2026, 11, 2))  # `from` the first day after it.

# (paused_until, from) -> what holds whatever status and slots are, unless the mentor closed.
PAUSES = {
    ("none", "none"): None,
    ("none", "past"): None,
    ("none", "today"): None,
    ("none", "future"): FROM_TOMORROW,
    ("past", "none"): None,
    ("past", "past"): None,
    ("past", "today"): None,
    ("past", "future"): FROM_TOMORROW,
    ("today", "none"): UNTIL_TODAY,
    ("today", "past"): UNTIL_TODAY,
    ("today", "today"): UNTIL_TODAY,
    ("today", "future"): UNTIL_TODAY,
    ("future", "none"): UNTIL_TOMORROW,
    ("future", "past"): UNTIL_TOMORROW,
    ("future", "today"): UNTIL_TOMORROW,
    ("future", "future"): UNTIL_TOMORROW,
}

# (status, slots) -> what holds where no pause does; "paused" is one whose date has passed.
REST = {
    ("open", None): OPEN,
    ("open", 0): FULL,
    ("open", 2): OPEN,
    ("limited", None): ("limited", None),
    ("limited", 0): FULL,
    ("limited", 2): ("limited", None),
    ("full", None): FULL,
    ("full", 0): FULL,
    ("full", 2): FULL,
    ("paused", None): OPEN,
    ("paused", 0): FULL,
    ("paused", 2): OPEN,
    ("closed", None): CLOSED,
    ("closed", 0): CLOSED,
    ("closed", 2): CLOSED,
}


def availability(status: str, slots: int | None, paused_until: date | None, starts: date | None) -> Availability:
    texts = {"status": status, "slots": slots, "paused_until": paused_until, "from": starts}
    return Availability.model_validate({key: str(value) for key, value in texts.items() if value is not None})


def expected(status: str, slots: int | None, paused_until: str, starts: str) -> tuple[str, date | None]:
    if status == "closed":
        return CLOSED
    if pause := PAUSES[paused_until, starts]:
        return pause
    if status == "paused" and paused_until == starts == "none":
        return PAUSED
    return REST[status, slots]


@pytest.mark.parametrize(("paused_until", "starts"), list(PAUSES))
@pytest.mark.parametrize(("status", "slots"), list(REST))
def test_what_is_seen_on_a_day(status: str, slots: int | None, paused_until: str, starts: str) -> None:
    written = availability(status, slots, DAYS[paused_until], DAYS[starts])
    assert effective_status(written, TODAY) == expected(status, slots, paused_until, starts)


def test_the_table_has_every_case() -> None:
    assert set(PAUSES) == set(product(DAYS, DAYS))
    assert set(REST) == set(product(["open", "limited", "full", "paused", "closed"], [None, 0, 2]))


def test_a_pause_ends_on_the_later_of_its_two_dates() -> None:
    written = availability("open", None, date(2026, 11, 10), date(2026, 12, 1))
    assert effective_status(written, date(2026, 11, 11)) == ("paused", date(2026, 12, 1))
    assert effective_status(written, date(2026, 11, 30)) == ("paused", date(2026, 12, 1))
    assert effective_status(written, date(2026, 12, 1)) == ("open", None)


@pytest.mark.parametrize("status", ["open", "limited", "full", "paused", "closed"])
def test_only_open_and_limited_count_as_available(status: str) -> None:
    assert (status in AVAILABLE) == (status in ("open", "limited"))


# --- age --------------------------------------------------------------------------------------------------------------


def person(last_confirmed: date, **fields: object) -> Profile:
    texts = {
        "name": "Ana Lima",
        "role": "student",
        "institution": "Lakeside",
        "mentoring": [{"type": "career"}],
        "availability": {"status": "open"},
        "last_confirmed": str(last_confirmed),
        "contact": {"method": "coordinator"},
    }
    return Profile.model_validate({**texts, **fields})


SETTINGS = Settings.model_validate({"name": "Test", "stale_after_days": "180", "delist_after_days": "400"})


@pytest.mark.parametrize(
    ("age", "stale", "delisted"),
    [(-1, False, False), (0, False, False), (180, False, False), (181, True, False), (400, True, False), (401, True, True)],
)
def test_a_profile_is_marked_and_delisted_when_older_than_the_limits(age: int, stale: bool, delisted: bool) -> None:
    profile = person(TODAY - timedelta(days=age))
    assert age_in_days(profile, TODAY) == age
    found = standing(profile, SETTINGS, TODAY)
    assert (found.stale, found.delisted) == (stale, delisted)


def test_a_browser_learns_the_days_on_which_these_things_will_happen() -> None:
    found = standing(person(TODAY), SETTINGS, TODAY)
    assert found.stale_from == TODAY + timedelta(days=181)
    assert found.delisted_from == TODAY + timedelta(days=401)
    profile = person(TODAY)
    for day in (found.stale_from, found.delisted_from):
        before, after = standing(profile, SETTINGS, day - timedelta(days=1)), standing(profile, SETTINGS, day)
        assert (before.stale, before.delisted) != (after.stale, after.delisted)


@pytest.mark.parametrize(("days_after", "delisted"), [(-1, False), (0, False), (1, True)])
def test_a_visitor_is_listed_to_the_last_day_of_the_visit(days_after: int, delisted: bool) -> None:
    profile = person(TODAY, visiting_until=str(TODAY - timedelta(days=days_after)))
    assert standing(profile, SETTINGS, TODAY).delisted is delisted


def test_a_visit_that_lasts_longer_than_the_confirmation_does_not_keep_a_profile_listed() -> None:
    profile = person(TODAY - timedelta(days=401), visiting_until=str(TODAY + timedelta(days=30)))
    assert standing(profile, SETTINGS, TODAY).delisted is True


def test_the_available_and_confirmed_rank_first_then_the_available_then_the_rest() -> None:
    fresh, old = TODAY, TODAY - timedelta(days=200)
    order = [
        person(fresh),
        person(old, availability={"status": "limited"}),
        person(fresh, availability={"status": "full"}),
        person(old, availability={"status": "paused"}),
    ]
    ranks = [standing(profile, SETTINGS, TODAY).rank for profile in order]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 4


# --- in a project -----------------------------------------------------------------------------------------------------


def test_the_same_profile_is_listed_then_marked_then_delisted_as_days_go_by(
    project: Callable[..., Path], profile: Callable[..., str], assemble_project: Callable[..., Directory]
) -> None:
    root = project({"ana-lima": profile(last_confirmed="2026-10-14")}, stale_after_days=10, delist_after_days=20)

    def on(day: str) -> tuple[list[Mentor], list[Mentor]]:
        directory = assemble_project(root, day=date.fromisoformat(day))
        return list(directory.mentors), list(directory.delisted)

    assert [mentor.standing.stale for mentor in on("2026-10-24")[0]] == [False]
    assert [mentor.standing.stale for mentor in on("2026-10-25")[0]] == [True]
    assert [mentor.standing.stale for mentor in on("2026-11-03")[0]] == [True]
    listed, delisted = on("2026-11-04")
    assert (listed, [mentor.slug for mentor in delisted]) == ([], ["ana-lima"])
