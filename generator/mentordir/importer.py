"""The verb that brings a sheet of people into profile files, and keeps both in step from then on.

What the sheet changed since the last import is changed in the files; what people changed there stays; what both changed
is said and left alone. Everything is checked before anything is written.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from slugify import slugify

from mentordir.check import check_content
from mentordir.edits import RefusedError
from mentordir.errors import MentordirError, Problem, shown
from mentordir.ledger import LEDGER, Entry, key_digest, ledger_text, read_ledger, value_digest
from mentordir.load import RESERVED_NAMES, load_content
from mentordir.mapping import ColumnMap, guess, guides, mapping_text, read_mapping
from mentordir.project import Project
from mentordir.records import Fields, Reading, Record, leaves_of, prepare, read_record
from mentordir.removed import removed_slugs
from mentordir.scalars import MAX_SLUG, Surroundings
from mentordir.schema import Profile, field_guides
from mentordir.sheets import MAX_BYTES, Sheet, read_sheet
from mentordir.source import Content, Source, read_source
from mentordir.validation import validate
from mentordir.vocabulary import Vocabularies, fold
from mentordir.writing import edit_text, profile_text

DRAFT_NOTE = "# A draft: the sheet has no day on which the mentor confirmed it. last_confirmed is the day of the import.\n"

Prefer = Literal["", "sheet", "file"]

_KEYS = frozenset(guide.name for guide in field_guides(Profile))


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is new or changed: `fields` are those that changed, `row` is where the sheet has them."""

    path: Path
    row: int
    before: str | None
    after: str
    fields: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a sheet. `conflicts`, `kept_out` and `notes` are sentences; `mapping` is set where it was written anew."""

    added: tuple[Written, ...]
    changed: tuple[Written, ...]
    unchanged: int
    gone: tuple[Path, ...]
    conflicts: tuple[str, ...]
    kept_out: tuple[str, ...]
    notes: tuple[str, ...]
    mapping: Path | None


@dataclass(slots=True)
class _Run:
    """An import while it is worked out. `files`: slug -> the profile's file as it was read; nothing here is written."""

    project: Project
    day: date
    prefer: Prefer
    reading: Reading
    content: Content
    ledger: dict[str, Entry]
    removed: frozenset[str]
    files: dict[str, Source]
    covered: frozenset[str]
    taken: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    claimed: set[str] = field(default_factory=set)
    unclaimed: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    added: list[Written] = field(default_factory=list)
    changed: list[Written] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[str] = field(default_factory=list)
    kept_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def import_sheet(project: Project, file: Path, map_file: Path | None, day: date, prefer: Prefer = "", *, dry_run: bool = False) -> Imported:
    """Bring the rows of a file into content/mentors, all or none. With `dry_run` only the mapping is written, if there is none.

    Raises RefusedError where rows, mapping or results have errors, MentordirError where the file can't be read.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise MentordirError(f"{file.name} is {file.stat().st_size:,} bytes long; the limit is {MAX_BYTES:,}")
        sheet = read_sheet(file.read_bytes(), file.name)
    except OSError as error:
        raise MentordirError(f"can't read {file.name}: {error.strerror}") from None
    if not sheet.rows:
        raise MentordirError(f"{file.name} has headers, but no row of a person below them")
    path = map_file or file.with_name(f"{file.name}.map.yaml")
    is_new = not path.exists()
    if is_new:
        _guess_mapping(sheet, path, project)
    columns = _mapping(sheet, path, is_new=is_new)
    content = load_content(project)
    reading = prepare(sheet, columns, _surroundings(project, content, day), project.settings.language, path.name)
    run = _Run(
        project,
        day,
        prefer,
        reading,
        content,
        _ledger(project),
        frozenset(removed_slugs(project.root)),
        {source.slug: source for source in content.mentors},
        _covered(columns),
        notes=[*sheet.notes, *columns.notes],
    )
    _import_rows(run, file, path)
    gone = _gone(run)
    if run.problems:
        problems = [replace(problem, path=str(file.resolve().parent / problem.path)) for problem in run.problems]
        raise _refused(problems, f"wrote {path.name}, and no profile" if is_new else "nothing was written")
    if not dry_run:
        _write_all(run)
    return Imported(
        tuple(run.added),
        tuple(run.changed),
        run.unchanged,
        gone,
        tuple(run.conflicts),
        tuple(run.kept_out),
        tuple(dict.fromkeys(run.notes)),
        path if is_new else None,
    )


# --- the mapping ------------------------------------------------------------------------------------------------------


def _guess_mapping(sheet: Sheet, path: Path, project: Project) -> None:
    guesses = guess(sheet, project.vocabularies)
    if not any(found.candidates for found in guesses.values()):
        raise MentordirError(f"no column of {sheet.name} looks like a field of a profile; is its first row the one with the headers?")
    path.write_text(mapping_text(sheet, guesses, project.settings.coordinator is not None), encoding="utf-8", newline="\n")


def _mapping(sheet: Sheet, path: Path, *, is_new: bool) -> ColumnMap:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise MentordirError(f"can't read {path.name}; it is a text file saved as UTF-8") from None
    columns, problems = read_mapping(text, str(path.resolve()), sheet)
    if problems:
        raise _refused(
            problems, f"wrote {path.name}, which has questions; answer them, and import again" if is_new else "nothing was written"
        )
    return columns


def _refused(problems: Iterable[Problem], message: str) -> RefusedError:
    refusal = RefusedError(problems)
    refusal.args = (message,)
    return refusal


def _covered(columns: ColumnMap) -> frozenset[str]:
    """The fields that the sheet speaks about: one that it leaves empty there is taken out of a file that had it from the sheet."""
    paths = {target.path for target in columns.columns.values()} | set(columns.constants)
    covered = {path.partition(".")[0] if path.startswith(("mentoring", "training")) else path for path in paths}
    if "contact.value" in paths:
        covered.add("contact.method")
    if any(path.startswith("name.") for path in paths):
        covered.add("name")
    if "background.consent" in paths:
        covered |= {name for name in guides() if name.startswith("background.")} | {"background.consent.date"}
    return frozenset(covered)


# --- rows -------------------------------------------------------------------------------------------------------------


def _surroundings(project: Project, content: Content, day: date) -> Surroundings:
    return Surroundings(
        vocabularies=project.vocabularies,
        day=day,
        institution=project.settings.institution,
        has_coordinator=project.settings.coordinator is not None,
        programs=frozenset(source.slug for source in content.programs),
        pages=frozenset(source.slug for source in (*content.pages, *content.shipped_pages)),
        photos=content.photos,
    )


def _import_rows(run: _Run, file: Path, map_path: Path) -> None:
    records = [read_record(row, run.reading) for row in run.reading.sheet.rows]
    records = list(_latest(records, run))
    run.keys |= {key_digest(record.key) for record in records}
    _collect_problems(records, run, file, map_path)
    if run.problems:
        return
    run.taken |= {slug.casefold() for slug in run.files} | {alias.casefold() for alias in _aliases(run)} | run.removed
    run.claimed |= {entry.slug for entry in run.ledger.values()}
    run.taken |= run.claimed
    run.unclaimed = _unclaimed(run)
    for record in records:
        _import_record(record, run)
    _check_together(run)


def _latest(records: Iterable[Record], run: _Run) -> Iterator[Record]:
    """The last answer of each, where the sheet says when it was sent; else two rows of one person are an error."""
    by_key: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_key[record.key].append(record)
    for same in by_key.values():
        *earlier, last = sorted(same, key=lambda record: record.sent)
        yield last
        for record in earlier:
            if last.sent:
                run.notes.append(f"row {record.row.number} is left out: row {last.row.number} is a later answer of the same person")
            else:
                message = f"is the same person as row {last.row.number}"
                place = run.reading.sheet.place(record.row.number)
                run.problems.append(Problem(place, 0, 0, "", message, "keep one of the rows, or choose another key: in the mapping"))


def _collect_problems(records: Iterable[Record], run: _Run, file: Path, map_path: Path) -> None:
    """The problems of all rows; what the mapping is to blame for is said once."""
    missing: dict[str, str] = {}
    for record in records:
        seen = set()
        for problem in record.problems:
            name = problem.field
            covered = any(path == name or path.startswith(f"{name}.") for path in (*run.reading.covered, *run.covered))
            if problem.message.startswith("is missing") and not covered:
                missing.setdefault(name, problem.message)
            elif (problem.path, problem.message) not in seen:
                seen.add((problem.path, problem.message))
                run.problems.append(problem)
    relative = os.path.relpath(map_path.resolve(), file.resolve().parent)
    run.problems[:0] = [
        Problem(relative, 0, 0, name, f"{message}: no column gives it", f"write `column: {name}` there, or `{name}: ...` under constants:")
        for name, message in missing.items()
    ]


def _import_record(record: Record, run: _Run) -> None:
    digest = key_digest(record.key)
    entry = run.ledger.get(digest)
    source = _find_file(record, entry, run)
    if entry is None and source is None:
        entry = _renamed_key(record, digest, run)
        source = run.files.get(entry.slug) if entry else None
    slug = source.slug if source else entry.slug if entry else _slug(record)
    if kept := _kept_out(record, slug, entry, source, run):
        run.kept_out.append(f"row {record.row.number}: {kept}")
        if entry:
            entry.fields = {}
        return
    if source is None:
        _add(record, digest, run)
    else:
        _update(record, digest, source, entry or Entry(source.slug, run.reading.columns.source), run)


def _kept_out(record: Record, slug: str, entry: Entry | None, source: Source | None, run: _Run) -> str:
    """Why a row stays outside, "" if it doesn't."""
    if source is None and slug in run.removed and (entry or not _is_namesake(slug, run)):
        return f"{slug} left, and stays removed; take the line out of content/removed.txt to let them in again"
    if source is None and entry:
        return f"content/mentors/{slug}.md was deleted; delete its line in {LEDGER} to import it again"
    if source is None and record.refused:
        return f"{shown(record.name)} did not agree to be listed"
    return ""


def _is_namesake(slug: str, run: _Run) -> bool:
    """Whether the one who left is known by another key."""
    return any(entry.slug == slug for entry in run.ledger.values())


# --- who is who -------------------------------------------------------------------------------------------------------


def _find_file(record: Record, entry: Entry | None, run: _Run) -> Source | None:
    """The profile of a row: as the last import knew it, by what it has as key, or as the mapping says."""
    if entry:
        return run.files.get(entry.slug) or next((s for s in run.files.values() if entry.slug in _texts(s, "aliases")), None)
    if (source := run.unclaimed.get(record.key)) and source.slug not in run.claimed:
        return source
    answer = run.reading.columns.people.get(record.name)
    if answer == "new":
        return None
    if answer:
        if answer not in run.files:
            _complain(record, run, "name", f"{shown(answer)} is no file in content/mentors", "correct it under people: in the mapping")
        return run.files.get(answer)
    namesake = run.unclaimed.get(f"name:{fold(record.name)}")
    if namesake is None or namesake.slug in run.claimed:
        return None
    _complain(
        record,
        run,
        "name",
        f"is also the name in {namesake.path}, which this sheet did not bring in",
        f"write under people: in {run.reading.map_name}, `{record.name}: {namesake.slug}` if it is the same person, else `{record.name}: new`",
    )
    return None


def _unclaimed(run: _Run) -> dict[str, Source]:
    """The files that no import knows, by what a row may have as key."""
    found: dict[str, Source] = {}
    for source in run.files.values():
        contact, links, name = (source.document.fields.get(part) for part in ("contact", "links", "name"))
        if source.slug in run.claimed:
            continue
        if isinstance(contact, dict) and isinstance(mail := contact.get("value"), str):
            found.setdefault(f"key:{mail.strip().casefold()}", source)
        if isinstance(links, dict) and isinstance(orcid := links.get("orcid"), str):
            found.setdefault(f"orcid:{orcid.strip()[-19:].upper()}", source)
        if isinstance(name, str):
            found.setdefault(f"name:{fold(name)}", source)
    return found


def _renamed_key(record: Record, digest: str, run: _Run) -> Entry | None:
    """Somebody whose key changed, a new address for instance: the only one of that name whose own row is gone."""
    slug = _slug(record)
    gone = [(old, e) for old, e in run.ledger.items() if e.slug == slug and old not in run.keys and e.source == run.reading.columns.source]
    if len(gone) != 1 or slug not in run.files:
        return None
    old, entry = gone[0]
    run.ledger[digest] = run.ledger.pop(old)
    run.notes.append(f"row {record.row.number}: {slug} was found by name, since the key is new")
    return entry


def _slug(record: Record) -> str:
    return slugify(record.name, max_length=MAX_SLUG)


def _free_slug(record: Record, run: _Run) -> str:
    slug = _slug(record)
    if slug in RESERVED_NAMES:
        slug = f"dr-{slug}"
    number = 1
    free = slug
    while free in run.taken:
        number += 1
        free = f"{slug[: MAX_SLUG - len(str(number)) - 1].rstrip('-')}-{number}"
    if number > 1:
        run.notes.append(f"row {record.row.number}: there is another {slug}, so this file is called {free}; compare the two")
    return free


def _texts(source: Source, name: str) -> list[str]:
    values = source.document.fields.get(name)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _aliases(run: _Run) -> Iterator[str]:
    for source in run.files.values():
        yield from _texts(source, "aliases")


# --- files ------------------------------------------------------------------------------------------------------------


def _add(record: Record, digest: str, run: _Run) -> None:
    if not _slug(record):
        _complain(record, run, "name", f"has no letter or digit to make a file name of: {shown(record.name)}", "write it in letters")
        return
    slug = _free_slug(record, run)
    run.taken.add(slug)
    leaves = {"listed_since": run.day, **record.leaves}
    given = {name: value_digest(value) for name, value in record.leaves.items()}
    draft = record.confirmed is None or bool(record.leaves.get("draft"))
    if draft:
        leaves["draft"] = True
        given["draft"] = value_digest(True)
    text = profile_text(_nested(leaves, run.project.vocabularies))
    if record.confirmed is None:
        text = text.replace("\nlast_confirmed:", f"\n{DRAFT_NOTE}last_confirmed:", 1)
    run.ledger[digest] = Entry(slug, run.reading.columns.source, given)
    _note(run, run.added, Written(run.project.content / "mentors" / f"{slug}.md", record.row.number, None, text, draft=draft))


def _update(record: Record, digest: str, source: Source, entry: Entry, run: _Run) -> None:
    """Change in a file what the sheet changed since the last import, if nobody changed the same in the file."""
    profile, _ = validate(Profile, source, run.reading.around)
    if profile is None:
        _complain(record, run, "", f"belongs to {source.path}, which has errors", f"mend the file first: mentordir check {source.path}")
        return
    known = Entry(source.slug, run.reading.columns.source, {name: d for name, d in entry.fields.items() if _is_covered(name, run)})
    current = leaves_of(profile)
    changes = dict(_confirmation(record, current, known))
    wanted = {name: value for name, value in record.leaves.items() if name not in ("last_confirmed", "draft")}
    for name in sorted({*wanted, *(name for name in known.fields if name not in ("last_confirmed", "draft"))}):
        value = wanted.get(name)
        new, old, now = value_digest(value), known.fields.get(name, ""), value_digest(current.get(name))
        if new == old:
            continue
        if now in (new, old) or run.prefer:
            if new != now and (now == old or run.prefer == "sheet"):
                changes[name] = value
            _remember(known, name, new)
        else:
            run.conflicts.append(_conflict(record, source, name, value, current.get(name), known=old != ""))
    run.ledger[digest] = known
    run.claimed.add(source.slug)
    path = run.project.root / source.path
    before = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    after = edit_text(before, path.suffix, _labelled(changes, run.project.vocabularies)) if changes else before
    if changes.get("draft", True) is None:
        after = after.replace(DRAFT_NOTE, "")
    if after == before:
        run.unchanged += 1
        return
    _note(run, run.changed, Written(path, record.row.number, before, after, tuple(changes), "draft" in changes and bool(changes["draft"])))


def _confirmation(record: Record, current: Mapping[str, Any], known: Entry) -> Iterator[tuple[str, Any]]:
    """What the sheet says about consent. A file that was confirmed later knows better, and a no counts at once."""
    if record.refused:
        if not current.get("draft"):
            yield "draft", True
        known.fields["draft"] = value_digest(True)
        return
    if record.confirmed is None:
        return
    was_imported = value_digest(current["last_confirmed"]) == known.fields.get("last_confirmed")
    is_ours = current.get("draft") and known.fields.get("draft") and not record.leaves.get("draft")
    if record.confirmed > current["last_confirmed"] or (is_ours and was_imported and record.confirmed != current["last_confirmed"]):
        yield "last_confirmed", record.confirmed
    known.fields["last_confirmed"] = value_digest(record.confirmed)
    if is_ours:
        yield "draft", None
        known.fields.pop("draft")


def _is_covered(name: str, run: _Run) -> bool:
    return name in ("last_confirmed", "draft") or name in run.covered


def _remember(entry: Entry, name: str, digest: str) -> None:
    if digest:
        entry.fields[name] = digest
    else:
        entry.fields.pop(name, None)


def _conflict(record: Record, source: Source, name: str, theirs: Any, ours: Any, *, known: bool) -> str:
    why = "both changed since the last import" if known else "it stood there before the sheet was imported"
    return f"row {record.row.number}: {source.path}: {name} is {_told(theirs)} in the sheet and {_told(ours)} in the file; {why}"


def _told(value: Any) -> str:
    return "not given" if value is None else shown(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _nested(leaves: Mapping[str, Any], vocabularies: Vocabularies) -> Fields:
    fields: Fields = {}
    for name, value in _labelled(leaves, vocabularies).items():
        group = fields
        *parents, last = name.split(".")
        for parent in parents:
            group = group.setdefault(parent, {})
        group[last] = value
    return fields


def _labelled(leaves: Mapping[str, Any], vocabularies: Vocabularies) -> Fields:
    """Specialties by their labels, as people write them."""
    specialties = leaves.get("specialties")
    words = vocabularies["specialties"]
    return {**leaves, **({"specialties": [words.label(word) for word in specialties]} if specialties else {})}


def _note(run: _Run, where: list[Written], written: Written) -> None:
    where.append(written)
    run.rows[written.path.relative_to(run.project.root).as_posix()] = written.row


def _complain(record: Record, run: _Run, name: str, message: str, hint: str) -> None:
    at = run.reading.covered.get(name, -1)
    run.problems.append(Problem(run.reading.sheet.place(record.row.number, at), 0, 0, name, message, hint))


# --- together ---------------------------------------------------------------------------------------------------------


def _check_together(run: _Run) -> None:
    """The checks of the whole project, as if everything were written: what they find in these files goes to the rows."""
    sources = dict(run.files)
    for written in (*run.added, *run.changed):
        path = written.path.relative_to(run.project.root).as_posix()
        kind: Literal["front matter", "yaml"] = "front matter" if path.endswith(".md") else "yaml"
        sources[written.path.stem] = read_source(written.after.encode(), path, written.path.stem, kind, _KEYS)
    content = replace(run.content, mentors=[sources[slug] for slug in sorted(sources)])
    for problem in check_content(content, run.project, run.day).problems:
        if problem.severity == "error" and problem.path in run.rows:
            place = run.reading.sheet.place(run.rows[problem.path])
            run.problems.append(replace(problem, path=place, line=0, column=0))


def _gone(run: _Run) -> tuple[Path, ...]:
    """Files that earlier imports of this sheet brought in, and that no row of it has any more."""
    mine = {entry.slug for digest, entry in run.ledger.items() if entry.source == run.reading.columns.source and digest not in run.keys}
    return tuple(run.project.root / run.files[slug].path for slug in sorted(mine) if slug in run.files and slug not in run.removed)


def _ledger(project: Project) -> dict[str, Entry]:
    path = project.root / LEDGER
    return read_ledger(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}


def _write_all(run: _Run) -> None:
    """Each file beside its place first; only when all are there, they are put in it."""
    texts: dict[Path, bytes] = {}
    for written in (*run.added, *run.changed):
        before = written.path.read_bytes() if written.before is not None else b""
        text = written.after.replace("\n", "\r\n") if b"\r\n" in before else written.after
        texts[written.path] = (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + text.encode()
    ledger = run.project.root / LEDGER
    text = ledger_text(run.ledger)
    if not ledger.is_file() or ledger.read_text(encoding="utf-8") != text:
        texts[ledger] = text.encode()
    (run.project.content / "mentors").mkdir(parents=True, exist_ok=True)
    waiting = {path: path.with_name(f".{path.name}.importing") for path in texts}
    try:
        for path, data in texts.items():
            waiting[path].write_bytes(data)
        for path, temporary in waiting.items():
            os.replace(temporary, path)  # noqa: PTH105 - as publish does
    except OSError as error:
        raise MentordirError(f"can't write {error.filename}: {error.strerror}; import again when that is mended") from None
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)
