"""Profiles that may be one person's, under two files."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from urllib.parse import urlsplit

from mentordir.schema import Profile
from mentordir.vocabulary import fold

SAME_ORCID = "the same ORCID iD"
SAME_EMAIL = "the same e-mail address"
SAME_PAGE = "the same page elsewhere"
SAME_NAME_HERE = "the same name at the same institution"
NEAR_NAME_HERE = "nearly the same name at the same institution"
SAME_NAME = "the same name at different institutions"
_STRENGTH = (SAME_ORCID, SAME_EMAIL, SAME_PAGE, SAME_NAME_HERE, NEAR_NAME_HERE, SAME_NAME)

# An address that more people give is the office's, and a name that more people have is common.
MAX_SHARING = 4
# One letter makes another person of a short name.
MIN_NEAR_LETTERS = 8
# Names that differ in one place by the dozen were numbered, or made up.
_MAX_ALIKE = 20
_MAX_PARTS = 6

_ORCID = re.compile(r"orcid\.org/((?:\d{4}-){3}\d{3}[\dX])", re.IGNORECASE | re.ASCII)
_BEFORE_NAMES = frozenset({"dr", "prof", "professor"})
_AFTER_NAMES = frozenset("md do phd dphil mph mph mba mbbs mbchb msc ms ma bs bsc ba rn pharmd dnp jr sr facp facs frcp frcs faap".split())  # noqa: SIM905

Group = tuple[tuple[str, ...], tuple[str, ...]]


def likely_duplicates(profiles: Mapping[str, Profile], institution: str | None) -> list[Group]:
    """(slugs, what they have in common) of each group, the strongest reasons first. `institution` is the default."""
    reasons: dict[tuple[str, ...], list[str]] = defaultdict(list)
    homes = {slug: fold(profile.institution or institution or "") for slug, profile in profiles.items()}
    names = {slug: name_parts(profile.name) for slug, profile in profiles.items()}

    def find(reason: str, keys: Callable[[str], Iterable[object]], most: int | None) -> None:
        for group in _sharing(profiles, keys):
            if most is None or len(group) <= most:
                reasons[group].append(reason)

    find(SAME_ORCID, lambda slug: _orcids(profiles[slug]), None)
    find(SAME_EMAIL, lambda slug: _email(profiles[slug]), MAX_SHARING)
    find(SAME_PAGE, lambda slug: _pages(profiles[slug]), MAX_SHARING)
    find(SAME_NAME_HERE, lambda slug: [(tuple(sorted(names[slug])), homes[slug])] if names[slug] else (), None)
    for pair in _near_names(names, homes):
        reasons[pair].append(NEAR_NAME_HERE)
    for group in _sharing(profiles, lambda slug: [tuple(sorted(names[slug]))] if names[slug] else ()):
        if len(group) <= MAX_SHARING and len({homes[slug] for slug in group}) > 1:
            reasons[group].append(SAME_NAME)
    return sorted(
        ((group, tuple(dict.fromkeys(found))) for group, found in reasons.items()),
        key=lambda item: (_STRENGTH.index(item[1][0]), item[0]),
    )


def name_parts(name: str) -> tuple[str, ...]:
    """A name's parts as they are compared: without case, accents, points, titles before it and degrees after its commas."""
    first, *others = [fold(part).split() for part in name.split(",")]
    kept = [*first, *(part for other in others if not _AFTER_NAMES.issuperset(_joined_initials(other)) for part in other)]
    while len(kept) > 1 and kept[0] in _BEFORE_NAMES:
        kept.pop(0)
    return tuple(kept[:_MAX_PARTS]) or tuple(fold(name).split()[:_MAX_PARTS])


def _joined_initials(parts: list[str]) -> list[str]:
    """ "m d" was M.D."""
    return ["".join(parts)] if parts and all(len(part) == 1 for part in parts) else parts


def _sharing(slugs: Iterable[str], keys: Callable[[str], Iterable[object]]) -> Iterator[tuple[str, ...]]:
    """The groups of at least two that have a key in common."""
    sharing: dict[object, dict[str, None]] = defaultdict(dict)
    for slug in slugs:
        for key in keys(slug):
            sharing[key][slug] = None
    return iter(dict.fromkeys(tuple(sorted(group)) for group in sharing.values() if len(group) > 1))


def _orcids(profile: Profile) -> Iterator[str]:
    """The iD in its own field, and one that was given as a page."""
    links = profile.links
    if links.orcid:
        yield links.orcid
    for address in (links.website, links.pubmed, links.institution, links.linkedin, profile.contact.value):
        yield from (found.upper() for found in _ORCID.findall(address or ""))


def _email(profile: Profile) -> Iterator[str]:
    if profile.contact.method == "email" and profile.contact.value:
        yield profile.contact.value.casefold()


def _pages(profile: Profile) -> Iterator[str]:
    links = profile.links
    for address in (links.website, links.linkedin, links.institution, links.pubmed):
        if address and not _ORCID.search(address):
            parts = urlsplit(address)
            path = parts.path.rstrip("/")
            # A whole site is one person's only where it is called their own.
            if path or parts.query or address == links.website:
                yield f"{parts.netloc.casefold().removeprefix('www.')}{path}?{parts.query}"


def _near_names(names: Mapping[str, tuple[str, ...]], homes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs at one institution whose names differ by a slip, a name in the middle, or an initial."""
    bearers: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for slug, parts in names.items():
        bearers[homes[slug], parts].append(slug)
    alike: dict[object, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for home, parts in bearers:
        for key in _traces(parts):
            alike[home, key].append((home, parts))
    pairs = {
        pair: None
        for group in alike.values()
        if 1 < len(group) <= _MAX_ALIKE
        for pair in combinations(sorted(group), 2)
        if sorted(pair[0][1]) != sorted(pair[1][1]) and _is_near(pair[0][1], pair[1][1])
    }
    for one, other in pairs:
        for first in bearers[one]:
            for second in bearers[other]:
                yield (first, second) if first < second else (second, first)


def _traces(parts: tuple[str, ...]) -> set[object]:
    """What names that are near each other have in common, so that only those are compared."""
    letters = "".join(parts)
    traces: set[object] = set(combinations(sorted(set(parts)), 2))
    if len(parts) > 1:
        traces.add((parts[-1], parts[0][0], "initial"))
    if len(letters) >= MIN_NEAR_LETTERS - 1:
        traces.update((letters, *(letters[:i] + letters[i + 1 :] for i in range(len(letters)))))
    return traces


def _is_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    letters, others = "".join(one), "".join(other)
    if re.sub(r"\D", "", letters) != re.sub(r"\D", "", others):
        return False
    if max(len(letters), len(others)) >= MIN_NEAR_LETTERS and _is_one_slip(letters, others):
        return True
    shorter, longer = sorted((set(one), set(other)), key=len)
    if len(shorter) > 1 and shorter < longer:
        return True
    initial = min(len(one[0]), len(other[0])) == 1
    return min(len(one), len(other)) > 1 and initial and one[0][0] == other[0][0] and one[-1] == other[-1] and len(one[-1]) > 1


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter more, less or other, or two exchanged, make one of the other."""
    i = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[i:], other[i:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
