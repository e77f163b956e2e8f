"""What the profile form on the site works with: the description of every field, the words it may use, and the public part of each profile.

Nothing here is more than a page of the same build shows. `templates/assets/join/` reads it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from typing import Any

from babel import Locale

from mentordir.concealment import conceal
from mentordir.formats import SIGN_LANGUAGES, locale_of
from mentordir.model import Directory, Mentor, OutputFile
from mentordir.scalars import Scalar, time_zones
from mentordir.schema import CLINICAL_ROLES, Model, Profile, field_guides
from mentordir.urls import place_among

# Kept by the office or by the file itself: a form can carry no picture, and the rest is not about the mentor.
NOT_ASKED = frozenset({"photo", "listed_since", "aliases", "draft"})

# What a profile's page shows. The rest is background, which has rules of its own, and what only the file knows.
_SHOWN = dict.fromkeys(
    (
        *("name", "pronouns", "credentials", "role", "title", "department", "institution", "location", "training", "visiting_until"),
        *("specialties", "interests", "mentoring", "open_outside_specialty", "accepts_from", "availability", "last_confirmed"),
        *("languages", "ideal_mentee", "expectations", "why_i_mentor", "hope_to_gain", "links", "bio"),
    ),
    True,
)


def form_description(directory: Directory) -> dict[str, Any]:
    """Fields, the order in which they are written, vocabularies, and what the checks need to know of this directory."""
    settings = directory.settings
    return {
        "order": _order(Profile),
        "fields": {guide.path: _field(guide.required, guide.many, guide.limit, guide.kind) for guide in field_guides(Profile)},
        "vocabularies": {
            name: {
                "entries": [[entry.id, entry.label, [*entry.aliases], [*entry.search]] for entry in vocabulary.entries.values()],
                "hidden": sorted(vocabulary.hidden),
            }
            for name, vocabulary in directory.vocabularies.items()
            if name != "program_kinds"
        },
        "languages": _languages(settings.language),
        "zones": sorted(time_zones()),
        "programs": [[program.slug, program.file.name] for program in directory.programs],
        "interests": sorted({tag.label for mentor in directory.mentors for tag in mentor.interests}, key=str.casefold),
        "clinicalRoles": sorted(CLINICAL_ROLES),
        "institution": settings.institution or "",
        "hasCoordinator": settings.coordinator is not None,
    }


def _order(model: type[Model], path: str = "") -> dict[str, list[str]]:
    """Path of a group, "" for the profile -> its fields as they are written."""
    groups = [guide for guide in field_guides(model) if guide.depth == 0]
    order = {path: [guide.name for guide in groups]}
    for guide in groups:
        if guide.group:
            order |= _order(guide.group, f"{path}.{guide.name}" if path else guide.name)
    return order


def _field(required: bool, many: bool, entries: int | None, kind: Scalar | None) -> dict[str, Any]:
    """What is known of a field; `entries`: at most so many of them."""
    about = {"required": required, "many": many, "entries": entries, "kind": type(kind).__name__.lower() if kind else "group"}
    details: dict[str, Any] = asdict(kind) if kind and is_dataclass(kind) else {}
    return {name: value for name, value in (about | details).items() if value is not None and value is not False}


def _languages(language: str) -> list[tuple[str, str]]:
    """(code, name) of the languages that profiles may name, by name."""
    known, display = Locale("en").languages, (locale_of(language) or Locale("en")).languages
    named = {code.replace("_", "-"): display.get(code, name) for code, name in known.items()} | SIGN_LANGUAGES
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


def profile_files(directory: Directory) -> Iterator[OutputFile]:
    """join/profiles-N.json for each N below `directory.people_files`: slug -> what the form fills in.

    A mentor is in the file in which the team would find them too. Who is delisted is in none; they say what changes in an empty form.
    """
    files: list[dict[str, Any]] = [{"": directory.people_files} for _ in range(directory.people_files)]
    for mentor in sorted(directory.mentors, key=lambda mentor: mentor.slug):
        for alias in mentor.profile.aliases:
            files[place_among(alias, len(files))][alias] = mentor.slug
        files[place_among(mentor.slug, len(files))][mentor.slug] = {"file": mentor.file, "fields": _shown_fields(mentor)}
    for number, profiles in enumerate(files):
        content = json.dumps(profiles, ensure_ascii=False, separators=(",", ":"))
        yield OutputFile(f"join/profiles-{number}.json", content.encode())


def _shown_fields(mentor: Mentor) -> dict[str, Any]:
    """The fields of a profile as its file has them, as far as its page shows them; the address concealed."""
    fields = mentor.profile.model_dump(mode="json", by_alias=True, include=_SHOWN, exclude_defaults=True)
    route = mentor.contact
    contact = {
        "method": route.method,
        "value": {"concealed": conceal(route.value)} if route.method == "email" and route.value else route.value,
        "reply_days": route.reply_days,
        "include": route.include,
        "instructions": route.instructions,
    }
    return fields | {"contact": {name: value for name, value in contact.items() if value}}
