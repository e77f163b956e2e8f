"""Whether a mentor is available on a day, worked out from what the mentor wrote and when."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentordir.schema import Availability, Profile, Settings

AVAILABLE = frozenset({"open", "limited"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A mentor's situation on one day.

    `returns` is the first available day after a pause that has an end; `stale_from` and `delisted_from` are the days on
    which the profile becomes so unless it is confirmed before, for browsers that look at an old build.
    """

    status: str
    returns: date | None
    stale: bool
    delisted: bool
    stale_from: date
    delisted_from: date

    @property
    def available(self) -> bool:
        return self.status in AVAILABLE

    @property
    def rank(self) -> tuple[bool, bool]:
        """For sorting: the available first, and among equals the confirmed."""
        return (not self.available, self.stale)


def effective_status(availability: Availability, on: date) -> tuple[str, date | None]:
    """(the status a trainee should see on a day, the day on which a pause ends).

    Closed wins over everything. A pause lasts up to and including `paused_until`, and until `from`, whichever is
    later; a pause whose date has passed is open, one without a date stays. No slots left means full.
    """
    if availability.status == "closed":
        return "closed", None
    starts = availability.starts
    resumes = availability.paused_until + timedelta(days=1) if availability.paused_until else None
    returns = max(filter(None, (starts, resumes)), default=None)
    if returns and on < returns:
        return "paused", returns
    status = availability.status
    if status == "paused":
        if returns is None:
            return "paused", None
        status = "open"
    if availability.slots == 0:
        return "full", None
    return status, None


def age_in_days(profile: Profile, on: date) -> int:
    """Days since the mentor last confirmed the profile; negative where it is already tomorrow for them."""
    return (on - profile.last_confirmed).days


def standing(profile: Profile, settings: Settings, on: date) -> Standing:
    """The mentor's situation on a day: status, and whether the profile is too old to pass unmarked, or to be listed."""
    status, returns = effective_status(profile.availability, on)
    stale_from = profile.last_confirmed + timedelta(days=settings.stale_after_days + 1)
    delisted_from = profile.last_confirmed + timedelta(days=settings.delist_after_days + 1)
    if profile.visiting_until:
        delisted_from = min(delisted_from, profile.visiting_until + timedelta(days=1))
    return Standing(status, returns, on >= stale_from, on >= delisted_from, stale_from, delisted_from)
