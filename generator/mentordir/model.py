"""A directory as it is published: valid, frozen, with nothing in it that its audience may not see.

`assemble` makes it, `render` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mentordir.availability import Standing
from mentordir.formats import Formats
from mentordir.portraits import initials, photo_file, tone
from mentordir.schema import Identity, PageFile, Profile, ProgramFile, Settings
from mentordir.vocabulary import Vocabularies

OUTDATED_AFTER_DAYS = 14
ROUTES_MAX = 40
ROUTES_PER_STAGE = 4
PEOPLE_PER_FILE = 32
# When a trainee may remind a mentor: so many days after the message, or after the mentor's own time to answer.
REMIND_AFTER_DAYS = 8
REMIND_PAST_REPLY_DAYS = 2


@dataclass(frozen=True, slots=True)
class Program:
    """A formal programme, society or volunteer route."""

    slug: str
    file: ProgramFile


@dataclass(frozen=True, slots=True)
class Page:
    """A guide page."""

    slug: str
    url: str
    file: PageFile


@dataclass(frozen=True, slots=True)
class ContactRoute:
    """How a first request reaches a mentor in this build.

    `method` is an id of the vocabulary `methods`; `value` an e-mail address for email, None for coordinator, else a
    web address.
    """

    method: str
    value: str | None
    reply_days: int | None
    include: tuple[str, ...]
    instructions: str | None

    @property
    def remind_after_days(self) -> int:
        """Days after a message on which one reminder is in order. templates/assets/team/requests.js says the same."""
        return max(REMIND_AFTER_DAYS, (self.reply_days or 0) + REMIND_PAST_REPLY_DAYS)


@dataclass(frozen=True, slots=True)
class SharedBackground:
    """What a mentor agreed to show to this build's audience."""

    identifies: tuple[Identity, ...] = ()
    ally_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A facet value as a mentor carries it: what it is called, and the address of its list, "" where it has none."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class OfferTags:
    """One offer in words. No stages means any stage."""

    type: Tag
    stages: tuple[Tag, ...]
    topics: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Mentor:
    """One published profile.

    The profile's own contact and background are not for rendering: `contact` and `background` are what this
    audience may see. `specialties` and the other tags are in the mentor's own order. `file`: its name in content/mentors.
    """

    slug: str
    file: str
    url: str
    profile: Profile
    institution: str
    region: str
    standing: Standing
    contact: ContactRoute
    background: SharedBackground
    programs: tuple[Program, ...]
    offers: tuple[OfferTags, ...]
    specialties: tuple[Tag, ...]
    interests: tuple[Tag, ...]
    languages: tuple[Tag, ...]

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def initials(self) -> str:
        return initials(self.profile.name)

    @property
    def tone(self) -> int:
        return tone(self.slug)

    def photo_url(self, size: int) -> str:
        """The address of the photo in one of PHOTO_SIZES; "" for a mentor without a photo."""
        return photo_file(self.slug, size) if self.profile.photo else ""

    @property
    def pages(self) -> list[tuple[str, str]]:
        """(what it is, address) of the mentor's pages elsewhere."""
        links = self.profile.links
        pages = (
            ("Page at the institution", links.institution),
            ("Website", links.website),
            ("Publications", links.pubmed),
            ("ORCID", links.orcid and f"https://orcid.org/{links.orcid}"),
            ("LinkedIn", links.linkedin),
        )
        return [(title, address) for title, address in pages if address]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and the listed mentors who have it, in fair order."""

    slug: str
    label: str
    url: str
    description: str
    mentors: tuple[Mentor, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to divide the directory. `values`: in the vocabulary's order, or by label for free text; none is empty."""

    name: str
    url: str
    values: tuple[FacetValue, ...]

    def commonest(self, most: int) -> list[FacetValue]:
        """At most `most` values: those with the most mentors, in the usual order."""
        if len(self.values) <= most:
            return list(self.values)
        kept = {value.slug for value in sorted(self.values, key=lambda value: -len(value.mentors))[:most]}
        return [value for value in self.values if value.slug in kept]


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address of a mentor."""

    url: str
    mentor: Mentor


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that the pages are made from, for one audience on one day.

    `mentors` are those in the lists, in fair order; `delisted` have a page with a notice and stand in no list. `similar`:
    slug of either -> available mentors like them, the most alike first. `background`: the categories that may be shown.
    """

    settings: Settings
    vocabularies: Vocabularies
    formats: Formats
    day: date
    audience: str
    mentors: tuple[Mentor, ...]
    delisted: tuple[Mentor, ...]
    redirects: tuple[Redirect, ...]
    programs: tuple[Program, ...]
    pages: tuple[Page, ...]
    facets: tuple[Facet, ...]
    background: tuple[str, ...]
    similar: Mapping[str, tuple[Mentor, ...]]

    def programs_for(self, stage: str) -> list[Program]:
        """The programs that serve a stage; one that names none serves them all."""
        return [program for program in self.programs if not program.file.stages or stage in program.file.stages]

    @property
    def routes(self) -> list[Program]:
        """The programs that the home page offers where a search finds few, by kind; of very many, some for each stage."""
        kinds = [entry.id for entry in self.vocabularies["program_kinds"].choices()]
        programs = sorted(self.programs, key=lambda program: kinds.index(program.file.kind))
        if len(programs) <= ROUTES_MAX:
            return programs
        stages = [entry.id for entry in self.vocabularies["stages"].choices()]
        some = {program.slug for stage in stages for program in self.programs_for(stage)[:ROUTES_PER_STAGE]}
        return [program for program in programs if program.slug in some]

    @property
    def offered_modes(self) -> list[str]:
        """The ways to meet that available mentors name, in the vocabulary's order."""
        offered = {mode for mentor in self.mentors if mentor.standing.available for mode in mentor.profile.availability.modes}
        return [entry.id for entry in self.vocabularies["modes"].choices() if entry.id in offered]

    @property
    def people_files(self) -> int:
        """How many files hold the facts for team and composer: a power of two, for some PEOPLE_PER_FILE mentors each."""
        return 1 << max(0, (len(self.mentors) - 1) // PEOPLE_PER_FILE).bit_length()

    def has_page(self, slug: str) -> bool:
        """Whether there is a guide page of that name; a school may have left it out."""
        return any(page.slug == slug for page in self.pages)

    @property
    def outdated_from(self) -> date:
        """The day from which a reader should be told that the site is no longer renewed."""
        return self.day + timedelta(days=OUTDATED_AFTER_DAYS)

    @property
    def available_count(self) -> int:
        return sum(mentor.standing.available for mentor in self.mentors)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the site: its path below the output folder, with forward slashes, and its bytes."""

    path: str
    content: bytes
