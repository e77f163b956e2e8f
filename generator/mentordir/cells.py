"""What people and survey programs write into a cell -> what a profile would say: dates, yes and no, several choices in one.

Nothing here is guessed: text that isn't understood comes back as it was, and the checks say what is wrong with it.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from mentordir.errors import Invalid, shown
from mentordir.formats import language_name, locale_of
from mentordir.scalars import language_codes
from mentordir.vocabulary import Vocabulary, fold

# What surveys write for nothing, and choices that say nothing by themselves.
_NOTHING = frozenset(
    {"[not completed]", "n/a", "na", "none", "none of the above", "prefer not to say", "-", "--", "not applicable", "anonymous"}
)
_SPREADSHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_YES = frozenset(
    {"yes", "y", "true", "x", "1", "checked", "selected", "on", "✓", "✔", "☑", "oui", "ja", "si", "sí", "sim", "agree", "agreed", "accept"}
)
_NO = frozenset({"no", "n", "false", "0", "unchecked", "not selected", "off", "☐", "non", "nein", "nee", "não", "disagree", "decline"})


def blank(text: str) -> bool:
    return not text.strip() or text.strip().lower() == "[not completed]"


def check_readable(text: str) -> None:
    """Refuse what a spreadsheet writes where a formula failed."""
    if _SPREADSHEET_ERROR.fullmatch(text.strip()):
        raise Invalid(f"is the spreadsheet's own error {text.strip()}", "mend the formula, or write the value")


def yes_or_no(text: str) -> bool | None:
    """The answer, also with a sentence after it: "Yes, I agree to be listed". None where it is neither."""
    said = text.strip().casefold().rstrip(".! ")
    if said in _YES or said in _NO:
        return said in _YES
    if re.match(r"i (?:do not|don.t|disagree|decline|refuse|withdraw)\b", said):
        return False
    if re.match(r"i (?:hereby )?(?:agree|consent|accept|confirm|allow|give)\b", said):
        return True
    first = re.match(r"(\w+)\s*[,.;:–—-]", said)
    if first and first[1] in _YES | _NO and len(first[1]) > 1:
        return first[1] in _YES
    return None


# --- dates ------------------------------------------------------------------------------------------------------------

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"

_TIME = re.compile(r"(?<=\d)(?:,?\s+|T)\d{1,2}(?::\d{2}){1,2}.*$", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_DAY_MONTH = re.compile(r"(?:\w+,\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+|de\s+)?([^\W\d_]+)\.?,?[\s-]+(?:de\s+)?(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"(?:\w+,\s+)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?,?[\s-]+(\d{4})")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000


class AmbiguousDate(Exception):  # noqa: N818 - a verdict, like Invalid
    """Day and month could be either way round."""


def date_orders(texts: Iterable[str]) -> set[str]:
    """Which orders a column's own dates prove: "14/3/26" is day first, "3/14/26" month first."""
    orders = set()
    for text in texts:
        if (found := _NUMBERS.fullmatch(_without_time(text))) and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                orders.add(DAY_FIRST)
            elif second > 12 >= first:
                orders.add(MONTH_FIRST)
    return orders


def read_day(text: str, order: str = "", language: str = "en", *, last: bool = False) -> date:
    """The day that a text names. A month alone is its first day, or its last. Raises Invalid, or AmbiguousDate without `order`."""
    said = _without_time(text)
    try:
        day = _read_parts(said, order, _months(language), last=last)
    except ValueError:
        day = None
    if day is None:
        raise Invalid(f"is not a date: {shown(text)}", "write it like 2026-10-14")
    return day


def _read_parts(said: str, order: str, months: Mapping[str, int], *, last: bool) -> date | None:
    """None or a ValueError where it is no date."""
    if found := _YEAR_FIRST.fullmatch(said):
        return _of_month(int(found[1]), int(found[2]), last) if found[3] is None else date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(said):
        return _of_numbers(found, order)
    if found := _DAY_MONTH.fullmatch(said):
        return date(_year(found[3]), months[found[2]], int(found[1])) if found[2] in months else None
    if found := _MONTH_DAY.fullmatch(said):
        return date(_year(found[3]), months[found[1]], int(found[2])) if found[1] in months else None
    if found := _NAMED_MONTH.fullmatch(said):
        return _of_month(int(found[2]), months[found[1]], last) if found[1] in months else None
    if found := _MONTH_YEAR.fullmatch(said):
        return _of_month(int(found[2]), int(found[1]), last)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", said) and _FIRST_SERIAL <= float(said) < _LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(float(said)))
    return None


def _of_numbers(found: re.Match[str], order: str) -> date | None:
    """Two numbers and a year. A number above 12 is a day, and dots are written with the day first everywhere."""
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if max(first, second) <= 12 and first != second and found[2] != "." and not order:
        raise AmbiguousDate(found[0])
    day_first = found[2] == "." or (order == DAY_FIRST if max(first, second) <= 12 or order else first > 12)
    return date(year, second, first) if day_first else date(year, first, second)


def _without_time(text: str) -> str:
    return _TIME.sub("", " ".join(text.split())).strip().casefold()


def _of_month(year: int, month: int, last: bool) -> date:
    return date(year, month, monthrange(year, month)[1] if last else 1)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


@cache
def _months(language: str) -> Mapping[str, int]:
    """Names and abbreviations of months, case folded, in English and in a language."""
    names: dict[str, int] = {"sept": 9}
    for locale in filter(None, (locale_of(language), locale_of("en"))):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names |= {name.casefold().rstrip("."): number for number, name in locale.months[context][width].items()}
    return names


# --- several in one ---------------------------------------------------------------------------------------------------


def split_words(text: str, vocabulary: Vocabulary, separator: str = "") -> list[str]:
    """The choices of a vocabulary in one cell: ids where they are known, the words as written where not.

    Labels may have commas in them, so the longest run that is one wins.
    """
    words: list[str] = []
    for part in _split_on(text, separator) if separator else _split_on(text, ";", "\n", "|"):
        words += [resolve_word(part, vocabulary) or part] if separator else _longest_runs(part, vocabulary)
    return _telling(words)


def _longest_runs(text: str, vocabulary: Vocabulary) -> list[str]:
    """Words between commas; several together only where the vocabulary itself has the commas: "peds, cardiology" are two."""
    parts = _split_commas(text)
    words = []
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + 8), at + 1, -1):
            if found := _resolve_with_commas(", ".join(parts[at:end]), vocabulary):
                words.append(found)
                at = end
                break
        else:
            words.append(resolve_word(parts[at], vocabulary) or parts[at])
            at += 1
    return words


def _resolve_with_commas(text: str, vocabulary: Vocabulary) -> str | None:
    found = vocabulary.resolve(text)
    spellings = (vocabulary.entries[found].label, *vocabulary.entries[found].aliases) if found else ()
    return found if any("," in spelling and fold(spelling) == fold(text) for spelling in spellings) else None


def resolve_word(text: str, vocabulary: Vocabulary) -> str | None:
    """The entry that a choice of a survey names: as written, in the plural, or with an explanation behind it."""
    text = " ".join(text.split())
    short = re.sub(r"\s*\([^()]*\)$", "", text)
    before = re.split(r"\s+[-–—]\s+|:\s+", text, maxsplit=1)[0]
    for candidate in dict.fromkeys((text, short, before)):
        for spelled in (candidate, candidate.removesuffix("s")):
            if spelled and (found := vocabulary.resolve(spelled)):
                return found
    return None


def split_list(text: str, separator: str = "") -> list[str]:
    """Free words in one cell: parted by semicolons or lines where there are any, else by commas."""
    if exported := _exported_list(text):
        return exported
    if separator:
        return _telling(_split_on(text, separator))
    if re.search(r"[;\n|]", text):
        return _telling(_split_on(text, ";", "\n", "|"))
    return _telling(_split_commas(text))


def _exported_list(text: str) -> list[str]:
    """The entries of a list as `export` writes one whose entries hold what would part them; none where it is no such list."""
    try:
        entries = json.loads(text) if text.startswith('["') else []
    except ValueError:
        return []
    return entries if isinstance(entries, list) and all(isinstance(entry, str) for entry in entries) else []


def _split_on(text: str, *separators: str) -> list[str]:
    return [part for piece in re.split("|".join(map(re.escape, separators)), text) if (part := re.sub(r"^[-*•]\s+", "", piece.strip()))]


def _split_commas(text: str) -> list[str]:
    """Parts between commas that stand outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if fold(word) and word.casefold().strip(" :") not in _NOTHING | {"other", "others"}]


# --- single values ----------------------------------------------------------------------------------------------------

_UNITS = r"(?:days?|people|persons?|mentees?|students?|trainees?|slots?|requests?|(?:per|a|/) ?month|\s)+"


def plain_number(text: str) -> str:
    """Digits alone, where a cell has "3.0" or "7 days"."""
    found = re.fullmatch(rf"(\d{{1,9}})(?:\.0+)?(?:\s*{_UNITS})?", text.strip().lower())
    return found[1] if found else text


def plain_language(text: str) -> str:
    """A code, where a cell has a name. What is a code already stays one: "ga" is Irish, and Ga a language too."""
    return text if language_name(text.strip()) else language_codes().get(text.strip().casefold(), text)


def plain_orcid(text: str) -> str:
    bare = re.fullmatch(r"(?:https?://orcid\.org/)?(\d{4})[\s-]*(\d{4})[\s-]*(\d{4})[\s-]*(\d{3}[\dXx])/?", text.strip(), re.ASCII)
    return "-".join(bare.groups()).upper() if bare else text


def plain_url(text: str) -> str:
    """With its scheme, where somebody left it out as browsers do."""
    return f"https://{text}" if re.match(r"(?:[\w-]+\.)+[a-zA-Z]{2,}(?:/|$)", text) and "@" not in text else text
