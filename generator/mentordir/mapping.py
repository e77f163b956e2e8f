"""Which column of a sheet is which field of a profile: guessed from headers, written down to be edited, read again.

A column that fits nothing is left out and listed, one that could be two things is asked for. Nothing else happens on a
guess that nobody can see: the mapping is a file beside the sheet, and the next import goes by it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from mentordir.cells import DAY_FIRST, MONTH_FIRST, blank, date_orders, resolve_word, split_words
from mentordir.errors import Problem, shown
from mentordir.scalars import Day, Word
from mentordir.schema import FieldGuide, Profile, field_guides
from mentordir.sheets import Sheet
from mentordir.source import Source, read_source
from mentordir.vocabulary import Vocabularies, fold
from mentordir.writing import quoted

# What columns may be besides fields of a profile.
ROLES_OF_COLUMNS = {
    "timestamp": "when the row was sent; the day of confirmation where a consent column says yes",
    "consent": "yes means: you may publish this",
    "background.consent": "yes, or the day, means: you may publish my background",
    "name.given": "first name",
    "name.family": "last name",
}
KEYS = ("contact.value", "links.orcid", "name")

_TARGET = re.compile(r"([a-z_]+)(?:\[([\w -]+)\])?((?:\.[a-z_]+)*)(?:\s*=\s*(.+))?")


@dataclass(frozen=True, slots=True)
class Target:
    """`mentoring[1].type = research`: the field, its numbered group if it is one of several, and the choice that a checkbox stands for."""

    path: str
    group: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How a sheet is read. `columns`: header -> what it is; `key`: the header by which people are found again, "" for their name."""

    source: str
    columns: Mapping[str, Target]
    key: str = ""
    dates: str = ""
    separator: str = ""
    constants: Mapping[str, str | list[str]] = field(default_factory=dict)
    replace: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@cache
def guides() -> Mapping[str, FieldGuide]:
    """The fields that a column can give, by their names in a mapping: `mentoring.stages`, `location.city`."""
    described = {guide.path.replace("[]", ""): guide for guide in field_guides(Profile) if guide.kind or guide.many}
    return {
        name: guide
        for name, guide in described.items()
        if not name.startswith("background.identifies.") and name != "background.consent.date"
    }


# --- guessing ---------------------------------------------------------------------------------------------------------

# Phrases are compared whole, folded, and without what surrounds a question; expressions are looked for.
_PHRASES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "mentor", "mentor name", "name of mentor", "first and last name", "name in full", "display name"),
    "name.given": ("first name", "given name", "forename", "given names", "firstname"),
    "name.family": ("last name", "family name", "surname", "lastname"),
    "pronouns": ("pronouns", "pronoun"),
    "credentials": ("credentials", "degrees", "degree", "degree s", "post nominals", "qualifications"),
    "role": ("role", "current role", "professional role", "career level", "position type"),
    "title": ("title", "job title", "position", "academic title", "academic rank", "rank", "current position"),
    "department": ("department", "division", "dept", "department division", "academic department"),
    "institution": ("institution", "school", "hospital", "employer", "affiliation", "university", "workplace", "organization", "organisation", "primary institution"),
    "location.city": ("city", "town"),
    "location.region": ("state", "region", "province", "county", "state province"),
    "location.country": ("country",),
    "location.timezone": ("timezone", "time zone"),
    "training.school": ("medical school attended", "medical school", "alma mater", "where did you train"),
    "training.year": ("graduation year", "year of graduation"),
    "specialties": ("specialty", "specialties", "speciality", "specialities", "clinical specialty", "specialty or subspecialty", "medical specialty", "subspecialty", "subspecialties"),
    "interests": ("interests", "interest", "keywords", "tags", "research interests", "areas of interest", "clinical interests"),
    "mentoring.type": ("mentoring", "mentoring type", "mentoring types", "type of mentoring", "types of mentoring", "type", "mentorship type", "kind of mentoring", "mentoring offered"),
    "mentoring.stages": ("stages", "stage", "trainee stages", "trainee level", "mentee level", "levels", "mentee stages", "level of trainee", "learner level"),
    "mentoring.topics": ("topics", "topic", "mentoring topics", "help with", "areas of mentoring", "mentoring areas"),
    "open_outside_specialty": ("open outside specialty", "outside specialty"),
    "accepts_from": ("accepts from", "accept from", "takes people from"),
    "availability.status": ("availability", "status", "availability status", "available", "current availability"),
    "availability.slots": ("slots", "capacity", "number of mentees", "open slots", "mentee capacity"),
    "availability.formats": ("formats", "mentoring format"),
    "availability.cadence": ("cadence", "frequency", "meeting frequency"),
    "availability.modes": ("modes", "mode", "meeting mode", "meeting modes", "meeting format", "meeting preference"),
    "contact.method": ("contact method", "preferred contact method", "preferred contact", "method of contact"),
    "contact.value": ("email", "e mail", "email address", "e mail address", "mail", "work email", "contact email", "username", "contact"),
    "contact.instructions": ("contact instructions", "instructions"),
    "contact.reply_days": ("reply days", "response time", "reply time"),
    "languages": ("languages", "language", "languages spoken", "spoken languages"),
    "ideal_mentee": ("ideal mentee",),
    "expectations": ("expectations",),
    "why_i_mentor": ("why i mentor", "motivation"),
    "hope_to_gain": ("hope to gain",),
    "links.orcid": ("orcid", "orcid id", "orcid identifier"),
    "links.pubmed": ("pubmed", "publications", "publication list"),
    "links.website": ("website", "web site", "homepage", "home page", "url", "web page"),
    "links.linkedin": ("linkedin", "linkedin profile", "linkedin url"),
    "links.institution": ("institutional profile", "faculty profile", "institutional page", "faculty page", "profile url"),
    "bio": ("bio", "biography", "short bio", "biosketch", "about", "about you", "about me", "profile text"),
    "last_confirmed": ("last confirmed", "confirmed", "confirmed on", "date confirmed", "consent date", "date of consent"),
    "timestamp": ("timestamp", "completion time", "recorded date", "recordeddate", "submitted at", "submission date", "date submitted", "end date", "enddate", "survey timestamp"),
    "consent": ("consent", "permission", "permission to publish", "consent to publish", "agreement"),
}  # fmt: skip
_EXPRESSIONS: tuple[tuple[str, str], ...] = (
    ("name", r"\b(?:full|your|mentor s) name\b"),
    ("pronouns", r"\bpronouns?\b"),
    ("credentials", r"\b(?:credentials|degrees|post nominals?|letters (?:after|behind))\b"),
    ("role", r"\b(?:your|current|which|professional) (?:professional |current )?(?:role|career stage)\b|\bbest describes (?:you|your role)\b"),
    ("title", r"\b(?:job|academic|position) title\b|\byour (?:title|position)\b|\bacademic rank\b"),
    ("department", r"\bdepartment\b"),
    ("institution", r"\b(?:institution|affiliation|where do you work|place of work)\b"),
    ("location.city", r"\bwhich (?:city|town)\b"),
    ("location.timezone", r"\btime ?zone\b"),
    ("training.school", r"\b(?:attend|graduate from|go to|which) medical school\b|\bmedical school (?:did|you)\b"),
    ("visiting_until", r"\bvisit(?:ing)? (?:until|ends?)\b|\bend of (?:your |the )?visit\b"),
    ("specialties", r"\b(?:sub)?specialt(?:y|ies)\b|\b(?:sub)?specialit(?:y|ies)\b|\bareas? of expertise\b|\bclinical areas?\b"),
    ("interests", r"\binterests?\b|\bkeywords\b|\bareas? of expertise\b"),
    ("mentoring.type", r"\b(?:types?|kinds?|forms?) of (?:mentoring|mentorship|mentor)\b|\bhow do you mentor\b"),
    ("mentoring.stages", r"\b(?:stages?|levels?|trainees?|learners?|whom)\b.*\b(?:mentor|work with|accept|take|help|support)|\bmentor\b.*\b(?:stages?|levels?)\b"),
    ("mentoring.topics", r"\btopics?\b|\bhelp (?:with|people with|mentees with|trainees with)\b|\bareas? of expertise\b"),
    ("open_outside_specialty", r"\b(?:outside|other)\b.*\b(?:specialt(?:y|ies)|fields?)\b"),
    ("accepts_from", r"\bfrom (?:where|which|other)\b.*|\bother (?:schools|institutions)\b|\bwhere .*\b(?:mentees|trainees) .*\bfrom\b"),
    ("availability.status", r"\bavailab(?:le|ility)\b|\b(?:accepting|taking)(?: on)?(?: new)? (?:mentees|requests|people)\b"),
    ("availability.slots", r"\bhow many (?:more |new )?(?:mentees|people|students|trainees)\b"),
    ("availability.paused_until", r"\b(?:paused|away|on leave) until\b"),
    ("availability.from", r"\b(?:available|free) from\b|\bstart date\b"),
    ("availability.formats", r"\bhow long\b|\blength of\b|\bduration of\b"),
    ("availability.cadence", r"\bhow often\b|\bhow frequently\b|\bfrequency\b"),
    ("availability.modes", r"\bhow (?:do|would) you (?:like|prefer|want) to meet\b|\b(?:meeting|preferred) modes?\b|\bin person or\b"),
    ("availability.requests_per_month", r"\brequests (?:per|a|each) month\b"),
    ("contact.method", r"\b(?:how|way|method)\b.*\b(?:contact|reach|contacted)\b"),
    ("contact.value", r"\be ?mail\b"),
    ("contact.reply_days", r"\b(?:reply|respond|answer|response)\b.*\b(?:days|time|quickly)\b"),
    ("contact.include", r"\b(?:include|contain)\b.*\bmessage\b|\bmessage\b.*\binclude\b"),
    ("languages", r"\blanguages?\b"),
    ("ideal_mentee", r"\bideal mentee\b|\bwork best with\b"),
    ("expectations", r"\bexpect(?:ations?)?\b"),
    ("why_i_mentor", r"\bwhy (?:do )?(?:i|you)(?: want to)? mentor\b|\bmotivat"),
    ("hope_to_gain", r"\bhope to (?:gain|get|learn)\b"),
    ("links.orcid", r"\borcid\b"),
    ("links.pubmed", r"\bpubmed\b|\bpublications\b"),
    ("links.website", r"\b(?:personal|own|lab) (?:website|web ?page|page|site)\b|\bwebsite\b"),
    ("links.linkedin", r"\blinkedin\b"),
    ("links.institution", r"\b(?:institutional|faculty|hospital|university) (?:web ?page|page|profile|website)\b"),
    ("programs", r"\bprogram(?:me)?s do you\b|\bmentoring program(?:me)?s\b"),
    ("bio", r"\bbio(?:graphy|sketch)?\b|\b(?:tell|say|write)\b.*\babout you"),
    ("timestamp", r"\btimestamp\b"),
    ("consent", r"\b(?:consent|agree|permission)\b|\bmay (?:we|this)\b.*\b(?:publish|list)"),
)  # fmt: skip
_SURVEYS_OWN = frozenset(
    {"id", "record id", "start time", "starttime", "start date", "startdate", "survey identifier", "ip address", "ipaddress", "progress", "finished"}
    | {"duration in seconds", "response id", "responseid", "complete", "points", "quiz feedback", "last modified time", "total points", "status code"}
)  # fmt: skip
_ABOUT_BACKGROUND = re.compile(
    r"\b(?:background|identif(?:y|ies)|identity|ethnicity|race|gender|religion|lgbtq?\w*|first gen(?:eration)?|urim|disabilit(?:y|ies)|ally)\b"
)
_DECORATION = re.compile(
    r"^(?:(?:q|question)? ?\d+[a-z]? )?(?:(?:please|kindly) )?(?:(?:enter|provide|give|list|select|choose|tell us|share|state) )?"
    r"(?:(?:what|which|who) (?:is|are) )?(?:(?:your|the mentor s|my|all|the) )*"
)
_REMARK = re.compile(
    r"\((?:[^()]*\b(?:select|choose|check|tick|pick|optional|required|apply|maximum|max|e\.g|separate|comma)\b[^()]*)\)|\*", re.IGNORECASE
)
_CHECKBOX = re.compile(r"(.+?)\s*\(choice=(.+)\)")
_CODED = re.compile(r"(.+?)___(\w+)")
_NUMBERED = re.compile(r"(?:mentoring )?(?:offer|mentoring) (\d+) (type|kind|stages?|topics?)")
_OTHER = re.compile(r"(?:.* )?(?:other )?(?:please )?specify|.* other|other", re.IGNORECASE)


@dataclass(slots=True)
class Guess:
    """What a column seems to be: one thing, several (a question), or nothing. `note` says why it is left out."""

    candidates: list[str] = field(default_factory=list)
    choice: str = ""
    note: str = ""
    strength: int = 0

    @property
    def text(self) -> str:
        target = f"{self.candidates[0]} = {self.choice}" if self.choice else " or ".join(self.candidates)
        return f"? {target}" if len(self.candidates) > 1 else target


def guess(sheet: Sheet, vocabularies: Vocabularies) -> dict[str, Guess]:
    """What each column of a sheet seems to be, by header."""
    guesses: dict[str, Guess] = {}
    before = Guess()
    for at, header in enumerate(sheet.headers):
        cells = [row.cells[at] for row in sheet.rows if isinstance(row.cells[at], str) and not blank(row.cells[at])]
        found = _guess_column(header, cells, before, vocabularies)
        if found.candidates and cells and {cell.casefold() for cell in cells} == {"anonymous"}:
            found = Guess(note="is anonymous throughout")
        guesses[header] = before = found
    _settle_rivals(guesses, is_survey={"start time", "completion time"} <= {fold(header) for header in sheet.headers})
    return guesses


def _guess_column(header: str, cells: list[str], before: Guess, vocabularies: Vocabularies) -> Guess:
    if checkbox := _CHECKBOX.fullmatch(header) or _CODED.fullmatch(header):
        found = _guess_header(checkbox[1].replace("_", " "))
        path = found.candidates[0] if found.candidates else ""
        guide = guides().get(path)
        if len(found.candidates) == 1 and guide and (guide.many or path == "mentoring.type"):
            word = (
                resolve_word(checkbox[2].replace("_", " "), vocabularies[guide.kind.vocabulary]) if isinstance(guide.kind, Word) else None
            )
            return Guess([path], word or checkbox[2], strength=found.strength)
        return found if found.note else Guess(note="stands for a choice of a question that fits no list")
    folded = fold(header)
    previous = guides().get(before.candidates[0]) if len(before.candidates) == 1 else None
    if _OTHER.fullmatch(folded) and "other" in folded and previous and previous.many:
        return Guess(list(before.candidates), strength=2)
    found = _guess_header(header)
    return _decided_by_cells(found, cells, vocabularies) if len(found.candidates) > 1 else found


def _guess_header(header: str) -> Guess:
    dotted = header.strip().lower().replace("[]", "")
    if dotted in guides() or dotted in ROLES_OF_COLUMNS or (_TARGET.fullmatch(dotted) and "." in dotted and _known(_target(dotted))):
        if dotted.startswith("background"):
            return Guess(note=f"left out until you say so: {dotted}, with the column that has the mentor's consent as background.consent")
        return Guess([dotted], strength=5)
    folded = fold(_REMARK.sub(" ", header))
    if numbered := _NUMBERED.fullmatch(folded):
        name = {"type": "type", "kind": "type"}.get(numbered[2], numbered[2].rstrip("s") + "s")
        return Guess([f"mentoring[{numbered[1]}].{name}"], strength=5)
    bare = _DECORATION.sub("", folded, count=1) or folded
    if folded in _SURVEYS_OWN:
        return Guess(note="belongs to the survey")
    if _ABOUT_BACKGROUND.search(folded):
        return Guess(note="left out until you say so: background.identifies or background.ally_for, with consent as background.consent")
    exact = [target for target, phrases in _PHRASES.items() if bare in phrases or folded in phrases]
    exact += [
        name
        for name, guide in guides().items()
        if folded in (fold(name), fold(guide.help)) and name not in exact and name != "location.city"
    ]
    if len(exact) == 1:
        return Guess(exact, strength=4)
    found = exact or list(dict.fromkeys(target for target, expression in _EXPRESSIONS if re.search(expression, folded)))
    # More telling words are about the rest of the question.
    for telling, others in _STRONGER.items():
        if telling in found:
            found = [target for target in found if target not in others]
    return Guess(found, strength=3 if len(found) == 1 else 1)


_STRONGER: Mapping[str, frozenset[str]] = {
    "timestamp": frozenset({"consent"}),
    "open_outside_specialty": frozenset({"specialties", "mentoring.stages", "accepts_from"}),
    "contact.value": frozenset({"contact.method", "institution"}),
    "links.orcid": frozenset({"links.website"}),
    "links.institution": frozenset({"institution", "links.website"}),
    "consent": frozenset({"name", "bio", "institution", "contact.value", "contact.method", "availability.status", "interests"}),
    "hope_to_gain": frozenset({"mentoring.topics"}),
    "contact.reply_days": frozenset({"contact.method"}),
    "availability.slots": frozenset({"mentoring.stages", "availability.status"}),
    "availability.cadence": frozenset({"mentoring.stages"}),
    "mentoring.type": frozenset({"interests"}),
    "ideal_mentee": frozenset({"mentoring.stages"}),
    "why_i_mentor": frozenset({"mentoring.stages"}),
}


def _decided_by_cells(found: Guess, cells: list[str], vocabularies: Vocabularies) -> Guess:
    """Of several candidates, the one whose words most cells have: "Areas of expertise" may be specialties, topics or neither."""
    shares = {}
    for target in found.candidates:
        guide = guides().get(target)
        if guide and isinstance(guide.kind, Word):
            vocabulary = vocabularies[guide.kind.vocabulary]
            words = [word for cell in cells[:200] for word in split_words(cell, vocabulary)]
            shares[target] = sum(word in vocabulary.entries for word in words) / len(words) if words else 0.0
    known = [target for target, share in shares.items() if share >= 0.8]
    if len(known) == 1:
        return Guess(known, strength=3)
    if cells and not known and "interests" in found.candidates and all(share < 0.2 for share in shares.values()):
        return Guess(["interests"], strength=2)
    return found


def _settle_rivals(guesses: dict[str, Guess], *, is_survey: bool) -> None:
    """A field with a single value takes one column: the clearest. Two that are equally clear become a question."""
    if is_survey:
        # The account with which somebody was signed in, not what they answered.
        for header in guesses.keys() & {"Name", "Email"}:
            guesses[header].strength = min(guesses[header].strength, 2)
    rivals: dict[str, list[str]] = defaultdict(list)
    for header, found in guesses.items():
        if len(found.candidates) == 1 and not found.choice:
            rivals[found.candidates[0]].append(header)
    for target, headers in rivals.items():
        if len(headers) > 1 and not (target in guides() and guides()[target].many):
            _settle(target, headers, guesses)
    if "name" in rivals:
        for header in (*rivals["name.given"], *rivals["name.family"]):
            guesses[header] = Guess(note="the name comes from another column")


def _settle(target: str, headers: list[str], guesses: dict[str, Guess]) -> None:
    best = max(guesses[header].strength for header in headers)
    winners = [header for header in headers if guesses[header].strength == best]
    for header in headers:
        if header not in winners:
            guesses[header] = Guess(note=f"looks like {target} too, which {shown(winners[0])} gives")
        elif len(winners) > 1:
            guesses[header].candidates.append("leave out")


# --- writing ----------------------------------------------------------------------------------------------------------

_HEAD = """\
# How the columns of {name} become profiles. `mentordir import` goes by this file from now on: edit it, then import again.
#
# columns    `column: field`, with the names of a profile's fields: name, contact.value, mentoring.stages ...
#            Nothing behind the colon leaves a column out; ? is a question that has to be answered first.
#            A checkbox is `column: field = choice`. Several columns may fill one list.
#            mentoring.type, .stages and .topics make an offer of each type with all the stages and topics; where each
#            has its own, write mentoring[1].type, mentoring[1].stages, mentoring[2].type and so on.
#            Besides fields: {roles}.
# key        the column by which people are found again at the next import. Choose one that stays: e-mail or ORCID iD.
# dates      day-first or month-first, for dates such as 3/4/2026.
# separator  what stands between several choices in one cell; without it semicolons, lines or commas are understood.
# constants  fields with the same value for everybody.
# replace    words that mean another in this directory: `field: {{"their word": ours}}`; a list stands for several.
# people     who is who, where names alone can't tell: `Ana Lima: ana-lima`, the file's name, or `Ana Lima: new`.
# source     the name under which the next import looks for who is gone.

"""


def mapping_text(sheet: Sheet, guesses: Mapping[str, Guess], has_coordinator: bool) -> str:
    """The file that people edit."""
    lines = [_HEAD.format(name=sheet.name, roles=", ".join(ROLES_OF_COLUMNS)), f"source: {quoted(sheet.name)}\n", "\ncolumns:\n"]
    for header, found in guesses.items():
        note = f"  # {found.note}" if found.note else "" if found.candidates else "  # fits no field"
        lines.append(f"  {_key(header)}: {_value(found.text)}".rstrip() + f"{note}\n")
    single = {found.candidates[0]: header for header, found in guesses.items() if len(found.candidates) == 1 and not found.choice}
    key = next((single[target] for target in KEYS if target in single), "")
    if key:
        lines.append(f"\nkey: {quoted(key)}\n")
    if dates := _order_of(sheet, guesses):
        lines.append(f"dates: {_value(dates)}\n")
    constants = []
    if "availability.status" not in single:
        constants.append("  availability.status: open\n")
    if "contact.value" not in single and "contact.method" not in single and has_coordinator:
        constants.append("  contact.method: coordinator\n")
    return "".join([*lines, *(["constants:\n", *constants] if constants else [])])


def _value(text: str) -> str:
    return f'"{text}"' if text.startswith("?") else text if re.fullmatch(r"[\w.\[\]-]*(?: = [\w .-]+)?", text) else quoted(text)


def _key(text: str) -> str:
    """Always in double quotes: headers have colons and question marks in them."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _order_of(sheet: Sheet, guesses: Mapping[str, Guess]) -> str:
    """The order of day and month where the dates of each column prove it; a question where some could be either."""
    orders: set[str] = set()
    ambiguous = False
    for at, header in enumerate(sheet.headers):
        if len(guesses[header].candidates) != 1 or not is_date(guesses[header].candidates[0]):
            continue
        cells = [row.cells[at] for row in sheet.rows if isinstance(row.cells[at], str)]
        proven = date_orders(cells)
        orders |= proven
        ambiguous = ambiguous or len(proven) > 1 or (not proven and any(re.match(r"\s*\d{1,2}[-/]\d{1,2}[-/]\d", cell) for cell in cells))
    if len(orders) == 1 and not ambiguous:
        return orders.pop()
    return f"? {DAY_FIRST} or {MONTH_FIRST}" if ambiguous or len(orders) > 1 else ""


def is_date(path: str) -> bool:
    guide = guides().get(path)
    return path == "timestamp" or (guide is not None and isinstance(guide.kind, Day))


# --- reading ----------------------------------------------------------------------------------------------------------

_KEYS_OF_MAPPING = ("source", "columns", "key", "dates", "separator", "constants", "replace", "people")


def read_mapping(text: str, path: str, sheet: Sheet) -> tuple[ColumnMap, list[Problem]]:
    """The mapping that somebody wrote, for a sheet, and everything that is wrong with it."""
    source = read_source(text.encode(), path, "mapping", "yaml", _KEYS_OF_MAPPING)
    if source.problems:
        return ColumnMap("", {}), list(source.problems)
    fields = source.document.fields
    problems = [
        source.key_problem((name,), "is not a part of a mapping", _nearest(name, _KEYS_OF_MAPPING))
        for name in fields
        if name not in _KEYS_OF_MAPPING
    ]
    problems += [
        source.problem((name,), "takes lines below it, indented by two spaces")
        for name in ("columns", "constants", "replace", "people")
        if not isinstance(fields.get(name, {}), dict)
    ]
    problems += [
        source.problem((name,), "takes a single value")
        for name in ("key", "dates", "separator", "source")
        if not isinstance(fields.get(name, ""), str)
    ]
    notes = [
        f"{shown(header)} is not in {Path(path).name}, and is left out"
        for header in sheet.headers
        if ("columns", header) not in source.document.keys
    ]
    found = ColumnMap(
        _text(fields.get("source")) or sheet.name,
        _read_columns(source, sheet, problems),
        _read_key(source, sheet, problems),
        _read_order(source, problems),
        _text(fields.get("separator")),
        _read_constants(source, problems),
        _read_replace(source, problems),
        {name: slug for name, slug in _group(fields, "people") if isinstance(slug, str)},
        tuple(notes),
    )
    return found, problems


def _read_columns(source: Source, sheet: Sheet, problems: list[Problem]) -> dict[str, Target]:
    columns: dict[str, Target] = {}
    for header, value in _group(source.document.fields, "columns"):
        target, fault = _read_target(header, value, sheet)
        if fault:
            problems.append(source.problem(("columns", header), *fault))
        elif target:
            columns[header] = target
    return columns


def _read_key(source: Source, sheet: Sheet, problems: list[Problem]) -> str:
    key = _text(source.document.fields.get("key"))
    if key and key not in sheet.headers:
        problems.append(source.problem(("key",), f"{shown(key)} is not a column of {sheet.name}", _nearest(key, sheet.headers)))
        return ""
    return key


def _read_order(source: Source, problems: list[Problem]) -> str:
    dates = _text(source.document.fields.get("dates"))
    if dates and dates not in (DAY_FIRST, MONTH_FIRST):
        message = "is still a question" if dates.startswith("?") else f"is {shown(dates)}"
        remedy = f"write {DAY_FIRST} if 3/4/2026 is in April, {MONTH_FIRST} if it is in March"
        problems.append(source.problem(("dates",), message, remedy))
    return dates


def _read_constants(source: Source, problems: list[Problem]) -> dict[str, str | list[str]]:
    constants: dict[str, str | list[str]] = {}
    for name, constant in _group(source.document.fields, "constants"):
        if name not in guides():
            problems.append(source.key_problem(("constants", name), "is not a field", _nearest(name, guides())))
        elif isinstance(constant, str) or (isinstance(constant, list) and all(isinstance(part, str) for part in constant)):
            constants[name] = constant
        else:
            problems.append(source.problem(("constants", name), "takes a value, or a list of them"))
    return constants


def _read_replace(source: Source, problems: list[Problem]) -> dict[str, dict[str, list[str]]]:
    replace: dict[str, dict[str, list[str]]] = {}
    for name, words in _group(source.document.fields, "replace"):
        if name not in guides() or not isinstance(words, dict):
            problems.append(source.problem(("replace", name), "takes a field, and below it `their word: ours`", _nearest(name, guides())))
        else:
            replace[name] = {
                fold(theirs): [ours] if isinstance(ours, str) else [str(part) for part in ours] for theirs, ours in words.items()
            }
    return replace


def _group(fields: Mapping[str, object], name: str) -> Iterator[tuple[str, object]]:
    group = fields.get(name, {})
    if isinstance(group, dict):
        yield from group.items()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _read_target(header: str, value: object, sheet: Sheet) -> tuple[Target | None, tuple[str, str] | None]:
    """(what a column is, what is wrong with that)."""
    text = _text(value).strip()
    if text == "leave out":
        return None, None
    if text.startswith("?"):
        return None, ("is still a question", f"choose one: {text[1:].strip()}; or write nothing, and the column is left out")
    if header not in sheet.headers:
        return None, (f"{shown(header)} is not a column of {sheet.name}", _nearest(header, sheet.headers))
    target = _target(text)
    if target is None or not _known(target):
        return None, (f"{shown(text)} is not a field", _nearest(text, [*guides(), *ROLES_OF_COLUMNS]))
    return target, None


def _target(text: str) -> Target | None:
    found = _TARGET.fullmatch(text)
    return Target(found[1] + found[3], found[2] or "", (found[4] or "").strip()) if found else None


def _known(target: Target | None) -> bool:
    if target is None or (target.path not in guides() and target.path not in ROLES_OF_COLUMNS):
        return False
    return not target.group or target.path.startswith(("mentoring.", "training."))


def _nearest(text: str, names: Iterable[str]) -> str:
    near = get_close_matches(text.lower(), [name.lower() for name in names], 1, 0.6)
    original = {name.lower(): name for name in names}
    return f'did you mean "{original[near[0]]}"?' if near else f"choose from: {', '.join(names)}"[:300]
