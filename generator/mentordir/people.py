"""Directory -> what the mentor team and the composer know of each mentor, in small files that a browser fetches by slug.

A file holds some thirty mentors, so that a request tells the host no more than that one of them was looked up. Which
file a slug is in follows from the slug alone: templates/assets/people.js works it out in the same way.
"""

import json
from collections.abc import Iterator
from typing import Any

from mentordir.concealment import conceal
from mentordir.model import ContactRoute, Directory, Mentor, OutputFile
from mentordir.urls import place_among


def people_files(directory: Directory) -> Iterator[OutputFile]:
    """team/people-N.json for each N below `directory.people_files`: slug -> facts, former slug -> slug, "" -> how many files."""
    files: list[dict[str, Any]] = [{"": directory.people_files} for _ in range(directory.people_files)]
    for mentor in sorted(directory.mentors, key=lambda mentor: mentor.slug):
        for alias in mentor.profile.aliases:
            files[place_among(alias, len(files))][alias] = mentor.slug
        files[place_among(mentor.slug, len(files))][mentor.slug] = _facts(directory, mentor)
    for number, people in enumerate(files):
        content = json.dumps(people, ensure_ascii=False, separators=(",", ":"))
        yield OutputFile(f"team/people-{number}.json", content.encode())


def _facts(directory: Directory, mentor: Mentor) -> dict[str, Any]:
    """What is said of a mentor beyond a name: who they are, what they offer, how they work and how to reach them; nothing empty."""
    profile, availability, today = mentor.profile, mentor.profile.availability, mentor.standing
    facts = {
        "name": mentor.name,
        "credentials": profile.credentials,
        "title": profile.title or directory.vocabularies["roles"].label(profile.role),
        "institution": mentor.institution,
        "specialties": [tag.label for tag in mentor.specialties],
        "interests": [tag.label for tag in mentor.interests],
        "offers": [{"type": offer.type, "stages": offer.stages, "topics": offer.topics} for offer in profile.mentoring],
        "modes": availability.modes,
        "cadence": availability.cadence,
        "formats": availability.formats,
        "requests": availability.requests_per_month,
        "zone": profile.location.timezone,
        "status": today.status,
        "returns": today.returns and today.returns.isoformat(),
        "listedUntil": today.delisted_from.isoformat(),
        "contact": _contact(mentor.contact),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _contact(route: ContactRoute) -> dict[str, Any]:
    contact = {
        "method": route.method,
        "address": conceal(route.value) if route.method == "email" and route.value else None,
        "url": route.value if route.method != "email" else None,
        "include": route.include,
        "replyDays": route.reply_days,
    }
    return {name: value for name, value in contact.items() if value}
