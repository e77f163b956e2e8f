"""Valid profiles -> the Directory that is published on a day for an audience.

Here and only here is decided who is listed, in which order, and what of a profile this audience may see; whatever
renders can then show all that it is given.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mentordir.availability import Standing, standing
from mentordir.formats import Formats
from mentordir.model import ContactRoute, Directory, Facet, FacetValue, Mentor, OfferTags, Page, Program, Redirect, SharedBackground, Tag
from mentordir.project import Project
from mentordir.schema import Contact, PageFile, Profile, ProgramFile
from mentordir.similar import similar_mentors
from mentordir.urls import facet_url, fold_case, guide_url, mentor_url, name_values, value_url


def assemble(
    profiles: Mapping[str, Profile],
    programs: Mapping[str, ProgramFile],
    pages: Mapping[str, PageFile],
    project: Project,
    day: date,
    audience: str,
    files: Mapping[str, str] | None = None,
) -> Directory:
    """The directory as `audience` ("public" or "campus") may see it on `day`. `files`: slug -> name of the profile's file."""
    formats = Formats(project.settings.language)
    visible_programs = {slug: Program(slug, file) for slug, file in programs.items() if _may_see(file.audience, audience)}
    candidates = _candidates(profiles, project, formats, day, audience)
    members = {rule.name: _members(rule, candidates, project) for rule in _RULES}
    names = {rule.name: _names(rule, candidates, project, formats) for rule in _RULES}
    tags = {rule.name: _tags(rule, names[rule.name], members[rule.name]) for rule in _RULES}
    mentors = {
        candidate.slug: _mentor(candidate, (files or {}).get(candidate.slug, ""), tags, visible_programs, project, audience)
        for candidate in candidates
    }
    listed = tuple(mentor for mentor in mentors.values() if not mentor.standing.delisted)
    return Directory(
        settings=project.settings,
        vocabularies=project.vocabularies,
        formats=formats,
        day=day,
        audience=audience,
        mentors=listed,
        delisted=tuple(mentor for mentor in mentors.values() if mentor.standing.delisted),
        redirects=tuple(Redirect(mentor_url(alias), mentor) for mentor in mentors.values() for alias in mentor.profile.aliases),
        programs=tuple(sorted(visible_programs.values(), key=lambda program: program.file.name.casefold())),
        pages=tuple(sorted(_pages(pages), key=lambda page: (page.file.order, page.slug))),
        facets=tuple(_facet(rule, names[rule.name], members[rule.name], mentors) for rule in _RULES),
        background=tuple(entry.id for entry in project.vocabularies["background"].choices() if entry.id in project.background),
        similar=similar_mentors(listed, mentors.values(), project.vocabularies["specialties"]),
    )


def _pages(pages: Mapping[str, PageFile]) -> Iterable[Page]:
    return (Page(slug, guide_url(slug), file) for slug, file in pages.items() if not file.draft)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A profile that this audience may see, on its way to becoming a Mentor."""

    slug: str
    profile: Profile
    institution: str
    region: str
    standing: Standing


def _candidates(profiles: Mapping[str, Profile], project: Project, formats: Formats, day: date, audience: str) -> list[_Candidate]:
    """Those who get a page, in fair order: available and confirmed first, then by a lot drawn each week."""
    candidates = [
        _Candidate(
            slug,
            profile,
            profile.institution or project.settings.institution or "",
            _region(profile, formats),
            standing(profile, project.settings, day),
        )
        for slug, profile in profiles.items()
        if not profile.draft and _may_see(profile.audience, audience)
    ]
    return sorted(candidates, key=lambda candidate: (candidate.standing.rank, _lot(candidate.slug, day)))


def _may_see(marked: str, audience: str) -> bool:
    return marked == "public" or audience == "campus"


def _lot(slug: str, day: date) -> bytes:
    """A mentor's place among equals: fair, and the same for a whole ISO week, so that lists don't change every night."""
    year, week, _ = day.isocalendar()
    return hashlib.blake2b(f"{year}-W{week:02}:{slug}".encode(), digest_size=8).digest()


def _region(profile: Profile, formats: Formats) -> str:
    """ "NY, United States"; "" where the mentor names neither."""
    location = profile.location
    country = formats.country(location.country) if location.country else None
    return ", ".join(filter(None, (location.region, country)))


# --- facets -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a facet divides mentors: by `keys`, which are ids of `vocabulary`, language tags, or free text where it is None."""

    name: str
    vocabulary: str | None
    keys: Callable[[_Candidate], Iterable[str]]
    includes_broader: bool = False


_ANY_STAGE = "*"


def _stages(candidate: _Candidate) -> Iterable[str]:
    for offer in candidate.profile.mentoring:
        yield from offer.stages or (_ANY_STAGE,)


_RULES = (
    _Rule("specialty", "specialties", lambda c: c.profile.specialties, includes_broader=True),
    _Rule("type", "types", lambda c: (offer.type for offer in c.profile.mentoring)),
    _Rule("stage", "stages", _stages),
    _Rule("topic", "topics", lambda c: (topic for offer in c.profile.mentoring for topic in offer.topics)),
    _Rule("availability", "statuses", lambda c: (c.standing.status,)),
    _Rule("institution", None, lambda c: filter(None, (c.institution,))),
    _Rule("region", None, lambda c: filter(None, (c.region,))),
    _Rule("interest", None, lambda c: c.profile.interests),
    _Rule("language", "languages", lambda c: c.profile.languages),
)


@dataclass(frozen=True, slots=True)
class _Name:
    slug: str
    label: str
    description: str = ""


def _members(rule: _Rule, candidates: Iterable[_Candidate], project: Project) -> dict[str, list[str]]:
    """key -> slugs of the listed mentors under it, in fair order. A specialty holds what is narrower than it too."""
    members: dict[str, list[str]] = defaultdict(list)
    vocabulary = project.vocabularies.get(rule.vocabulary or "")
    for candidate in candidates:
        if candidate.standing.delisted:
            continue
        keys: Iterable[str] = map(fold_case, rule.keys(candidate)) if rule.vocabulary is None else rule.keys(candidate)
        if vocabulary and rule.includes_broader:
            keys = vocabulary.with_broader(keys)
        unique = dict.fromkeys(keys)
        if _ANY_STAGE in unique and vocabulary:
            unique = dict.fromkeys(entry.id for entry in vocabulary.choices())
        for key in unique:
            members[key].append(candidate.slug)
    return members


def _names(rule: _Rule, candidates: Iterable[_Candidate], project: Project, formats: Formats) -> dict[str, _Name]:
    """key -> what it is called, in the order for people: the vocabulary's, else by label."""
    if rule.vocabulary is None:
        named = name_values(text for candidate in candidates for text in rule.keys(candidate))
        return {key: _Name(slug, label) for key, (slug, label) in sorted(named.items(), key=lambda item: item[1][1].casefold())}
    if rule.vocabulary == "languages":
        tags = {tag: _Name(tag.lower(), formats.language_name(tag)) for candidate in candidates for tag in rule.keys(candidate)}
        return dict(sorted(tags.items(), key=lambda item: item[1].label.casefold()))
    return {entry.id: _Name(entry.id, entry.label, entry.description) for entry in project.vocabularies[rule.vocabulary].choices()}


def _tags(rule: _Rule, names: Mapping[str, _Name], members: Mapping[str, list[str]]) -> dict[str, Tag]:
    """key -> its tag; without an address where only delisted mentors have it, since it then has no list."""
    return {key: Tag(name.label, value_url(rule.name, name.slug) if key in members else "") for key, name in names.items()}


def _facet(rule: _Rule, names: Mapping[str, _Name], members: Mapping[str, list[str]], mentors: Mapping[str, Mentor]) -> Facet:
    values = tuple(
        FacetValue(name.slug, name.label, value_url(rule.name, name.slug), name.description, tuple(mentors[slug] for slug in members[key]))
        for key, name in names.items()
        if key in members
    )
    return Facet(rule.name, facet_url(rule.name), values)


# --- mentors ----------------------------------------------------------------------------------------------------------


def _mentor(
    candidate: _Candidate,
    file: str,
    tags: Mapping[str, Mapping[str, Tag]],
    programs: Mapping[str, Program],
    project: Project,
    audience: str,
) -> Mentor:
    profile = candidate.profile
    return Mentor(
        slug=candidate.slug,
        file=file,
        url=mentor_url(candidate.slug),
        profile=profile,
        institution=candidate.institution,
        region=candidate.region,
        standing=candidate.standing,
        contact=_route(profile.contact, audience),
        background=_shared_background(profile, project, audience),
        programs=tuple(programs[slug] for slug in profile.programs if slug in programs),
        offers=tuple(
            OfferTags(
                tags["type"][offer.type],
                tuple(tags["stage"][stage] for stage in offer.stages),
                tuple(tags["topic"][topic] for topic in offer.topics),
            )
            for offer in profile.mentoring
        ),
        specialties=tuple(tags["specialty"][specialty] for specialty in profile.specialties),
        interests=tuple(tags["interest"][fold_case(interest)] for interest in profile.interests),
        languages=tuple(tags["language"][language] for language in profile.languages),
    )


def _route(contact: Contact, audience: str) -> ContactRoute:
    """The mentor's own route, or the coordinator in its place where it is for the campus only.

    What is marked so takes the instructions with it: they are about the address that is withheld.
    """
    if not _may_see(contact.audience, audience):
        return ContactRoute("coordinator", None, contact.reply_days, contact.include, None)
    value = None if contact.method == "coordinator" else contact.value
    return ContactRoute(contact.method, value, contact.reply_days, contact.include, contact.instructions)


def _shared_background(profile: Profile, project: Project, audience: str) -> SharedBackground:
    """What the mentor consented to, to this audience, in the categories that are switched on."""
    background = profile.background
    if background.consent is None or not _may_see(background.consent.audience, audience):
        return SharedBackground()
    shown = project.background
    return SharedBackground(
        tuple(identity for identity in background.identifies if identity.category in shown),
        tuple(category for category in background.ally_for if category in shown),
    )
