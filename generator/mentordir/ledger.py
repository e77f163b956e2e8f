"""content/imports.yaml: what imports brought in, so that the next one tells what the sheet changed from what people changed.

It holds no fact of anybody: digests of keys and values, and the names of files. A digest of an address can be checked by
whoever knows the address, and not be read.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentordir.errors import MentordirError
from mentordir.writing import quoted
from mentordir.yaml_reader import YamlError, read_yaml

LEDGER = "content/imports.yaml"
MAX_NODES = 4_000_000

_HEAD = """\
# What `mentordir import` brought in, so that the next import tells what the sheet changed from what you changed in a file.
# Keep it in git with the profiles. Delete somebody's line to have them imported as if for the first time.
"""


@dataclass(slots=True)
class Entry:
    """Somebody who was imported: their file's slug, from which sheet, and a digest of each value that it gave."""

    slug: str
    source: str
    fields: dict[str, str] = field(default_factory=dict)


def key_digest(key: str) -> str:
    return hashlib.sha256(f"mentordir key {key}".encode()).hexdigest()[:20]


def value_digest(value: Any) -> str:
    """Equal for equal values; "" for none."""
    if value is None or value in ("", [], ()):
        return ""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:10]


def read_ledger(text: str) -> dict[str, Entry]:
    """Entries by digest of their key. Raises MentordirError for a ledger that can't be used."""
    try:
        fields = read_yaml(text, max_nodes=MAX_NODES).fields
    except YamlError as error:
        raise MentordirError(f"{LEDGER}:{error.mark.line}: {error.message}; take its last good version from git") from None
    people = fields.get("people", {})
    entries = {}
    for digest, entry in people.items() if isinstance(people, dict) else ():
        slug, source, values = (entry.get(name) for name in ("slug", "source", "fields")) if isinstance(entry, dict) else (None, None, None)
        if not isinstance(slug, str):
            raise MentordirError(f"{LEDGER}: the entry {digest} has no slug; take its last good version from git")
        known = {name: value for name, value in values.items() if isinstance(value, str)} if isinstance(values, dict) else {}
        entries[digest] = Entry(slug, source if isinstance(source, str) else "", known)
    return entries


def ledger_text(entries: Mapping[str, Entry]) -> str:
    """One line for each, by slug, so that git merges them."""
    lines = []
    for digest, entry in sorted(entries.items(), key=lambda item: (item[1].slug, item[0])):
        values = ", ".join(f"{name}: {quoted(value)}" for name, value in sorted(entry.fields.items()))
        inner = f", fields: {{{values}}}" if values else ""
        lines.append(f'  "{digest}": {{slug: {entry.slug}, source: {quoted(entry.source)}{inner}}}\n')
    return f"{_HEAD}people:\n{''.join(lines)}" if lines else f"{_HEAD}people: {{}}\n"
