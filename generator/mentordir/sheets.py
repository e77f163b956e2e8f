"""A file of rows, CSV, XLSX, JSON or a YAML list -> a `Sheet`: headers, and rows of cells that know where they stand.

Cells are text as somebody typed it; only JSON and YAML have lists and groups. Limits come before parsing: a workbook is
an archive, and may unpack to anything.
"""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from mentordir.errors import MentordirError
from mentordir.tabular import restored
from mentordir.yaml_reader import YamlError, read_yaml

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_NODES = 2_000_000
MAX_PARTS = 2_000
MAX_HEADER = 200

# Where the first row of people is looked for: surveys have titles and codes above it, but not many.
_HEADER_ROWS = 10
_SEPARATORS = ",;\t|"

Cell = Any  # text; in JSON and YAML also lists and groups of it


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row as a spreadsheet counts it, or the entry of a list; `cells` have one for each header."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`headers` are unlike each other, and not empty. `kind` is table or list; `notes` say what was left out or assumed."""

    name: str
    kind: str
    headers: tuple[str, ...]
    letters: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def place(self, row: int, column: int = -1) -> str:
        """Where a cell is, or a row: `mentors.csv:14:F`, `mentors.json:entry 3:name`."""
        letter = f":{self.letters[column]}" if column >= 0 else ""
        return f"{self.name}:{'entry ' if self.kind == 'list' else ''}{row}{letter}"


@dataclass(slots=True)
class _Grid:
    """Rows as they stand in the file, the first at 0, with what there is to say about them."""

    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)


def read_sheet(data: bytes, name: str) -> Sheet:
    """The rows of a file. Raises MentordirError for what can't be read, or is too large."""
    if len(data) > MAX_BYTES:
        raise MentordirError(f"{name} is {len(data):,} bytes long; the limit is {MAX_BYTES:,}")
    suffix = name.lower().rpartition(".")[2]
    if data.startswith(b"PK"):
        return _table(_read_workbook(data, name), name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise MentordirError(f"{name} is an old or a locked workbook; save it as .xlsx without a password, or as CSV")
    if suffix in ("xlsx", "xls", "ods", "numbers"):
        raise MentordirError(f"{name} is not a workbook that can be read here; save it as .xlsx or CSV")
    notes: list[str] = []
    text = unicodedata.normalize("NFC", _decoded(data, name, notes))
    if suffix == "json":
        return _list(_json_entries(text, name), name, notes)
    if suffix in ("yaml", "yml"):
        return _list(_yaml_entries(text, name), name, notes)
    return _table(_read_csv(text, name, notes), name)


# --- text -------------------------------------------------------------------------------------------------------------


def _decoded(data: bytes, name: str, notes: list[str]) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        encodings = ["utf-16-le"]
    elif data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            notes.append("it is not saved as UTF-8 and was read as Windows-1252: look at names with accents")
        return text
    raise MentordirError(f"{name} is saved in an unknown encoding; save it as CSV UTF-8")


def _read_csv(text: str, name: str, notes: list[str]) -> _Grid:
    named = re.match(r"sep=(.)\r?\n", text)
    text = text[named.end() :] if named else text
    separator = named[1] if named else _sniffed(text)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            _check_size(name, number, len(cells))
            rows.append([restored(cell) for cell in cells])
    except csv.Error as error:
        raise MentordirError(f"{name}:{len(rows) + 1}: can't be read as CSV: {error}; look for a quotation mark that doesn't end") from None
    return _Grid(rows, notes)


def _sniffed(text: str) -> str:
    """The separator that gives the most columns that most rows agree on."""

    def score(separator: str) -> float:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
        widths = []
        try:
            for cells in reader:
                widths.append(len(cells))
                if len(widths) >= 50:
                    break
        except csv.Error:
            pass
        widths = [width for width in widths if width]
        common = max(set(widths), key=widths.count, default=0)
        return (common - 1) * widths.count(common) / (len(widths) or 1)

    return max(_SEPARATORS, key=score)


# --- workbooks --------------------------------------------------------------------------------------------------------


def _read_workbook(data: bytes, name: str) -> _Grid:
    """The first sheet with anything in it. Formulas count as what they last gave."""
    from openpyxl import load_workbook  # noqa: PLC0415 - it takes a fifth of a second, which every other command would pay

    _check_archive(data, name)
    try:
        # Damaged workbooks fail in as many ways as there are, in a library and in the XML parser below it.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        grids = [(sheet.title, _sheet_grid(sheet, name)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except MentordirError:
        raise
    except Exception as error:
        raise MentordirError(f"{name} can't be read as a workbook ({type(error).__name__}); save it again, or as CSV") from None
    filled = [(title, grid) for title, grid in grids if any(any(row) for row in grid.rows)]
    if not filled:
        raise MentordirError(f"{name} has no sheet with anything in it")
    title, grid = filled[0]
    if len(filled) > 1:
        others = ", ".join(other for other, _ in filled[1:])
        grid.notes.append(f'the sheet "{title}" was read; left out: {others}')
    return grid


def _check_archive(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise MentordirError(f"{name} is a damaged workbook; save it again, or as CSV") from None
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise MentordirError(f"{name} is an archive, but not an Excel workbook; save it as .xlsx or CSV")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_BYTES or len(parts) > MAX_PARTS:
        raise MentordirError(f"{name} unpacks to {unpacked:,} bytes in {len(parts):,} parts; the limit is {MAX_BYTES:,} in {MAX_PARTS:,}")


def _sheet_grid(sheet: Any, name: str) -> _Grid:
    notes = []
    declared = [sheet.max_row or 0, sheet.max_column or 0]
    # What a sheet says of its own size is often wrong; sometimes on purpose.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for values in sheet.iter_rows(max_row=MAX_ROWS + _HEADER_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True):
        cells = [_cell_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    for number, cells in enumerate(rows, 1):
        _check_size(name, number, len(cells))
    if declared[0] > MAX_ROWS + _HEADER_ROWS or declared[1] > MAX_COLUMNS:
        notes.append(
            f"the sheet calls itself {declared[0]:,} rows by {declared[1]:,} columns large; {MAX_ROWS:,} by {MAX_COLUMNS} were read"
        )
    return _Grid(rows, notes)


def _cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).replace("_x000D_", "")


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS + _HEADER_ROWS:
        raise MentordirError(f"{name} has more than {MAX_ROWS:,} rows; import it in parts")
    if columns > MAX_COLUMNS:
        raise MentordirError(f"{name}:{rows}: has {columns:,} columns; the limit is {MAX_COLUMNS}")


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(grid: _Grid, name: str) -> Sheet:
    rows = [(number, cells) for number, cells in enumerate(grid.rows, 1) if any(cell.strip() for cell in cells)]
    if not rows:
        raise MentordirError(f"{name} is empty")
    start = _header_at([cells for _, cells in rows])
    if start:
        grid.notes.append(f"the headers were found in row {rows[start][0]}")
    headers = rows[start][1]
    body = rows[start + 1 :]
    # Qualtrics: codes, then the questions, then a row of import ids.
    if coded := next((at for at, (_, cells) in enumerate(body[:2]) if any(cell.startswith('{"ImportId"') for cell in cells)), None):
        headers = body[coded - 1][1]
        grid.notes.append("the questions in the second row are the headers; the codes above and below them are left out")
        body = body[coded + 1 :]
    elif coded == 0:
        body = body[1:]
        grid.notes.append("the row below the headers has no person in it, and is left out")
    width = max(len(headers), *(len(cells) for _, cells in body), 1) if body else len(headers)
    used = [at for at in range(width) if (at < len(headers) and headers[at].strip()) or any(len(c) > at and c[at].strip() for _, c in body)]
    names = _unlike([headers[at] if at < len(headers) else "" for at in used], used)
    folded = [cell.strip().casefold() for cell in headers]
    kept = []
    for number, cells in body:
        if [cell.strip().casefold() for cell in cells] == folded:
            grid.notes.append(f"row {number} repeats the headers, and is left out")
            continue
        kept.append(Row(number, tuple(_clean(cells[at]) if at < len(cells) else "" for at in used)))
    return Sheet(name, "table", names, tuple(column_letter(at + 1) for at in used), tuple(kept), tuple(grid.notes))


def _header_at(rows: list[list[str]]) -> int:
    """The first row that is filled about as widely as any: what stands above is a title."""
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in rows[: 2 * _HEADER_ROWS]]
    widest = max(filled)
    return next((at for at, count in enumerate(filled[:_HEADER_ROWS]) if count >= max(min(2, widest), 0.5 * widest)), 0)


def _unlike(headers: Iterable[str], places: Iterable[int]) -> tuple[str, ...]:
    """Headers on one line, numbered where two are the same, called after their column where there is none."""
    seen: dict[str, int] = {}
    unlike = []
    for header, place in zip(headers, places, strict=True):
        text = "".join(c for c in " ".join(header.split()) if c.isprintable())[:MAX_HEADER] or f"column {column_letter(place + 1)}"
        seen[text] = seen.get(text, 0) + 1
        unlike.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return tuple(unlike)


def column_letter(number: int) -> str:
    """The name of a column as spreadsheets have it: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()


# --- lists ------------------------------------------------------------------------------------------------------------


def _json_entries(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise MentordirError(f"{name}:{error.lineno}:{error.colno}: is not valid JSON: {error.msg}") from None
    except (RecursionError, ValueError):
        raise MentordirError(f"{name} is nested too deeply, or has a number of too many digits") from None


def _yaml_entries(text: str, name: str) -> Any:
    text = re.sub(r"\A(?:[ \t]*(?:#.*)?\n)*---[ \t]*\n", "", text.replace("\r\n", "\n"))
    first = re.search(r"^[ \t]*[^\s#].*", text, re.MULTILINE)
    wrapped = first is not None and first[0].lstrip().startswith(("-", "["))
    added = 0
    if wrapped and first is not None:
        flow = first[0].lstrip().startswith("[")
        text = f"{text[: first.start()]}mentors:{' ' if flow else chr(10)}{text[first.start() :]}"
        added = 0 if flow else 1
    try:
        return read_yaml(text, max_nodes=MAX_NODES).fields
    except YamlError as error:
        place = f"{name}:{max(1, error.mark.line - added)}:{error.mark.column}"
        raise MentordirError(f"{place}: {error.message}" + (f"; {error.hint}" if error.hint else "")) from None


def _list(content: Any, name: str, notes: list[str]) -> Sheet:
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list) and all(isinstance(entry, dict) for entry in value)]
        content = content["mentors"] if isinstance(content.get("mentors"), list) else lists[0] if len(lists) == 1 else None
    if not isinstance(content, list) or not content:
        raise MentordirError(f"{name} holds no list of people, one group of fields for each")
    entries: list[Mapping[str, Cell]] = []
    for number, entry in enumerate(content, 1):
        if not isinstance(entry, dict):
            raise MentordirError(f"{name}: entry {number} is not a group of fields")
        entries.append(dict(_flat(entry)))
    if len(entries) > MAX_ROWS:
        raise MentordirError(f"{name} has more than {MAX_ROWS:,} entries; import it in parts")
    headers = list(dict.fromkeys(header for entry in entries for header in entry))
    if len(headers) > MAX_COLUMNS:
        raise MentordirError(f"{name} has {len(headers):,} different fields; the limit is {MAX_COLUMNS}")
    rows = tuple(Row(number, tuple(entry.get(header, "") for header in headers)) for number, entry in enumerate(entries, 1))
    return Sheet(name, "list", _unlike(headers, range(len(headers))), tuple(headers), rows, tuple(notes))


def _flat(fields: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Cell]]:
    """Groups by dotted names; lists stay."""
    for name, value in fields.items():
        if isinstance(value, dict) and depth < 4:
            yield from _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            yield f"{prefix}{name}", _plain(value)


def _plain(value: Any, depth: int = 0) -> Cell:
    """Lists and groups with text in them; numbers and truth values become what one would type."""
    if isinstance(value, list) and depth < 6:
        return [_plain(entry, depth + 1) for entry in value]
    if isinstance(value, dict) and depth < 6:
        return {str(key): _plain(entry, depth + 1) for key, entry in value.items() if entry is not None}
    return _clean(_cell_text(value)) if not isinstance(value, list | dict) else ""
