"""The facets of a directory as columns: for every mentor, or every offer of every mentor, the values it has.

An offer is matched whole (research for residents and clinical for students is not research for students), so kind,
stage and topic have a row for each offer; all other facets have one for each mentor.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mentordir.model import Directory, FacetValue, Mentor
from mentordir.schema import Offer
from mentordir.vocabulary import Entry, Vocabulary


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. `broader`: numbers of the values that include it; `names` and `leads`: what people type for it."""

    slug: str
    label: str
    broader: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()

    def renumbered(self, broader: tuple[int, ...]) -> "Value":
        return replace(self, broader=broader)


Rows = Sequence[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One facet. `rows`: the numbers of the values of each mentor or offer, in the mentor's own order."""

    facet: str
    values: tuple[Value, ...]
    rows: Rows


def _shared(mentor: Mentor) -> Iterable[str]:
    """What a mentor shares or stands beside: both answer the question who would understand me."""
    shown = mentor.background
    return dict.fromkeys((*(identity.category for identity in shown.identifies), *shown.ally_for))


# facet -> its vocabulary, and the ids that a mentor has. Also the order of the filters.
_OF_MENTORS: Mapping[str, tuple[str, Callable[[Mentor], Iterable[str]]]] = {
    "availability": ("statuses", lambda mentor: (mentor.standing.status,)),
    "specialty": ("specialties", lambda mentor: mentor.profile.specialties),
    "accepts": ("accepts_from", lambda mentor: filter(None, (mentor.profile.accepts_from,))),
    "role": ("roles", lambda mentor: (mentor.profile.role,)),
    "format": ("formats", lambda mentor: mentor.profile.availability.formats),
    "mode": ("modes", lambda mentor: mentor.profile.availability.modes),
    "background": ("background", _shared),
}
_OF_OFFERS: Mapping[str, tuple[str, Callable[[Offer], Iterable[str]]]] = {
    "type": ("types", lambda offer: (offer.type,)),
    "stage": ("stages", lambda offer: offer.stages),
    "topic": ("topics", lambda offer: offer.topics),
}
_FREE = ("institution", "region", "interest", "language")
# In whose free text the words stand anyway; language names don't.
_NAMED_IN_TEXT = frozenset({"institution", "region", "interest"})


def mentor_columns(directory: Directory, mentors: Sequence[Mentor]) -> dict[str, Column]:
    """facet -> its column, with a row for each of `mentors`."""
    columns = {
        facet: _vocabulary_column(facet, directory.vocabularies[vocabulary], map(ids_of, mentors))
        for facet, (vocabulary, ids_of) in _OF_MENTORS.items()
    }
    columns["outside"] = Column("outside", (Value("yes", ""),), [(0,) if m.profile.open_outside_specialty else () for m in mentors])
    columns["program"] = _program_column(directory, mentors)
    facets = {facet.name: facet.values for facet in directory.facets}
    return columns | {facet: _free_column(facet, facets[facet], mentors) for facet in _FREE}


def offer_columns(directory: Directory, mentors: Sequence[Mentor]) -> dict[str, Column]:
    """facet -> its column, with a row for each offer of each of `mentors`. No stages means any stage."""
    offers = [offer for mentor in mentors for offer in mentor.profile.mentoring]
    return {
        facet: _vocabulary_column(facet, directory.vocabularies[vocabulary], map(ids_of, offers))
        for facet, (vocabulary, ids_of) in _OF_OFFERS.items()
    }


def _vocabulary_column(facet: str, vocabulary: Vocabulary, rows: Iterable[Iterable[str]]) -> Column:
    entries = list(vocabulary.entries.values())
    number = {entry.id: index for index, entry in enumerate(entries)}
    values = tuple(_value(entry, vocabulary, number) for entry in entries)
    return Column(facet, values, [tuple(number[entry_id] for entry_id in row) for row in rows])


def _value(entry: Entry, vocabulary: Vocabulary, number: Mapping[str, int]) -> Value:
    broader = tuple(number[parent] for parent in vocabulary.with_broader([entry.id])[1:])
    if entry.id in vocabulary.hidden:
        return Value(entry.id, entry.label, broader)
    return Value(entry.id, entry.label, broader, (entry.label, *entry.aliases), entry.search)


def _program_column(directory: Directory, mentors: Sequence[Mentor]) -> Column:
    number = {program.slug: index for index, program in enumerate(directory.programs)}
    values = tuple(Value(program.slug, program.file.name, names=(program.file.name,)) for program in directory.programs)
    return Column("program", values, [tuple(number[program.slug] for program in mentor.programs) for mentor in mentors])


def _free_column(facet: str, values: Sequence[FacetValue], mentors: Sequence[Mentor]) -> Column:
    has: dict[str, list[int]] = {mentor.slug: [] for mentor in mentors}
    for index, value in enumerate(values):
        for mentor in value.mentors:
            has[mentor.slug].append(index)
    numbered = tuple(Value(value.slug, value.label, names=() if facet in _NAMED_IN_TEXT else (value.label,)) for value in values)
    return Column(facet, numbered, [tuple(has[mentor.slug]) for mentor in mentors])
