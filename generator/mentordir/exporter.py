"""The directory for other programs: as data that `import` reads back, and as a lunr index."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lunr import lunr

from mentordir.model import Directory, Mentor
from mentordir.schema import Profile, field_guides
from mentordir.tabular import neutralised
from mentordir.text import without_targets

# As lunr counts them: a word in a name says more than one in a bio.
BOOSTS = {"name": 10, "specialties": 8, "interests": 6, "topics": 4, "title": 3, "institution": 3, "prose": 1}


def export_text(directory: Directory, style: str, background: bool = False) -> str:
    """The directory as `style`: "json" and "csv" for people's tools and `import`, "lunr" for search."""
    if style == "csv":
        return profiles_csv(profiles_export(directory, background))
    if style == "json":
        return json.dumps(profiles_export(directory, background), ensure_ascii=False, indent=2) + "\n"
    return json.dumps(lunr_export(directory), ensure_ascii=False, separators=(",", ":")) + "\n"


def lunr_export(directory: Directory) -> dict[str, Any]:
    """A standard lunr index of the listed mentors and the documents it is about, `{"index": ..., "documents": {slug: ...}}`.

    `lunr.Index.load(data.index)` in JavaScript, `lunr.index.Index.load` in Python.
    """
    documents = lunr_documents(directory)
    fields = [{"field_name": name, "boost": boost} for name, boost in BOOSTS.items()]
    index = lunr(ref="slug", fields=fields, documents=documents).serialize() if documents else None
    shown = {document["slug"]: {key: document[key] for key in ("name", "url", "title", "specialties")} for document in documents}
    return {"index": index, "documents": shown}


def lunr_documents(directory: Directory) -> list[dict[str, str]]:
    """What the index is made from: one flat document for each listed mentor."""
    return [_document(mentor) for mentor in directory.mentors]


def _document(mentor: Mentor) -> dict[str, str]:
    profile = mentor.profile
    prose = (profile.bio, profile.ideal_mentee, profile.expectations, profile.why_i_mentor, profile.hope_to_gain)
    topics = dict.fromkeys(tag.label for offer in mentor.offers for tag in (offer.type, *offer.stages, *offer.topics))
    return {
        "slug": mentor.slug,
        "url": mentor.url,
        "name": mentor.name,
        "specialties": ", ".join(tag.label for tag in mentor.specialties),
        "interests": ", ".join(profile.interests),
        "topics": ", ".join(topics),
        "title": profile.title or "",
        "institution": mentor.institution,
        "prose": "\n".join(without_targets(text) for text in prose if text),
    }


# --- profiles ---------------------------------------------------------------------------------------------------------


def profiles_export(directory: Directory, background: bool) -> list[dict[str, Any]]:
    """The published profiles by their fields, each with its slug, as this build's audience may see them; nothing empty.

    A contact that is for the campus only is the coordinator's here. Background is left out unless asked for: whoever
    consented to a page did not consent to a spreadsheet.
    """
    mentors = sorted((*directory.mentors, *directory.delisted), key=lambda mentor: mentor.slug)
    return [_profile(mentor, directory.audience, background) for mentor in mentors]


def _profile(mentor: Mentor, audience: str, background: bool) -> dict[str, Any]:
    fields = mentor.profile.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"contact", "background", "programs", "draft"}
    )
    route = mentor.contact
    fields["contact"] = {
        "method": route.method,
        "value": route.value,
        "audience": "campus" if audience == mentor.profile.contact.audience == "campus" else None,
        "reply_days": route.reply_days,
        "include": route.include,
        "instructions": route.instructions,
    }
    fields["programs"] = [program.slug for program in mentor.programs]
    if background and (shared := mentor.background) != type(shared)():
        consent = mentor.profile.background.consent
        fields["background"] = {
            "consent": consent and consent.model_dump(mode="json"),
            "identifies": [identity.model_dump(mode="json") for identity in shared.identifies],
            "ally_for": shared.ally_for,
        }
    return {"slug": mentor.slug, **_without_empty(fields)}


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = ((key, _without_empty(inner)) for key, inner in value.items())
        return {key: inner for key, inner in kept if inner not in (None, "", [], {})}
    return [_without_empty(item) for item in value] if isinstance(value, list | tuple) else value


def profiles_csv(profiles: Iterable[Mapping[str, Any]]) -> str:
    """Profiles as a table: a column a field by its dotted name, such as `mentoring[1].type` for the kind of the first offer.

    Lists are parted by semicolons, or written as JSON where an entry holds what would part them. Cells that a spreadsheet would run are neutralised; `import` undoes that.
    """
    rows = [dict(_cells(profile)) for profile in profiles]
    columns = _columns(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([neutralised(row.get(column, "")) for column in columns] for row in rows)
    return text.getvalue()


def _cells(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """(column, cell) of everything in a profile."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _cells(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        for number, item in enumerate(value, 1):
            yield from _cells(item, f"{name}[{number}]")
    elif isinstance(value, list | tuple):
        parted = any(re.search(r"[,;|\n]", str(item)) for item in value)
        yield name, json.dumps(value, ensure_ascii=False) if parted else "; ".join(map(str, value))
    else:
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _columns(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns of all rows, in the schema's order, the first group of several before the second."""
    order = {"slug": -1} | {guide.path.replace("[]", ""): number for number, guide in enumerate(field_guides(Profile))}
    names = dict.fromkeys(column for row in rows for column in row)

    def place(column: str) -> tuple[int, int, int]:
        group, number, field = (*re.split(r"[\[\]]", column), "", "")[:3]
        return order[group], int(number or 0), order[group + field]

    return sorted(names, key=place)
