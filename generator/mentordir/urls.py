"""Addresses within the site. A `url` here is relative to the home page, without a leading slash: `mentors/ana-lima/`.

`root` is the way back from a page to the home page, so that `root + url` works under any base path.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import quote

from slugify import slugify

# A facet value called "page" would hide the second page of its own list.
RESERVED = frozenset({"page", "index"})
MAX_SLUG = 64


def mentor_url(slug: str) -> str:
    return f"mentors/{slug}/"


def guide_url(slug: str) -> str:
    return f"guide/{slug}/"


def facet_url(facet: str) -> str:
    return f"browse/{facet}/"


def value_url(facet: str, slug: str) -> str:
    return f"browse/{facet}/{slug}/"


def page_url(url: str, number: int) -> str:
    """The address of page `number` (from 1) of the list at `url`."""
    return url if number == 1 else f"{url}page/{number}/"


def file_of(url: str) -> str:
    """The file that a host serves at `url`."""
    return f"{url}index.html" if url.endswith("/") or not url else url


def root_of(url: str) -> str:
    """The way from `url` back to the home page: "./", "../", ..."""
    return "../" * url.count("/") or "./"


def fold_case(text: str) -> str:
    return " ".join(text.split()).casefold()


def name_values(spellings: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Free text -> (slug, label) for every folded spelling, both stable.

    The commonest spelling is the label, the alphabetically first of equals. Where several values make one slug, it stays
    with the one in plain words ("long covid"), whoever else comes ("long-COVID"); the others get a suffix made from their text.
    """
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for spelling in spellings:
        uses[fold_case(spelling)][" ".join(spelling.split())] += 1
    labels = {folded: min(counter, key=lambda text: (-counter[text], text)) for folded, counter in uses.items()}
    slugs = _distinct_slugs(labels)
    return {folded: (slugs[folded], label) for folded, label in labels.items()}


def _distinct_slugs(texts: Iterable[str]) -> dict[str, str]:
    stems = {text: _ascii_slug(text) for text in texts}
    crowded = Counter(stems.values())
    bare = {
        text for text, stem in stems.items() if stem and stem not in RESERVED and (crowded[stem] == 1 or stem.replace("-", " ") == text)
    }
    slugs: dict[str, str] = {text: stems[text] for text in bare}
    taken = set(slugs.values())
    for text in sorted(stems.keys() - bare):
        slug = f"{stems[text] or 'value'}-{_digest(text)}"
        while slug in taken:  # somebody has worked out the suffix, to stop the build
            slug += f"-{_digest(slug)}"
        slugs[text] = slug
        taken.add(slug)
    return slugs


def _ascii_slug(text: str) -> str:
    if text.isascii():
        return re.sub(r"[^a-z0-9]+", "-", text.replace("'", "")).strip("-")[:MAX_SLUG].strip("-")
    return slugify(text, max_length=MAX_SLUG)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=3).hexdigest()


def place_among(slug: str, files: int) -> int:
    """Which of `files` files, a power of two, knows a mentor: FNV-1a of the slug, in 32 bits. templates/assets/people.js works it out too."""
    digest = 0x811C9DC5
    for byte in slug.encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest & (files - 1)


# The page on which a forge changes a file, below the repository's own address.
_EDIT = {"github": "edit", "gitlab": "-/edit", "gitea": "_edit"}


def edit_page(repository: str, forge: str, branch: str, file: str) -> str:
    """Where a forge lets somebody change the file of a profile; "" where there is none."""
    if forge not in _EDIT or not file:
        return ""
    return f"{repository.rstrip('/')}/{_EDIT[forge]}/{quote(branch)}/content/mentors/{file}"
