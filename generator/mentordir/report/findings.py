"""What a report says, frozen. Nothing in it is an e-mail address: it may be read in a public issue or a workflow's log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

# How long before something happens it is worth a message.
SOON_DAYS = 30

Age = Literal["delisted", "delisted soon", "stale", "stale soon"]
Answer = Literal["confirm", "pause", "leave"]


@dataclass(frozen=True, slots=True)
class Person:
    """A mentor. `url`: the absolute address of the page, "" where the public site has none (drafts, campus only, no base_url)."""

    slug: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class InvalidFile:
    """A file with errors, which the report leaves out."""

    path: str
    errors: int


@dataclass(frozen=True, slots=True)
class Aging:
    """A mentor to ask whether the profile is still right.

    `days` since the last confirmation; `age`: "delisted" (in no list since `delisted_from`), "delisted soon" (will be within
    SOON_DAYS), "stale" (marked on the site since `stale_from`), "stale soon" (will be within SOON_DAYS).
    """

    mentor: Person
    status: str
    last_confirmed: date
    days: int
    age: Age
    stale_from: date
    delisted_from: date


@dataclass(frozen=True, slots=True)
class EndedPause:
    """A pause whose date has passed, so that the site shows the mentor as `status`. `ended`: its last day."""

    mentor: Person
    status: str
    last_confirmed: date
    days: int
    ended: date


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that is over, or ends within SOON_DAYS. Its mentor is in no list afterwards."""

    mentor: Person
    until: date
    over: bool


@dataclass(frozen=True, slots=True)
class Full:
    """A mentor without room: `no_slots` where the number of slots says so, else the status."""

    mentor: Person
    last_confirmed: date
    days: int
    no_slots: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a profile lacks, and why a trainee would miss it."""

    field: str
    problem: str
    why: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A profile with gaps."""

    mentor: Person
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Profiles that may be one person's. `reasons`: what they have in common, the strongest first."""

    mentors: tuple[Person, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtfulLink:
    """An address that passes the checks and still looks wrong. `address` is cut after its host where it holds a mailbox."""

    mentor: Person
    field: str
    address: str
    problem: str
    hint: str


@dataclass(frozen=True, slots=True)
class Cover:
    """How many mentors an entry of a vocabulary has: `listed` on the site, of them `available` now."""

    id: str
    label: str
    broader: tuple[str, ...]
    listed: int
    available: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The same for one type of mentoring and one stage, met in one offer."""

    type: str
    stage: str
    listed: int
    available: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whom a trainee finds. Each tuple begins with the gaps: the fewest available first, then as the vocabulary has it."""

    specialties: tuple[Cover, ...]
    types: tuple[Cover, ...]
    stages: tuple[Cover, ...]
    types_by_stage: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a directory on a day, over all its valid profiles whatever their audience.

    `statuses`: effective status -> listed mentors; `available` of them are open or limited. Drafts are counted, and
    looked at for duplicates only. `delisted` counts everybody whom age or a visit's end keeps from the lists.
    """

    directory: str
    day: date
    base_url: str
    profiles: int
    listed: int
    available: int
    statuses: Mapping[str, int]
    delisted: int
    drafts: int
    invalid: tuple[InvalidFile, ...]
    aging: tuple[Aging, ...]
    ended_pauses: tuple[EndedPause, ...]
    visits: tuple[Visit, ...]
    full: tuple[Full, ...]
    incomplete: tuple[Incomplete, ...]
    duplicates: tuple[Duplicate, ...]
    links: tuple[DoubtfulLink, ...]
    coverage: Coverage

    def answer_url(self, answer: Answer, mentor: Person) -> str:
        """The page on which a mentor says it, ready to send; "" without base_url. What is behind # reaches no server."""
        return f"{self.base_url}join/#{answer}={mentor.slug}" if self.base_url else ""
