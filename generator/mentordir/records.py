"""One row of a sheet -> the fields of a profile, each with its cell, so that the checks of profiles can point into the sheet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from slugify import slugify

from mentordir.cells import (
    AmbiguousDate,
    blank,
    check_readable,
    date_orders,
    plain_language,
    plain_number,
    plain_orcid,
    plain_url,
    read_day,
    resolve_word,
    split_list,
    split_words,
    yes_or_no,
)
from mentordir.errors import Invalid, Problem, shown
from mentordir.mapping import ColumnMap, Target, guides, is_date
from mentordir.scalars import Choice, Day, Language, Orcid, Program, Prose, Surroundings, Url, Whole, Word, YesNo
from mentordir.schema import FieldGuide, Profile
from mentordir.sheets import Cell, Row, Sheet
from mentordir.source import Source
from mentordir.validation import validate
from mentordir.vocabulary import fold
from mentordir.yaml_reader import Document, Mark

MAX_LIST_CELL = 10_000
MAX_WORDS = 100

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything by which rows are read. `map_name` is where people change it."""

    sheet: Sheet
    columns: ColumnMap
    around: Surroundings
    language: str
    map_name: str
    orders: Mapping[int, str] = field(default_factory=dict)

    @property
    def covered(self) -> dict[str, int]:
        """Field -> the first column that may give it, -1 for a constant."""
        found: dict[str, int] = dict.fromkeys(self.columns.constants, -1)
        for at, header in reversed(list(enumerate(self.sheet.headers))):
            if target := self.columns.columns.get(header):
                found[target.path] = at
        return found


@dataclass(slots=True)
class Record:
    """A row as a profile: `leaves` are its fields by dotted names, empty where there are problems.

    `confirmed` is the day on which the mentor agreed to be listed, None where the sheet doesn't say; `refused` if they said no.
    """

    row: Row
    key: str
    name: str
    sent: str
    confirmed: date | None
    refused: bool
    leaves: Fields
    problems: list[Problem]


def prepare(sheet: Sheet, columns: ColumnMap, around: Surroundings, language: str, map_name: str) -> Reading:
    """What is to know of a sheet before its rows are read: in which order its dates are."""
    orders = {}
    for at, header in enumerate(sheet.headers):
        target = columns.columns.get(header)
        if target and is_date(target.path):
            proven = date_orders(row.cells[at] for row in sheet.rows if isinstance(row.cells[at], str))
            orders[at] = columns.dates or (proven.pop() if len(proven) == 1 else "")
    return Reading(sheet, columns, around, language, map_name, orders)


def read_record(row: Row, reading: Reading) -> Record:
    """A row as a profile, or everything that is wrong with it."""
    return _Row(row, reading).record()


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    row: Row
    reading: Reading
    values: dict[Target, list[tuple[Cell, int]]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    marks: dict[tuple[str | int, ...], Mark] = field(default_factory=dict)

    def record(self) -> Record:
        for at, header in enumerate(self.reading.sheet.headers):
            target = self.reading.columns.columns.get(header)
            cell = self.row.cells[at]
            if target is None or (isinstance(cell, str) and blank(cell)):
                continue
            try:
                for value in self._read_cell(cell, target, at):
                    self.values[Target(target.path, target.group)].append((value, at))
            except Invalid as refusal:
                self._complain(at, target.path, refusal.message, refusal.hint)
            except AmbiguousDate:
                message = f"could be either way round: {shown(str(cell))}"
                self._complain(at, target.path, message, f"write dates: day-first or dates: month-first in {self.reading.map_name}")
        for path, constant in self.reading.columns.constants.items():
            if Target(path) not in self.values:
                self.values[Target(path)] = [(part, -1) for part in (constant if isinstance(constant, list) else [constant])]
        return self._finish()

    def _finish(self) -> Record:
        agreed = self._first("consent")
        sent = self._first("timestamp")
        confirmed = self._first("last_confirmed") or (sent if agreed == "true" else "")
        if agreed == "false" or (not agreed and Target("consent") in self._wanted()):
            confirmed = ""
        fields = self._fields(confirmed)
        profile, found = validate(Profile, self._source(fields), self.reading.around)
        self.problems += [self._placed(problem) for problem in found]
        leaves = leaves_of(profile) if profile and not self.problems else {}
        return Record(
            self.row,
            self._key(fields),
            fields.get("name", ""),
            self._sent_exactly(),
            date.fromisoformat(confirmed) if confirmed else None,
            agreed == "false",
            leaves,
            self.problems,
        )

    # --- cells to values

    def _read_cell(self, cell: Cell, target: Target, at: int) -> list[Cell]:
        if isinstance(cell, str):
            check_readable(cell)
            if target.choice:
                return self._ticked(cell, target)
            if target.path in ("consent", "background.consent"):
                return [self._consent(cell, target.path, at)]
            if target.path == "timestamp":
                return [self._day(cell, at, last=False)]
            if target.path in ("name.given", "name.family"):
                return [cell]
        guide = guides().get(target.path)
        if guide is None:
            raise Invalid("is a list, but takes a single value")
        return self._read_value(cell, guide, target, at)

    def _read_value(self, cell: Cell, guide: FieldGuide, target: Target, at: int) -> list[Cell]:
        if isinstance(cell, list):
            if guide.group or not guide.many:
                return [cell] if guide.group else [" ".join(map(str, cell))] if len(cell) == 1 else [cell]
            # Each entry is one word already, commas and all.
            return [self._one_of_list(part, guide, target, at) for part in cell]
        if not isinstance(cell, str):
            return [cell]
        if guide.many and len(cell) > MAX_LIST_CELL:
            raise Invalid(f"is {len(cell):,} characters long; the limit for a list is {MAX_LIST_CELL:,}", "shorten it")
        replaced = self.reading.columns.replace.get(target.path, {})
        if fold(cell) in replaced:
            return list(replaced[fold(cell)])
        values: list[str] = []
        words = self._words(cell, guide, several=guide.many or target.path == "mentoring.type")
        if len(words) > MAX_WORDS:
            raise Invalid(f"has {len(words)} entries", "keep the most telling ones")
        for word in words:
            values += replaced.get(fold(word)) or [self._plain(word, guide, target.path, at)]
        return list(dict.fromkeys(values))

    def _one_of_list(self, part: Cell, guide: FieldGuide, target: Target, at: int) -> Cell:
        if not isinstance(part, str):
            return part
        replaced = self.reading.columns.replace.get(target.path, {}).get(fold(part), [])
        return replaced[0] if len(replaced) == 1 else self._plain(part, guide, target.path, at)

    def _words(self, cell: str, guide: FieldGuide, *, several: bool) -> list[str]:
        if not several:
            return [cell]
        separator = self.reading.columns.separator
        vocabulary = self._vocabulary(guide)
        if vocabulary:
            return split_words(cell, self.reading.around.vocabularies[vocabulary], separator)
        return [cell] if isinstance(guide.kind, Prose) else split_list(cell, separator)

    def _vocabulary(self, guide: FieldGuide) -> str:
        """The words that a field takes; whoever names a background in a cell names its category."""
        if isinstance(guide.kind, Word):
            return guide.kind.vocabulary
        return {"background.identifies[]": "background", "mentoring[]": "types"}.get(guide.path, "")

    def _plain(self, text: str, guide: FieldGuide, path: str, at: int) -> str:
        """A value as a profile has it, where it can be told; else as it was."""
        match guide.kind:
            case Word(vocabulary=name):
                vocabulary = self.reading.around.vocabularies[name]
                answered = yes_or_no(text) if path == "availability.status" else None
                return resolve_word(text, vocabulary) or ("open" if answered else text)
            case YesNo():
                answer = yes_or_no(text)
                return text if answer is None else str(answer).lower()
            case Day():
                return self._day(text, at, last=path.endswith("_until"))
            case Whole():
                return plain_number(text)
            case Language():
                return plain_language(text)
            case Orcid():
                return plain_orcid(text)
            case Url():
                return plain_url(text)
            case Choice():
                return text.lower()
            case Program():
                slug = slugify(text)
                return slug if slug in self.reading.around.programs else text
        return text

    def _day(self, text: str, at: int, *, last: bool) -> str:
        day = read_day(text, self.reading.orders.get(at, self.reading.columns.dates), self.reading.language, last=last)
        # A survey's clock may be a day ahead of UTC.
        today = self.reading.around.day
        return (today if day == today + timedelta(days=1) and not last else day).isoformat()

    def _ticked(self, cell: str, target: Target) -> list[Cell]:
        answer = yes_or_no(cell)
        if answer is None and fold(cell) != fold(target.choice):
            raise Invalid(f"is neither ticked nor empty: {shown(cell)}", "write Checked, yes, x or 1; or nothing")
        if answer is False or fold(target.choice) in ("other", "others", "none", "none of the above"):
            return []
        replaced = self.reading.columns.replace.get(target.path, {})
        return list(replaced.get(fold(target.choice), [target.choice]))

    def _consent(self, cell: str, path: str, at: int) -> str:
        answer = yes_or_no(cell)
        if answer is None and path == "background.consent":
            return self._day(cell, at, last=False)
        if answer is None:
            raise Invalid(f"is neither yes nor no: {shown(cell)}", "write yes, or no")
        return str(answer).lower()

    # --- values to fields

    def _fields(self, confirmed: str) -> Fields:
        """The fields as YAML would give them, and in `marks` the cell of each."""
        fields: Fields = {}
        grouped: dict[str, list[Target]] = defaultdict(list)
        for target in self.values:
            top = target.path.partition(".")[0]
            if top in ("mentoring", "training"):
                grouped[top].append(target)
            elif target.path in guides() and top != "background" and target.path != "last_confirmed":
                self._set(fields, tuple(target.path.split(".")), self.values[target], many=guides()[target.path].many)
        self._set_name(fields)
        self._set_offers(fields, grouped["mentoring"])
        self._set_training(fields, grouped["training"])
        self._set_background(fields, confirmed)
        if "value" in (contact := fields.get("contact", {})) and "method" not in contact and "@" in str(contact["value"]):
            contact["method"] = "email"
            self.marks["contact", "method"] = self.marks["contact", "value"]
        fields["last_confirmed"] = confirmed or self.reading.around.day.isoformat()
        if at := self.values.get(Target("last_confirmed")) or self.values.get(Target("timestamp")):
            self.marks[("last_confirmed",)] = self._mark(at[0][1])
        return fields

    def _set(self, fields: Fields, path: tuple[str, ...], values: list[tuple[Cell, int]], *, many: bool) -> None:
        """A value at a dotted path. Several columns of one list are joined, of one text put below each other."""
        if not values:
            return
        group = fields
        for part in path[:-1]:
            group = group.setdefault(part, {})
            self.marks.setdefault(path[: path.index(part) + 1], self._mark(values[0][1]))
        cells = [value for value, _ in values]
        group[path[-1]] = list(dict.fromkeys(cells)) if many and all(isinstance(cell, str) for cell in cells) else cells[0]
        if not many and len(cells) > 1 and all(isinstance(cell, str) for cell in cells):
            group[path[-1]] = "\n\n".join(cells)
        self.marks[path] = self._mark(values[0][1])
        if isinstance(group[path[-1]], list):
            places = {str(value): at for value, at in reversed(values)}
            for number, value in enumerate(group[path[-1]]):
                self.marks[(*path, number)] = self._mark(places.get(str(value), values[0][1]))

    def _set_name(self, fields: Fields) -> None:
        parts = [value for part in ("name.given", "name.family") for value in self.values.get(Target(part), [])]
        if parts and "name" not in fields:
            self._set(fields, ("name",), [(" ".join(str(value) for value, _ in parts), parts[0][1])], many=False)

    def _set_offers(self, fields: Fields, targets: Iterable[Target]) -> None:
        """One offer for each type of each group; what isn't numbered goes to every type."""
        offers: list[Fields] = []
        whole = self.values.get(Target("mentoring"), [])
        if whole and isinstance(whole[0][0], list | dict):
            fields["mentoring"] = whole[0][0]
            self._mark_below(("mentoring",), whole[0][0], whole[0][1])
            return
        types = self.reading.around.vocabularies["types"]
        for group in dict.fromkeys(target.group for target in targets):
            mine = {target.path.rpartition(".")[2]: self.values[target] for target in targets if target.group == group}
            implied = types.resolve(group) if group else None
            kinds = mine.get("type") or mine.get("mentoring") or ([(implied, next(iter(mine.values()))[0][1])] if implied else [])
            for kind in kinds or [(None, -1)]:
                offer: Fields = {}
                place = ("mentoring", len(offers))
                parts = {"type": [kind] if kind[0] else [], "stages": mine.get("stages", []), "topics": mine.get("topics", [])}
                for name, values in parts.items():
                    self._set_below(offer, place, name, values, many=name != "type")
                if offer:
                    offers.append(offer)
        if offers:
            fields["mentoring"] = offers

    def _set_training(self, fields: Fields, targets: Iterable[Target]) -> None:
        whole = self.values.get(Target("training"), [])
        if whole and isinstance(whole[0][0], list):
            fields["training"] = whole[0][0]
            self._mark_below(("training",), whole[0][0], whole[0][1])
            return
        schools: list[Fields] = []
        for group in dict.fromkeys(target.group for target in targets):
            training: Fields = {}
            for target in targets:
                if target.group == group and "." in target.path:
                    self._set_below(training, ("training", len(schools)), target.path.rpartition(".")[2], self.values[target], many=False)
            if training:
                schools.append(training)
        if schools:
            fields["training"] = schools

    def _set_background(self, fields: Fields, confirmed: str) -> None:
        """Only with a column for consent, and a yes in it."""
        answer = self._first("background.consent")
        if not answer or answer == "false":
            return
        agreed = answer if answer != "true" else confirmed or self._first("timestamp") or self.reading.around.day.isoformat()
        ours: Fields = {}
        if found := self.values.get(Target("background.identifies")):
            vocabulary = self.reading.around.vocabularies["background"]
            entries = [
                ({"category": resolve_word(value, vocabulary) or value} if isinstance(value, str) else value, at) for value, at in found
            ]
            ours["identifies"] = [part for entry, _ in entries for part in (entry if isinstance(entry, list) else [entry])]
            self._mark_below(("background", "identifies"), ours["identifies"], found[0][1])
        if found := self.values.get(Target("background.ally_for")):
            self._set(ours, ("ally_for",), found, many=True)
            self._mark_below(("background", "ally_for"), ours["ally_for"], found[0][1])
        if ours:
            audience = self._first("background.consent.audience")
            fields["background"] = {"consent": {"date": agreed, **({"audience": audience} if audience else {})}, **ours}

    def _set_below(self, group: Fields, place: tuple[str | int, ...], name: str, values: list[tuple[Cell, int]], *, many: bool) -> None:
        inner: Fields = {}
        marks, self.marks = self.marks, {}
        self._set(inner, (name,), values, many=many)
        below, self.marks = self.marks, marks
        group |= inner
        for path, mark in below.items():
            self.marks[place + path] = mark
            self.marks.setdefault(place, mark)
            self.marks.setdefault(place[:1], mark)

    def _mark_below(self, path: tuple[str | int, ...], value: Cell, at: int) -> None:
        self.marks[path] = self._mark(at)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, part in inner:
            self._mark_below((*path, key), part, at)

    # --- places

    def _source(self, fields: Fields) -> Source:
        marks = {**self.marks, (): self._mark(-1)}
        document = Document(fields, dict(self.marks), marks)
        return Source(self.reading.sheet.name, "", "", document)

    def _mark(self, at: int) -> Mark:
        # Line 1 is where a finding without any place is put.
        return Mark(self.row.number + 1, at + 1)

    def _complain(self, at: int, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.reading.sheet.place(self.row.number, at), 0, 0, name, message, hint))

    def _placed(self, problem: Problem) -> Problem:
        """A finding of the profile's checks, at its cell. Without one, at the cell that should have had it."""
        name = problem.field
        at = problem.column - 1 if problem.line > 1 else -1
        missing = problem.message.startswith("is missing")
        hint = problem.hint
        if missing:
            name = re.sub(r"\[\d+\]", "", name)
        elif not any(target.group for target in self.values):
            # All offers of a row come from the same cells.
            name = re.sub(r"^mentoring\[\d+\]\.", "", name)
        if missing:
            at = next((at for path, at in self.reading.covered.items() if path == name or path.startswith(f"{name}.")), at)
            if at >= 0:
                hint = f"fill it in, or give everybody the same under constants: in {self.reading.map_name}"
        if problem.message.startswith("has the invisible character"):
            hint = "delete it in the cell; retyping the text removes it"
        return replace(problem, path=self.reading.sheet.place(self.row.number, at), line=0, column=0, field=name, hint=hint)

    # --- what stands beside the fields

    def _wanted(self) -> set[Target]:
        return {Target(target.path) for target in self.reading.columns.columns.values()}

    def _first(self, path: str) -> str:
        values = self.values.get(Target(path))
        return str(values[0][0]) if values else ""

    def _sent_exactly(self) -> str:
        """The time at which a row was sent, for telling which of two answers is the later: sortable within a column."""
        at = self.values.get(Target("timestamp"))
        if not at:
            return ""
        return f"{at[0][0]} {self.row.number:08}"

    def _key(self, fields: Fields) -> str:
        """By what a person is found again: what stands in the key's column, else the name."""
        header = self.reading.columns.key
        cell = self.row.cells[self.reading.sheet.headers.index(header)] if header else ""
        if isinstance(cell, str) and not blank(cell):
            target = self.reading.columns.columns.get(header)
            if target and target.path == "links.orcid":
                return f"orcid:{plain_orcid(cell)}"
            return f"key:{cell.strip().casefold()}" if "@" in cell else f"key:{fold(cell)}"
        return f"name:{fold(str(fields.get('name', '')))}"


def leaves_of(profile: Profile) -> Fields:
    """The given fields of a valid profile by dotted names; lists are values."""
    return dict(_leaves(profile.model_dump(by_alias=True, exclude_unset=True)))


def _leaves(fields: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        elif value is not None and value not in ((), "", []):
            yield f"{prefix}{name}", _given(value)


def _given(value: Any) -> Any:
    """Without what isn't given, and lists as lists."""
    if isinstance(value, dict):
        return {key: _given(part) for key, part in value.items() if part is not None and part not in ((), "")}
    return [_given(part) for part in value] if isinstance(value, list | tuple) else value
