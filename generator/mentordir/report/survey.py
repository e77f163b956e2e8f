"""Checked profiles and a day -> what a coordinator should know."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from mentordir.availability import Standing, age_in_days, standing
from mentordir.check import advise_on_gaps
from mentordir.errors import Problem, shown
from mentordir.project import Project
from mentordir.report.coverage import coverage
from mentordir.report.duplicates import likely_duplicates
from mentordir.report.findings import (
    SOON_DAYS,
    Age,
    Aging,
    DoubtfulLink,
    Duplicate,
    EndedPause,
    Full,
    Gap,
    Incomplete,
    InvalidFile,
    Person,
    Report,
    Visit,
)
from mentordir.report.links import doubtful_links
from mentordir.scalars import find_address
from mentordir.schema import Profile, Settings
from mentordir.source import Source


def survey(profiles: Mapping[str, Profile], project: Project, day: date, problems: Iterable[Problem] = ()) -> Report:
    """The report on the valid `profiles`, by slug; `problems` are what the checks found, to name the files that are left out."""
    settings = project.settings
    people = {slug: _person(slug, profile, settings) for slug, profile in profiles.items()}
    published = {slug: profile for slug, profile in profiles.items() if not profile.draft}
    today = {slug: standing(profile, settings, day) for slug, profile in published.items()}
    listed = {slug: profile for slug, profile in published.items() if not today[slug].delisted}
    aging = [old for slug, profile in published.items() if (old := _aging(people[slug], profile, today[slug], settings, day))]
    pauses = [pause for slug, profile in listed.items() if (pause := _ended_pause(people[slug], profile, today[slug], day))]
    visits = [visit for slug, profile in published.items() if (visit := _visit(people[slug], profile, day))]
    full = [
        Full(people[slug], profile.last_confirmed, age_in_days(profile, day), profile.availability.slots == 0)
        for slug, profile in listed.items()
        if today[slug].status == "full"
    ]
    incomplete = [Incomplete(people[slug], gaps) for slug, profile in listed.items() if (gaps := tuple(_gaps(slug, profile, project, day)))]
    return Report(
        directory=settings.name,
        day=day,
        base_url=settings.base_url or "",
        profiles=len(profiles),
        listed=len(listed),
        available=sum(today[slug].available for slug in listed),
        statuses=_statuses(project, (today[slug].status for slug in listed)),
        delisted=len(published) - len(listed),
        drafts=len(profiles) - len(published),
        invalid=_invalid(problems),
        aging=tuple(sorted(aging, key=lambda found: (found.last_confirmed, found.mentor.slug))),
        ended_pauses=tuple(sorted(pauses, key=lambda found: (found.ended, found.mentor.slug))),
        visits=tuple(sorted(visits, key=lambda found: (found.until, found.mentor.slug))),
        full=tuple(sorted(full, key=lambda found: (found.last_confirmed, found.mentor.slug))),
        incomplete=tuple(sorted(incomplete, key=lambda found: (-len(found.gaps), found.mentor.slug))),
        duplicates=tuple(
            Duplicate(tuple(people[slug] for slug in group), reasons)
            for group, reasons in likely_duplicates(profiles, settings.institution)
        ),
        links=tuple(
            DoubtfulLink(people[slug], doubt.field, doubt.address, doubt.problem, doubt.hint)
            for slug, profile in published.items()
            for doubt in doubtful_links(profile, settings.base_url or "")
        ),
        coverage=coverage(((profile, today[slug].available) for slug, profile in listed.items()), project.vocabularies),
    )


def _person(slug: str, profile: Profile, settings: Settings) -> Person:
    public = not profile.draft and profile.audience == "public"
    return Person(slug, profile.name, f"{settings.base_url}mentors/{slug}/" if settings.base_url and public else "")


def _statuses(project: Project, statuses: Iterable[str]) -> dict[str, int]:
    counted = Counter(statuses)
    return {entry.id: counted[entry.id] for entry in project.vocabularies["statuses"].choices()}


def _invalid(problems: Iterable[Problem]) -> tuple[InvalidFile, ...]:
    errors = Counter(problem.path for problem in problems if problem.severity == "error")
    return tuple(InvalidFile(_shown_path(path), number) for path, number in sorted(errors.items()))


def _shown_path(path: str) -> str:
    """A file's path as it may be printed: anything can be in the name of a file that is out of place."""
    folder, _, _ = path.rpartition("/")
    return f"{folder}/(named after an e-mail address)" if find_address(path) else shown(path, 300)[1:-1]


def _aging(mentor: Person, profile: Profile, today: Standing, settings: Settings, day: date) -> Aging | None:
    """Whom to ask for a confirmation; nobody whose visit is over, since it would change nothing."""
    if profile.visiting_until and day > profile.visiting_until:
        return None
    # Where profiles count as stale after a few weeks, a warning ahead must not begin on the day of the confirmation.
    soon = timedelta(days=min(SOON_DAYS, settings.stale_after_days // 2))
    delisted_by_age = profile.last_confirmed + timedelta(days=settings.delist_after_days + 1)
    age: Age
    if today.delisted:
        age = "delisted"
    elif delisted_by_age <= day + soon:
        age = "delisted soon"
    elif today.stale:
        age = "stale"
    elif today.stale_from <= day + soon:
        age = "stale soon"
    else:
        return None
    return Aging(mentor, today.status, profile.last_confirmed, age_in_days(profile, day), age, today.stale_from, delisted_by_age)


def _ended_pause(mentor: Person, profile: Profile, today: Standing, day: date) -> EndedPause | None:
    """A pause that is over by its date, though the profile still says paused or nobody has heard from the mentor since."""
    written = profile.availability
    ends = [written.paused_until, written.starts - timedelta(days=1) if written.starts else None]
    ended = max(filter(None, ends), default=None)
    if ended is None or ended >= day or written.status == "closed":
        return None
    silent = written.paused_until is not None and profile.last_confirmed <= ended
    if written.status != "paused" and not (silent and today.available):
        return None
    return EndedPause(mentor, today.status, profile.last_confirmed, age_in_days(profile, day), ended)


def _visit(mentor: Person, profile: Profile, day: date) -> Visit | None:
    until = profile.visiting_until
    if until is None or until > day + timedelta(days=SOON_DAYS):
        return None
    return Visit(mentor, until, day > until)


_ASKED_FOR = (
    ("availability.modes[]", "nobody knows whether they can meet without travelling"),
    ("accepts_from", 'the site shows "ask", and people from elsewhere don\'t know whether to write'),
    ("contact.reply_days", "nobody knows when to remind, and when to move on"),
)


def _gaps(slug: str, profile: Profile, project: Project, day: date) -> Iterator[Gap]:
    """What the checks advise to add, and what else a trainee asks of every profile."""
    for problem in advise_on_gaps(Source("", slug), profile, project, day):
        yield Gap(problem.field, problem.message, problem.hint)
    given = (profile.availability.modes, profile.accepts_from, profile.contact.reply_days)
    for (field, why), value in zip(_ASKED_FOR, given, strict=True):
        if not value:
            yield Gap(field, "is not given", why)
