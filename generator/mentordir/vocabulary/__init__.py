"""The words that profiles may use: specialties, stages, topics and the rest.

The shipped entries are the YAML files beside this module; a project adds to them, renames or hides some in its
directory.yml. An entry may be written by its id, its label or an alias, in any case, with or without accents.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

# Their entries decide what the generator does, so a project may rename them but neither add nor hide any.
FIXED = frozenset({"types", "statuses", "methods", "accepts_from", "background", "program_kinds"})
OPEN = frozenset({"specialties", "stages", "topics", "roles", "formats", "cadences", "modes"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a vocabulary. `aliases` are other ways to write it; `search` are words that lead here and perhaps elsewhere too."""

    id: str
    label: str
    broader: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries by id, in the order in which people should see them."""

    name: str
    entries: Mapping[str, Entry]
    hidden: frozenset[str] = frozenset()
    _spellings: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, name: str, entries: Iterable[Entry], hidden: frozenset[str] = frozenset()) -> "Vocabulary":
        by_id = {entry.id: entry for entry in entries}
        spellings: dict[str, str] = {}
        # What an entry is called wins over what another is also called.
        for entry in by_id.values():
            for text in entry.aliases:
                spellings.setdefault(fold(text), entry.id)
        for entry in by_id.values():
            spellings[fold(entry.label)] = spellings[fold(entry.id)] = entry.id
        return cls(name, by_id, hidden, spellings)

    def resolve(self, text: str) -> str | None:
        """The id of the entry that `text` names; None where it names none or a hidden one."""
        found = text if text in self.entries else self._spellings.get(fold(text))
        return None if found in self.hidden else found

    def is_hidden(self, text: str) -> bool:
        return self._spellings.get(fold(text)) in self.hidden

    def choices(self) -> list[Entry]:
        return [entry for entry in self.entries.values() if entry.id not in self.hidden]

    def label(self, entry_id: str) -> str:
        return self.entries[entry_id].label

    def suggest(self, text: str) -> list[Entry]:
        """At most three entries that `text` may have meant, the likeliest first."""
        wanted = fold(text)
        found = [entry for entry in self.entries.values() if wanted in map(fold, entry.search)]
        found += [self.entries[self._spellings[near]] for near in difflib.get_close_matches(wanted, self._spellings, 3, 0.75)]
        visible = [entry for entry in found if entry.id not in self.hidden]
        return list(dict.fromkeys(visible))[:3]

    def with_broader(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The entries and everything that includes them, each once: themselves first, then upwards."""
        found = dict.fromkeys(ids)
        queue = list(found)
        for entry_id in queue:
            for parent in self.entries[entry_id].broader:
                if parent not in found:
                    found[parent] = None
                    queue.append(parent)
        return tuple(found)

    def changed(self, add: Iterable[Entry] = (), relabel: Mapping[str, str] | None = None, hide: Iterable[str] = ()) -> "Vocabulary":
        """This vocabulary with a project's own entries, labels and omissions. An old label stays accepted as input."""
        entries = {entry.id: entry for entry in (*self.entries.values(), *add)}
        for entry_id, label in (relabel or {}).items():
            old = entries[entry_id]
            entries[entry_id] = replace(old, label=label, aliases=(*old.aliases, old.label))
        return Vocabulary.of(self.name, entries.values(), self.hidden | frozenset(hide))


Vocabularies = Mapping[str, Vocabulary]


@cache
def shipped_vocabularies() -> Vocabularies:
    """Every vocabulary in the package, by name."""
    return {name: _read_vocabulary(name) for name in sorted(FIXED | OPEN)}


def _read_vocabulary(name: str) -> Vocabulary:
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: list[dict[str, Any]] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, and the package's own file
    return Vocabulary.of(name, [_entry(**entry) for entry in entries])


def _entry(**parts: Any) -> Entry:
    values: dict[str, Any] = {key: tuple(part) if isinstance(part, list) else part for key, part in parts.items()}
    return Entry(**values)


_PUNCTUATION = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Text as it is compared: no case, no accents, no punctuation, "&" read as "and"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("&", " and ")) if not unicodedata.combining(c))
    return _PUNCTUATION.sub(" ", plain.casefold()).strip()
