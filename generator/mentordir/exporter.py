"""The directory for other programs."""

from typing import Any

from lunr import lunr

from mentordir.model import Directory, Mentor
from mentordir.text import without_targets

# As lunr counts them: a word in a name says more than one in a bio.
BOOSTS = {"name": 10, "specialties": 8, "interests": 6, "topics": 4, "title": 3, "institution": 3, "prose": 1}


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
