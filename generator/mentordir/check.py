"""Sources -> valid profiles and problems: each file on its own, then all of them together.

Errors keep a profile from being published; warnings are about profiles that can be. Checks yield, nobody prints,
and nothing stops at the first finding.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from mentordir.availability import age_in_days
from mentordir.errors import Problem
from mentordir.project import Project
from mentordir.scalars import Surroundings
from mentordir.schema import Model, PageFile, Profile, ProgramFile
from mentordir.source import Content, Source
from mentordir.validation import validate
from mentordir.vocabulary import fold
from mentordir.yaml_reader import Path

MIN_BIO_WORDS = 20

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Checked:
    """The files that can be published, by slug, and everything that was found, sorted by place. `files`: slug -> name of a profile's file."""

    profiles: Mapping[str, Profile]
    programs: Mapping[str, ProgramFile]
    pages: Mapping[str, PageFile]
    problems: tuple[Problem, ...]
    files: Mapping[str, str] = field(default_factory=dict)


def check_content(content: Content, project: Project, day: date) -> Checked:
    """Every problem of every file, and the profiles and programmes that have no error."""
    page_sources = [*content.pages, *content.shipped_pages]
    around = Surroundings(
        vocabularies=project.vocabularies,
        day=day,
        institution=project.settings.institution,
        has_coordinator=project.settings.coordinator is not None,
        programs=frozenset(source.slug for source in content.programs),
        pages=frozenset(source.slug for source in page_sources),
        photos=content.photos,
    )
    problems = list(content.problems)
    programs = _check_each(ProgramFile, content.programs, around, problems)
    pages = _check_each(PageFile, page_sources, around, problems)

    problems += check_together(content.mentors)
    profiles = _check_each(Profile, content.mentors, around, problems)
    # An address or an ORCID iD that two files claim makes both unfit, though each is fine by itself.
    broken = {problem.path for problem in problems if problem.severity == "error"}
    valid = [(source, profiles[source.slug]) for source in content.mentors if source.slug in profiles and source.path not in broken]
    for source, profile in valid:
        for advise in _ADVICE:
            problems += advise(source, profile, project, day)
    problems += advise_on_namesakes(valid, project)
    files = {source.slug: source.path.rpartition("/")[2] for source, _ in valid}
    return Checked({source.slug: profile for source, profile in valid}, programs, pages, tuple(sorted(set(problems))), files)


def _check_each(model: type[M], sources: Iterable[Source], around: Surroundings, problems: list[Problem]) -> dict[str, M]:
    """The valid ones by slug; what was found goes to `problems`."""
    valid: dict[str, M] = {}
    for source in sources:
        instance, found = validate(model, source, around)
        problems += found
        if instance:
            valid[source.slug] = instance
    return valid


# --- across files: errors ---------------------------------------------------------------------------------------------


_Uses = Mapping[str, list[tuple[Source, Path]]]


def check_together(sources: Iterable[Source]) -> Iterator[Problem]:
    """What two files can't both say: one slug, one former slug, one ORCID iD."""
    sources = list(sources)
    by_slug: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_slug[source.slug.casefold()].append(source)
    for same in by_slug.values():
        for source in same[1:] and same:
            others = ", ".join(other.path for other in same if other is not source)
            yield Problem(source.path, 0, 0, "", f"has the same address as {others}", "keep one of the files, or rename one")
    by_alias = _aliases(sources)
    for alias in by_alias.keys() & by_slug.keys():
        for source, path in by_alias[alias]:
            yield source.problem(path, f'"{alias}" is the address of {by_slug[alias][0].path}', "remove the alias")
    yield from _twice(by_alias, "is also an alias of")
    yield from _twice(_orcids(sources), "is also the ORCID iD of")


def _aliases(sources: Iterable[Source]) -> _Uses:
    uses: dict[str, list[tuple[Source, Path]]] = defaultdict(list)
    for source in sources:
        aliases = source.document.fields.get("aliases")
        for number, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            if isinstance(alias, str):
                uses[alias.strip().casefold()].append((source, ("aliases", number)))
    return uses


def _orcids(sources: Iterable[Source]) -> _Uses:
    uses: dict[str, list[tuple[Source, Path]]] = defaultdict(list)
    for source in sources:
        links = source.document.fields.get("links")
        orcid = links.get("orcid") if isinstance(links, dict) else None
        if isinstance(orcid, str):
            uses[orcid.strip().upper()[-19:]].append((source, ("links", "orcid")))
    return uses


def _twice(uses: _Uses, phrase: str) -> Iterator[Problem]:
    for value, places in uses.items():
        for source, path in places:
            others = sorted({other.path for other, _ in places if other is not source})
            if others:
                yield source.problem(path, f'"{value}" {phrase} {", ".join(others)}', "remove it where it is wrong")


# --- one profile: warnings --------------------------------------------------------------------------------------------


def advise_on_age(source: Source, profile: Profile, project: Project, day: date) -> Iterator[Problem]:
    age = age_in_days(profile, day)
    warn = partial(source.problem, ("last_confirmed",), warning=True)
    remedy = "ask the mentor, then write today's date"
    if age > project.settings.delist_after_days:
        yield warn(f"is {age} days ago, so the profile is in no list (delist_after_days: {project.settings.delist_after_days})", remedy)
    elif age > project.settings.stale_after_days:
        yield warn(
            f"is {age} days ago, so the profile is marked as not confirmed (stale_after_days: {project.settings.stale_after_days})", remedy
        )


def advise_on_gaps(source: Source, profile: Profile, project: Project, day: date) -> Iterator[Problem]:
    """What a trainee looks for and would not find."""
    for number, offer in enumerate(profile.mentoring):
        if not offer.topics:
            yield source.problem(("mentoring", number), "has no topics", "add topics: so that people know what to ask about", warning=True)
    if not profile.interests:
        yield source.problem(("interests",), "is empty", "add three to six; search finds people by them", warning=True)
    words = _count_words(profile.bio or "")
    if words < MIN_BIO_WORDS:
        message = f"has only {words} {'word' if words == 1 else 'words'}" if words else "is missing"
        yield source.problem(
            ("bio",), message, f"write at least {MIN_BIO_WORDS} words; people write to a person, not to a list", warning=True
        )
    if profile.availability.status == "limited" and not profile.ideal_mentee:
        yield source.problem(
            ("availability", "status"), "is limited, and nothing says to which requests", "add ideal_mentee:", warning=True
        )


# Scripts that are written without spaces: Thai to Tibetan, Burmese, Khmer, kana, Chinese characters.
_UNSPACED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def _count_words(text: str) -> int:
    """Words as spaces part them; in scripts without spaces, about two characters to a word."""
    return max(len(text.split()), len(_UNSPACED.findall(text)) // 2)


def advise_on_background(source: Source, profile: Profile, project: Project, day: date) -> Iterator[Problem]:
    background = profile.background
    named: list[tuple[Path, str]] = [
        (("background", "identifies", n, "category"), item.category) for n, item in enumerate(background.identifies)
    ]
    named += [(("background", "ally_for", n), category) for n, category in enumerate(background.ally_for)]
    if named and background.consent is None:
        yield source.problem(
            ("background",),
            "is not published, because it has no consent",
            "add consent: with the date on which the mentor agreed",
            warning=True,
        )
    for path, category in named:
        if category not in project.background:
            yield source.problem(
                path,
                f'is not published, because "{category}" is switched off',
                "add it to background: in directory.yml, or remove it here",
                warning=True,
            )


def advise_on_privacy(source: Source, profile: Profile, project: Project, day: date) -> Iterator[Problem]:
    """A public repository shows everything in it, whatever the site withholds."""
    repository = project.settings.repository
    if repository is None or repository.visibility != "public":
        return
    remedy = "use method: form or coordinator, or keep the repository private"
    if profile.contact.method == "email":
        yield source.problem(
            ("contact", "value"),
            "is an address that everybody can read, in this public repository's file and history",
            remedy,
            warning=True,
        )
    campus = [
        (("audience",), profile.audience),
        (("contact", "audience"), profile.contact.audience),
        (("background", "consent", "audience"), profile.background.consent.audience if profile.background.consent else "public"),
    ]
    for path, audience in campus:
        if audience == "campus":
            yield source.problem(
                path,
                "is for the campus only, but everybody can read it in this public repository's file and history",
                "keep the repository private",
                warning=True,
            )


_ADVICE = (advise_on_age, advise_on_gaps, advise_on_background, advise_on_privacy)


# --- across files: warnings -------------------------------------------------------------------------------------------


def advise_on_namesakes(valid: Iterable[tuple[Source, Profile]], project: Project) -> Iterator[Problem]:
    """The same name at the same institution twice: often one person with two files."""
    by_person: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source, profile in valid:
        by_person[fold(profile.name), fold(profile.institution or project.settings.institution or "")].append(source)
    for same in by_person.values():
        for source in same[1:] and same:
            others = ", ".join(other.path for other in same if other is not source)
            yield source.problem(
                ("name",), f"is also the name in {others}, at the same institution", "remove one if it is the same person", warning=True
            )
