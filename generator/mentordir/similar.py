"""Whom else a trainee might ask: for each mentor, others who are available and do the same for the same people.

Everybody with a specialty or an interest in common would be too many to compare. A mentor is compared with those who
come next in the fair order, which is another few each week, so that nobody is recommended by all.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mentordir.model import Mentor
from mentordir.urls import fold_case
from mentordir.vocabulary import Vocabulary

SHOWN = 4
_NEXT = 16  # of those who share one specialty or interest

# What two mentors have in common, and what it is worth.
_SPECIALTY, _FIELD, _INTEREST, _OFFER, _SCHOOL = 4.0, 2.0, 2.0, 1.5, 0.5


def similar_mentors(mentors: Sequence[Mentor], everybody: Iterable[Mentor], specialties: Vocabulary) -> dict[str, tuple[Mentor, ...]]:
    """slug -> at most SHOWN others, the most alike first. `mentors`: the listed ones in fair order; `everybody`: who gets an answer."""
    available = [mentor for mentor in mentors if mentor.standing.available]
    place = {mentor.slug: number for number, mentor in enumerate(available)}
    traits = [_traits(mentor, specialties) for mentor in available]
    served = [_served(mentor) for mentor in available]
    sharing: dict[str, list[int]] = defaultdict(list)
    for number, of_mentor in enumerate(traits):
        for trait in of_mentor:
            sharing[trait].append(number)
    found = {}
    for index, mentor in enumerate(everybody):
        own = place.get(mentor.slug)
        start = index % (len(available) or 1) if own is None else own
        wanted = _served(mentor)
        scores: dict[int, float] = defaultdict(float)
        for trait, worth in (_traits(mentor, specialties) if own is None else traits[own]).items():
            for number in _next(sharing.get(trait, ()), start):
                scores[number] += min(worth, traits[number][trait])
        scores.pop(-1 if own is None else own, None)
        for number in scores:
            scores[number] += _OFFER * len(wanted & served[number]) / len(wanted)
            scores[number] += _SCHOOL * (available[number].institution == mentor.institution)
        best = sorted(scores, key=lambda number: (-scores[number], (number - start) % len(available)))[:SHOWN]
        found[mentor.slug] = tuple(available[number] for number in best)
    return found


def _traits(mentor: Mentor, specialties: Vocabulary) -> Mapping[str, float]:
    """What makes mentors alike -> what it is worth: their specialties, the wider fields of these, their interests.

    A specialty that belongs to many fields says little of each.
    """
    own = mentor.profile.specialties
    wider = specialties.with_broader(own)[len(own) :]
    fields = dict.fromkeys((f"specialty {entry}" for entry in wider), _FIELD / (len(wider) or 1))
    exact = dict.fromkeys((f"specialty {entry}" for entry in own), _SPECIALTY)
    interests = {f"interest {fold_case(interest)}": _INTEREST for interest in mentor.profile.interests}
    return fields | exact | interests


def _served(mentor: Mentor) -> frozenset[tuple[str, str]]:
    """Kinds of mentoring and the stages they are for; "" for any stage."""
    return frozenset((offer.type, stage) for offer in mentor.profile.mentoring for stage in offer.stages or ("",))


def _next(numbers: Sequence[int], own: int) -> Sequence[int]:
    """The next few after `own`, and from the beginning again."""
    if len(numbers) <= _NEXT:
        return numbers
    start = bisect_right(numbers, own)
    following = numbers[start : start + _NEXT]
    return [*following, *numbers[: _NEXT - len(following)]]
