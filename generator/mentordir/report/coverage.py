"""Whom a trainee finds: how many mentors each specialty, type and stage has, and which have none."""

from collections import Counter
from collections.abc import Iterable

from mentordir.report.findings import Cell, Cover, Coverage
from mentordir.schema import Profile
from mentordir.vocabulary import Vocabularies, Vocabulary


def coverage(mentors: Iterable[tuple[Profile, bool]], vocabularies: Vocabularies) -> Coverage:
    """The coverage by listed mentors, each with whether they are available.

    A specialty counts who is in a narrower one too, and a stage who named none. Nobody is counted twice.
    """
    types, stages = vocabularies["types"], vocabularies["stages"]
    listed: dict[str, Counter[str]] = {name: Counter() for name in ("specialties", "types", "stages")}
    available: dict[str, Counter[str]] = {name: Counter() for name in listed}
    cells: Counter[tuple[str, str]] = Counter()
    available_cells: Counter[tuple[str, str]] = Counter()
    any_stage = tuple(entry.id for entry in stages.choices())
    for profile, is_available in mentors:
        met = {(offer.type, stage) for offer in profile.mentoring for stage in offer.stages or any_stage}
        entries = {
            "specialties": vocabularies["specialties"].with_broader(profile.specialties),
            "types": {offer.type for offer in profile.mentoring},
            "stages": {stage for _, stage in met},
        }
        cells.update(met)
        for name, ids in entries.items():
            listed[name].update(ids)
        if is_available:
            available_cells.update(met)
            for name, ids in entries.items():
                available[name].update(ids)
    table = [
        Cell(type_.id, stage.id, cells[type_.id, stage.id], available_cells[type_.id, stage.id])
        for type_ in types.choices()
        for stage in stages.choices()
    ]
    return Coverage(
        specialties=_covers(vocabularies["specialties"], listed["specialties"], available["specialties"]),
        types=_covers(types, listed["types"], available["types"]),
        stages=_covers(stages, listed["stages"], available["stages"]),
        types_by_stage=tuple(sorted(table, key=lambda cell: cell.available)),
    )


def _covers(vocabulary: Vocabulary, listed: Counter[str], available: Counter[str]) -> tuple[Cover, ...]:
    covers = [Cover(entry.id, entry.label, entry.broader, listed[entry.id], available[entry.id]) for entry in vocabulary.choices()]
    return tuple(sorted(covers, key=lambda cover: cover.available))
