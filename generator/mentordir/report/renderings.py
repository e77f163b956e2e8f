"""A report for a terminal, for an issue and for programs.

What strangers wrote stays text: in Markdown it names nobody, links nowhere and is no HTML.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from mentordir.report.findings import Age, Answer, Cover, Coverage, Person, Report
from mentordir.report.reminders import aging_in_words, pause_in_words

TEXT_ITEMS = 10
# GitHub takes 65,536 characters in an issue.
MAX_MARKDOWN = 60_000
_MARKDOWN_ITEMS = (50, 20, 8, 3, 1)
_NAMES = 12
_ANSWERS: tuple[Answer, ...] = ("confirm", "pause", "leave")


def as_json(report: Report) -> str:
    """The whole report, as `Report` describes it: its fields are the keys, dates are YYYY-MM-DD.

    {"directory", "day", "base_url", "profiles", "listed", "available", "statuses": {status: mentors}, "delisted", "drafts",
    "invalid": [{"path", "errors"}],
    "aging": [{"mentor", "status", "last_confirmed", "days", "age", "stale_from", "delisted_from"}],
    "ended_pauses": [{"mentor", "status", "last_confirmed", "days", "ended"}],
    "visits": [{"mentor", "until", "over"}],
    "full": [{"mentor", "last_confirmed", "days", "no_slots"}],
    "incomplete": [{"mentor", "gaps": [{"field", "problem", "why"}]}],
    "duplicates": [{"mentors", "reasons"}],
    "links": [{"mentor", "field", "address", "problem", "hint"}],
    "coverage": {"specialties", "types", "stages": [{"id", "label", "broader", "listed", "available"}],
                 "types_by_stage": [{"type", "stage", "listed", "available"}]}}

    A mentor is {"slug", "name", "url"}. Keys may be added, but none changes its meaning.
    """
    return json.dumps(asdict(report), ensure_ascii=False, indent=2, default=date.isoformat)


def as_text(report: Report, limit: int = TEXT_ITEMS) -> str:
    """The report for a terminal: each section with its number, at most `limit` items of each, and the gaps in the coverage."""
    lines = [f"{report.directory} on {report.day}", *_totals(report)]
    for section in _sections(report):
        lines += ["", f"{section.title} ({len(section.items):,})"]
        lines += [f"  {note}" for note in section.notes]
        lines += [f"  {_text_item(item)}" for item in section.items[:limit]]
        lines += [f"  and {more:,} more; --format json has all of them"] if (more := len(section.items) - limit) > 0 else []
    if report.listed:
        lines += ["", f"Coverage, by the {_plural(report.available, 'mentor')} available", *_text_table(report)]
        lines += [f"  {heading}: {names}" for heading, names in _specialty_gaps(report.coverage, lambda cover: cover.label)]
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """The report for an issue: a list to tick off, with links to pages and answers, short enough for any forge."""
    for limit in _MARKDOWN_ITEMS:
        text = _markdown(report, limit)
        if len(text) <= MAX_MARKDOWN:
            break
    return text


# --- what is said, whatever the form ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing to do: whom it concerns, what it is in our own words, what a stranger wrote, and whether to ask the mentor."""

    people: tuple[Person, ...]
    words: str
    quoted: str = ""
    ask: bool = False


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    items: Sequence[_Item]
    notes: tuple[str, ...] = field(default=())


def _totals(report: Report) -> Iterator[str]:
    counts = ", ".join(f"{number:,} {status}" for status, number in report.statuses.items() if number)
    yield f"{_plural(report.listed, 'mentor')} listed, {report.available:,} available" + (f": {counts}" if counts else "")
    others = [f"{number:,} {what}" for number, what in ((report.delisted, "in no list"), (report.drafts, "not published yet")) if number]
    if others:
        yield " and ".join(others)


def _sections(report: Report) -> list[_Section]:
    """The sections that have something to say, the most urgent first."""
    ages = Counter(found.age for found in report.aging)
    meanings: dict[Age, str] = {
        "delisted": "in no list any more",
        "delisted soon": "about to leave the lists",
        "stale": "marked as not confirmed",
        "stale soon": "about to be marked",
    }
    sections = [
        _Section(
            "Files with errors, left out of this report",
            [_Item((), _plural(file.errors, "error"), quoted=file.path) for file in report.invalid],
            ("`mentordir check` says what to do.",) if report.invalid else (),
        ),
        _Section(
            "Ask to confirm",
            [_Item((found.mentor,), aging_in_words(found), ask=True) for found in report.aging],
            (", ".join(f"{ages[age]:,} {meaning}" for age, meaning in meanings.items() if ages[age]),) if ages else (),
        ),
        _Section("Pauses that are over", [_Item((found.mentor,), pause_in_words(found), ask=True) for found in report.ended_pauses]),
        _Section(
            "Visits that are over, or end soon",
            [_Item((visit.mentor,), f"{'was' if visit.over else 'is'} to stay until {visit.until}") for visit in report.visits],
        ),
        _Section(
            "Full",
            [
                _Item((full.mentor,), f"{'has no slots left' if full.no_slots else 'is full'}; confirmed {full.days} days ago")
                for full in report.full
            ],
        ),
        _Section(
            "Incomplete",
            [_Item((found.mentor,), "; ".join(f"{_field(gap.field)} {gap.problem}" for gap in found.gaps)) for found in report.incomplete],
            tuple(_gap_notes(report)),
        ),
        _Section("Perhaps one person twice", [_Item(found.mentors, ", ".join(found.reasons)) for found in report.duplicates]),
        _Section(
            "Links to look at",
            [_Item((link.mentor,), f"{link.field} {link.problem}; {link.hint}", quoted=link.address) for link in report.links],
        ),
    ]
    return [section for section in sections if section.items]


def _gap_notes(report: Report) -> Iterator[str]:
    """How many profiles lack what, and why it matters, the commonest first."""
    lacking: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for found in report.incomplete:
        for name, gap in {_field(gap.field): gap for gap in found.gaps}.items():
            lacking[name] += 1
            reasons.setdefault(name, gap.why)
    for name, number in lacking.most_common():
        yield f"{name}, in {_plural(number, 'profile')}: {reasons[name]}"


def _field(name: str) -> str:
    """ "mentoring[0]" -> "mentoring": which offer it is matters to nobody here."""
    return re.sub(r"\[\d*\]$", "", name)


def _specialty_gaps(coverage: Coverage, named: Callable[[Cover], str]) -> Iterator[tuple[str, str]]:
    """(what is the matter, the specialties) for those that somebody looks for in vain, the wider fields first."""
    covers = sorted(coverage.specialties, key=lambda cover: bool(cover.broader))
    without = [cover for cover in covers if not cover.available]
    yield from _named("Specialties with mentors, but none available", [cover for cover in without if cover.listed], named)
    yield from _named("Specialties with one available", [cover for cover in covers if cover.available == 1], named)
    yield from _named("Specialties without a mentor", [cover for cover in without if not cover.listed], named)


def _named(heading: str, covers: list[Cover], named: Callable[[Cover], str]) -> Iterator[tuple[str, str]]:
    if covers:
        more = f", and {len(covers) - _NAMES:,} more" if len(covers) > _NAMES else ""
        yield f"{heading} ({len(covers):,})", ", ".join(named(cover) for cover in covers[:_NAMES]) + more


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _table(coverage: Coverage, available: int) -> tuple[list[str], list[list[str]]]:
    """(head, rows): the available mentors by stage and type, the stages and types with the fewest first."""
    numbers = {(cell.type, cell.stage): cell.available for cell in coverage.types_by_stage}
    rows = [
        [stage.label, *(f"{numbers[kind.id, stage.id]:,}" for kind in coverage.types), f"{stage.available:,}"] for stage in coverage.stages
    ]
    total = ["Any stage", *(f"{kind.available:,}" for kind in coverage.types), f"{available:,}"]
    return ["", *(kind.label for kind in coverage.types), "Any type"], [*rows, total]


# --- text -------------------------------------------------------------------------------------------------------------


def _text_item(item: _Item) -> str:
    people = " and ".join(f"{person.name} ({person.slug})" for person in item.people)
    return ": ".join(filter(None, (people or item.quoted, item.words))) + (f"\n    {item.quoted}" if people and item.quoted else "")


def _text_table(report: Report) -> list[str]:
    head, rows = _table(report.coverage, report.available)
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return [
        "  " + "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
        for row in (head, *rows)
    ]


# --- Markdown ---------------------------------------------------------------------------------------------------------


def _markdown(report: Report, limit: int) -> str:
    blocks = [f"## {_as_markdown_text(report.directory)} on {report.day}", "\n".join(f"{line}.  " for line in _totals(report)).rstrip()]
    for section in _sections(report):
        blocks.append(f"### {section.title} ({len(section.items):,})")
        if section.notes:
            blocks.append("  \n".join(map(_escaped, section.notes)))
        items = [f"- [ ] {_markdown_item(item, report)}" for item in section.items[:limit]]
        if (more := len(section.items) - limit) > 0:
            items.append(f"- and {more:,} more, which `mentordir report --format json` names")
        blocks.append("\n".join(items))
    if report.listed:
        blocks.append("### Coverage")
        blocks.append(f"The {_plural(report.available, 'mentor')} available, by whom they mentor and how:")
        blocks.append(_markdown_table(report))
        gaps = _specialty_gaps(report.coverage, lambda cover: _as_markdown_text(cover.label))
        blocks.append("\n".join(f"- {heading}: {names}" for heading, names in gaps))
    return "\n\n".join(filter(None, blocks))


def _markdown_item(item: _Item, report: Report) -> str:
    people = " and ".join(_linked(person) for person in item.people)
    quoted = _verbatim(item.quoted) if item.quoted else ""
    text = ": ".join(filter(None, (people or quoted, _escaped(item.words)))) + (f" {quoted}" if people and quoted else "")
    answers = [(answer, report.answer_url(answer, item.people[0])) for answer in _ANSWERS] if item.ask else []
    links = " · ".join(f"[{answer}](<{url}>)" for answer, url in answers if url)
    return f"{text} ({links})" if links else text


def _linked(person: Person) -> str:
    name = _as_markdown_text(person.name)
    return f"[{name}](<{person.url}>)" if person.url else f"{name} (`{person.slug}`)"


def _markdown_table(report: Report) -> str:
    head, rows = _table(report.coverage, report.available)
    lines = [
        [head[0], *map(_as_markdown_text, head[1:])],
        ["---", *("--:" for _ in head[1:])],
        *([_as_markdown_text(row[0]), *row[1:]] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# Beside letters and the marks that belong to them: what names have, and no forge reads as more than a name. A point
# stands behind an initial or at the end of a word, since www.school.example would be a link.
_PLAIN_MARKS = frozenset(" ,.'’ʼ-()\"")
_LIKE_A_HOST = re.compile(r"\w\w\.\S|\.\w\w")


def _is_plain(text: str) -> bool:
    letters = all(character in _PLAIN_MARKS or unicodedata.category(character)[0] in "LM" for character in text)
    return letters and text[:1].isalpha() and not _LIKE_A_HOST.search(text)


def _as_markdown_text(text: str) -> str:
    """A stranger's words: as they are where they are a plain name, else as code, in which no forge looks for anything."""
    return text if _is_plain(text) else _verbatim(text)


def _verbatim(text: str) -> str:
    """Text as code, fenced by more backticks than stand in it.

    A bar would end a cell of a table even there, and what scans the raw text would find a mention: an invisible joiner parts it.
    """
    text = text.replace("|", "¦").replace("@", "@\u2060")
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text or text != text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _escaped(text: str) -> str:
    """Our own words, in which brackets and stars mean themselves."""
    return re.sub(r"([\\*_\[\]<>|#~$])", r"\\\1", text)
