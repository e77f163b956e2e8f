"""How each kind of single value is read, described to people, and described to editors.

YAML gives text; a `Scalar` turns it into what it means or refuses it with a reason and a remedy. Pydantic calls
`read`, the documentation `describe`, and the JSON Schema `json_schema`, so the three cannot disagree.
"""

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from mentordir.errors import Invalid, shown
from mentordir.formats import language_name
from mentordir.source import FORBIDDEN_CHARACTER
from mentordir.vocabulary import Entry, Vocabularies, fold, shipped_vocabularies

LINE_LIMIT = 200
PROSE_LIMIT = 1_500
URL_LIMIT = 500
FIRST_YEAR, LAST_YEAR = 1900, 2200
MAX_BRACKETS = 100
MAX_INDENT = 16
MAX_QUOTE_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the project knows that a single value cannot: `photos` maps a file's name to why it can't be used, "" if it can."""

    vocabularies: Vocabularies = field(default_factory=shipped_vocabularies)
    day: date = date(LAST_YEAR, 1, 1)
    institution: str | None = None
    has_coordinator: bool = True
    programs: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    photos: Mapping[str, str] = field(default_factory=dict)


_CURLY_QUOTED = re.compile(r"[“”„][^“”„]*[“”]|‘.*’")
_HALF_QUOTED = re.compile(r"[“”„][^“”„]*|[^“”„]*[“”„]")


class Scalar(ABC):
    """A kind of value that is written as text. Subclasses say what the text must be."""

    @abstractmethod
    def read(self, text: str, around: Surroundings) -> Any:
        """The value that `text` stands for. Raises Invalid."""

    @abstractmethod
    def describe(self) -> str:
        """The kind in words, as in "a date such as 2026-10-14"."""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string"}

    def prepare(self, text: str) -> str:
        """`text` as `read` wants it: one line, single spaces."""
        text = " ".join(text.split())
        if _CURLY_QUOTED.fullmatch(text):
            raise Invalid(f"is wrapped in curly quotes: {shown(text)}", "use straight quotes or none")
        if _HALF_QUOTED.fullmatch(text):
            raise Invalid(f"has a curly quote at one end only: {shown(text)}", "use straight quotes around the whole value, or none")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.json_schema()

    def _validate(self, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            raise _wrong_shape(value, self)
        if strange := FORBIDDEN_CHARACTER.search(value):
            # It was not in the file as such: only double quotes can make one.
            raise Invalid(f"has the invisible character U+{ord(strange[0]):04X}", "remove its code, which begins with a backslash")
        text = self.prepare(value)
        if not text:
            raise Invalid("is empty", f"give {self.describe()}, or remove it")
        return self.read(text, info.context or Surroundings())


def _wrong_shape(value: Any, kind: Scalar) -> Invalid:
    if isinstance(value, list):
        texts = [part for part in value if isinstance(part, str)]
        remedy = (
            f"write it without brackets or dash: {texts[0]}"
            if len(texts) == 1
            else f"keep one of them, without brackets or dash: {', '.join(texts)}"
        )
        return Invalid("is a list, but takes a single value", remedy if texts else f"give {kind.describe()}")
    key, inner = next(iter(value.items()), ("", ""))
    if len(value) == 1 and isinstance(inner, str):
        return Invalid(
            "is read as a field and its value, because of the colon",
            f"put the whole value in quotes: {shown(f'{key}: {inner}', 200)}",
            fragment=f"{key}:",
        )
    return Invalid("is a group of fields, but takes a single value", f"give {kind.describe()}")


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise Invalid(f"is {len(text):,} characters long; the limit is {limit:,}", "shorten it")


@dataclass(frozen=True, slots=True)
class Line(Scalar):
    """One line of text in any script."""

    limit: int = LINE_LIMIT

    def read(self, text: str, around: Surroundings) -> str:
        _check_length(text, self.limit)
        _refuse_address(text)
        return text

    def describe(self) -> str:
        return f"text of at most {self.limit} characters"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit}


_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_TARGET = re.compile(r"\]\(\s*<?([^\s)>]*)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]*)", re.MULTILINE)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^>\s]*)>")


_DEEP_QUOTE = re.compile(rf"\s*(?:>\s*){{{MAX_QUOTE_DEPTH + 1},}}")


@dataclass(frozen=True, slots=True)
class Prose(Scalar):
    """Markdown, held to what renders fast and safely: no HTML, no images, https links, bounded nesting."""

    limit: int = PROSE_LIMIT
    max_indent: int = MAX_INDENT

    def prepare(self, text: str) -> str:
        return text.strip("\n").rstrip()

    def read(self, text: str, around: Surroundings) -> str:
        _check_length(text, self.limit)
        _refuse_address(text)
        if "<!--" in text:
            raise Invalid("has an HTML comment", "remove it; everybody could read it", fragment="<!--")
        if tag := _TAG.search(text):
            raise Invalid(
                f"has HTML: {shown(tag[0])}",
                "use Markdown: **bold**, *italic*, - for a list, [words](https://...) for a link",
                fragment=tag[0],
            )
        if "![" in text:
            raise Invalid("has an image", "remove it; a portrait goes into `photo`", fragment="![")
        for link in (*_TARGET.finditer(text), *_AUTOLINK.finditer(text)):
            target = next(filter(None, link.groups()), "")
            try:
                self.check_link(target, around)
            except Invalid as refusal:
                raise Invalid(f"has a link that {refusal.message}", refusal.hint, fragment=target) from None
        if (brackets := text.count("[")) > MAX_BRACKETS:
            raise Invalid(f"has {brackets} opening brackets; the limit is {MAX_BRACKETS}", "use fewer links", fragment="[")
        for line in text.split("\n"):
            stripped = line.lstrip(" \t")
            indent = len(line[: len(line) - len(stripped)].expandtabs(4))
            if stripped and indent > self.max_indent:
                raise Invalid(f"is indented by {indent} spaces; the limit is {self.max_indent}", "nest lists less deeply", fragment=line)
            if _DEEP_QUOTE.match(line):
                raise Invalid(f"has quotations nested more than {MAX_QUOTE_DEPTH} deep", "use fewer >", fragment=line)
        return text

    def check_link(self, target: str, around: Surroundings) -> None:
        """Raises Invalid where a link must not lead to `target`."""
        read_https(target)

    def describe(self) -> str:
        return f"Markdown of at most {self.limit:,} characters"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit}


@dataclass(frozen=True, slots=True)
class GuideProse(Prose):
    """Markdown of a guide page: longer, and with links to other pages of the site, `page:finding` and `site:browse/`."""

    limit: int = 20_000
    max_indent: int = 60

    def check_link(self, target: str, around: Surroundings) -> None:
        kind, _, rest = target.partition(":")
        if kind == "page":
            name = rest.partition("#")[0]
            if name not in around.pages:
                raise Invalid(f"leads to no guide page: {shown(target)}", f"the pages are: {', '.join(sorted(around.pages))}")
        elif kind == "site":
            if not re.fullmatch(r"[a-z0-9/.#-]*", rest):
                raise Invalid(f"is not an address of this site: {shown(target)}", "write site:browse/, for instance")
        elif not target.startswith("#"):
            read_https(target)


# Harvesters decode entities, and Markdown drops backslashes, so an address is looked for after both.
# It begins where its word does: to try every later letter of a long word too would take a third of a second.
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def find_address(text: str) -> str:
    """The first e-mail address in `text`, as a reader or a harvester would see it; "" if there is none."""
    if "@" not in text and "&" not in text:
        return ""
    found = _ADDRESS.search(html.unescape(text.replace("\\", "")))
    return found[0] if found else ""


def _refuse_address(text: str) -> None:
    if address := find_address(text):
        as_written = address if address in text else next((word for word in text.split() if find_address(word) == address), "")
        raise Invalid(
            "has an e-mail address in its text", "remove it; an address belongs in `contact`, which protects it", fragment=as_written
        )


@dataclass(frozen=True, slots=True)
class Day(Scalar):
    """A calendar day. With `past`, at most one day after today: it may already be tomorrow where the mentor lives."""

    past: bool = False

    def read(self, text: str, around: Surroundings) -> date:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise Invalid(f"is not a date: {shown(text)}", _date_remedy(text))
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise Invalid(f"is not a day of the calendar: {text}", "check the month (01 to 12) and the day") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Invalid(f"is in the year {day.year}", "check the year")
        if self.past and day > around.day + timedelta(days=1):
            raise Invalid(f"is in the future: {text}", f"write the day on which it was said; today is {around.day}")
        return day

    def describe(self) -> str:
        return "a date such as 2026-10-14 (year-month-day)"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _date_remedy(text: str) -> str:
    """The ISO spelling of a date written another way; both readings where 10/01 can be either."""
    numbers = [int(part) for part in re.findall(r"\d+", text, re.ASCII)[:3] if len(part) <= 4]
    month = next((i for i, name in enumerate(_MONTHS, 1) if name in text.lower()), None)
    readings: list[tuple[int, int, int]] = []
    if month and len(numbers) == 2:
        readings = [(max(numbers), month, min(numbers))]
    elif len(numbers) == 3 and numbers[0] > 31:
        readings = [(numbers[0], numbers[1], numbers[2])]
    elif len(numbers) == 3 and numbers[2] > 31:
        readings = [(numbers[2], numbers[0], numbers[1]), (numbers[2], numbers[1], numbers[0])]
    days = list(dict.fromkeys(day for reading in readings if (day := _iso_day(*reading))))
    if not days:
        return "write year-month-day, such as 2026-10-14"
    return f"write {days[0]}" if len(days) == 1 else f"write the year first: {' or '.join(days)}"


def _iso_day(year: int, month: int, day: int) -> str:
    """The day as a profile has it, "" where there is none such."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Whole(Scalar):
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def read(self, text: str, around: Surroundings) -> int:
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
            raise Invalid(f"is not a whole number: {shown(text)}", f"write {self.describe()}, in digits only")
        number = int(text)
        if not self.least <= number <= self.most:
            raise Invalid(f"is {number}", f"write {self.describe()}")
        return number

    def describe(self) -> str:
        return f"a number from {self.least} to {self.most}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class YesNo(Scalar):
    """true or false; yes and no are read the same."""

    def read(self, text: str, around: Surroundings) -> bool:
        answer = {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())
        if answer is None:
            raise Invalid(f"is neither true nor false: {shown(text)}", "write true or false")
        return answer

    def describe(self) -> str:
        return "true or false"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Word(Scalar):
    """An entry of a vocabulary, by id, label or alias; read as its id."""

    vocabulary: str
    noun: str

    def read(self, text: str, around: Surroundings) -> str:
        vocabulary = around.vocabularies[self.vocabulary]
        found = vocabulary.resolve(text)
        if found is None:
            if vocabulary.is_hidden(text):
                raise Invalid(f"{shown(text)} is a {self.noun} that this directory does not use", "see vocabulary: in directory.yml")
            raise Invalid(f"{shown(text)} is not a known {self.noun}", self._remedy(text, around))
        return found

    def _remedy(self, text: str, around: Surroundings) -> str:
        vocabulary = around.vocabularies[self.vocabulary]
        choices = [entry.id for entry in vocabulary.choices()]
        extendable = self.vocabulary == "specialties"
        words = [word for word in re.split(r"[\s,;/|]+", text) if word.strip("-&")]
        if len(words) > 1 and all(vocabulary.resolve(word) for word in words):
            return f"one value takes one word; where a list belongs, write [{', '.join(words)}]"
        if near := vocabulary.suggest(text):
            names = " or ".join(_spelled(entry, text) if extendable else f'"{entry.id}"' for entry in near)
            return f"did you mean {names}?" + (" Others can be added under vocabulary: in directory.yml" if extendable else "")
        if len(choices) <= 30:
            return f"choose from: {', '.join(choices)}"
        return "see the list of specialties in the guide, or add it under vocabulary: in directory.yml"

    def describe(self) -> str:
        return f"a {self.noun}" if self.vocabulary == "specialties" else "one of the listed words"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "x-vocabulary": self.vocabulary}


def _spelled(entry: Entry, text: str) -> str:
    """The entry's label in quotes; in front of it the alias that `text` comes close to, if that is why it is suggested."""
    near = get_close_matches(fold(text), [fold(entry.label), *map(fold, entry.aliases)], 1, 0.75)
    alias = next((alias for alias in entry.aliases if near and fold(alias) == near[0]), None)
    return f'"{alias}" ({entry.label})' if alias else f'"{entry.label}"'


@dataclass(frozen=True, slots=True)
class Choice(Scalar):
    """One of a few words that never change."""

    words: tuple[str, ...]

    def read(self, text: str, around: Surroundings) -> str:
        if text.lower() not in self.words:
            raise Invalid(f"{shown(text)} is not one of its values", f"choose from: {', '.join(self.words)}")
        return text.lower()

    def describe(self) -> str:
        return " or ".join(self.words)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}


_HOST = re.compile(r"(?:[\w](?:[\w-]*[\w])?\.)+[\w-]*\w(?::\d{1,5})?")


def read_https(text: str) -> str:
    """A web address that is safe to link to. Raises Invalid.

    An @ in its path or query becomes %40: booking pages carry mailboxes there, and harvesters read them.
    """
    if text.lower().startswith("http://"):
        raise Invalid(f"is an http address: {shown(text)}", f"write https://{text[7:]}, if the site offers it")
    if not text.lower().startswith("https://"):
        looks_bare = re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text)
        raise Invalid(
            f"is not an https address: {shown(text)}",
            f"write https://{text}" if looks_bare else "write the whole address, beginning with https://",
        )
    _check_length(text, URL_LIMIT)
    if re.search(r"[\s<>\"'`\\{}|^]", text):
        raise Invalid(f"has a character that no web address has: {shown(text)}", "copy the address from the browser's address bar")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Invalid(f"is not a web address: {shown(text)}", "copy it from the browser's address bar") from None
    if "@" in parts.netloc:
        raise Invalid(f"names a user in front of its host: {shown(text)}", "remove the part before the @")
    if not _HOST.fullmatch(parts.netloc):
        raise Invalid(f"has no host name: {shown(text)}", "copy the address from the browser's address bar")
    return f"https://{parts.netloc}" + text[8 + len(parts.netloc) :].replace("@", "%40")


class Url(Scalar):
    """A link: https only, no user before the host."""

    def read(self, text: str, around: Surroundings) -> str:
        return read_https(text)

    def describe(self) -> str:
        return "a web address that begins with https://"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]://", "maxLength": URL_LIMIT}


class HomeUrl(Url):
    """The address of the published home page. http is for trying things out on one's own machine."""

    def read(self, text: str, around: Surroundings) -> str:
        local = re.match(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$)", text)
        address = text if local else read_https(text)
        if "?" in address or "#" in address:
            raise Invalid(f"has a ? or # in it: {shown(text)}", "write the address of the home page only")
        return address if address.endswith("/") else address + "/"


_EMAIL = re.compile(r"[\w.!#$*+/=^`{}|~'-]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.)+[\w-]*\w")


def read_email(text: str) -> str:
    """A bare e-mail address. Raises Invalid."""
    if text.lower().startswith("mailto:"):
        raise Invalid("begins with mailto:", f"write only the address: {text[7:]}")
    if "?" in text:
        raise Invalid(f"has more than an address, from the ? on: {shown(text)}", f"write only {text.split('?')[0]}")
    if text.lower().startswith(("http://", "https://")):
        raise Invalid(
            f"is a web address, not an e-mail address: {shown(text)}",
            "write an e-mail address; in contact, the methods form, scheduling and profile take web addresses",
        )
    if bracketed := re.search(r"<([^<>\s]+@[^<>\s]+)>", text):
        raise Invalid(f"has more than an address: {shown(text)}", f"write only {bracketed[1]}")
    if " " in text:
        raise Invalid(f"has a space in it: {shown(text)}", "write one address, without name or spaces")
    if not _EMAIL.fullmatch(text):
        raise Invalid(f"is not an e-mail address: {shown(text)}", "write one address such as ana@lakeside.example")
    _check_length(text, LINE_LIMIT)
    return text


class Email(Scalar):
    """An e-mail address on its own."""

    def read(self, text: str, around: Surroundings) -> str:
        return read_email(text)

    def describe(self) -> str:
        return "an e-mail address"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": LINE_LIMIT}


class Reach(Scalar):
    """Where a request goes: an e-mail address or a web address. Which of them, the contact method decides."""

    def read(self, text: str, around: Surroundings) -> str:
        _check_length(text, URL_LIMIT)
        return text

    def describe(self) -> str:
        return "an e-mail address or a web address"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": URL_LIMIT}


class Language(Scalar):
    """A BCP 47 tag that names a known language."""

    def read(self, text: str, around: Surroundings) -> str:
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
            named = language_codes().get(text.casefold())
            raise Invalid(
                f"is not a language code: {shown(text)}", f"write {named}" if named else "write a code such as en, es, zh-Hant or pt-BR"
            )
        primary, *rest = text.split("-")
        tag = "-".join(
            [primary.lower(), *(part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower() for part in rest)]
        )
        if language_name(tag) is None:
            raise Invalid(f"is not a known language code: {shown(text)}", "write a code such as en, es, zh-Hant or pt-BR")
        return tag

    def describe(self) -> str:
        return "a language code such as en, es or zh-Hant (BCP 47)"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}


@cache
def language_codes() -> Mapping[str, str]:
    """English name, case folded -> code."""
    return {name.casefold(): code for code, name in Locale("en").languages.items()}


class TimeZone(Scalar):
    """An IANA time zone. The names come from the tzdata package, the same on every machine."""

    def read(self, text: str, around: Surroundings) -> str:
        if text not in time_zones():
            near = [zone for zone in time_zones() if zone.lower().endswith(text.lower().replace(" ", "_"))]
            remedy = f"did you mean {min(near, key=len)}?" if near else "write a name such as America/New_York or Europe/London"
            raise Invalid(f"is not a time zone: {shown(text)}", remedy)
        return text

    def describe(self) -> str:
        return "a time zone such as America/New_York (IANA)"


@cache
def time_zones() -> frozenset[str]:
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


class Orcid(Scalar):
    """An ORCID iD, its check digit verified (ISO 7064 MOD 11-2)."""

    def read(self, text: str, around: Surroundings) -> str:
        digits = re.sub(r"^https?://orcid\.org/", "", text, flags=re.IGNORECASE).upper()
        if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", digits, re.ASCII):
            bare = re.fullmatch(r"(\d{4})[\s-]*(\d{4})[\s-]*(\d{4})[\s-]*(\d{3}[\dX])", digits, re.ASCII)
            remedy = f"write {'-'.join(bare.groups())}" if bare else "write sixteen digits such as 0000-0001-2345-6789"
            raise Invalid(f"is not an ORCID iD: {shown(text)}", remedy)
        if orcid_check_digit(digits[:-1]) != digits[-1]:
            raise Invalid(f"has a wrong check digit: {digits}", "compare it with the iD on orcid.org; a digit is mistyped")
        return digits

    def describe(self) -> str:
        return "an ORCID iD such as 0000-0001-2345-6789"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(https?://orcid\.org/)?(\d{4}-){3}\d{3}[\dXx]$"}


def orcid_check_digit(digits: str) -> str:
    """The last character of an ORCID iD whose others are `digits`; hyphens are ignored."""
    total = 0
    for digit in digits.replace("-", ""):
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_SLUG = 64


@dataclass(frozen=True, slots=True)
class Slug(Scalar):
    """A name as it stands in an address."""

    def read(self, text: str, around: Surroundings) -> str:
        if not SLUG.fullmatch(text) or len(text) > MAX_SLUG:
            raise Invalid(
                f"is not a slug: {shown(text)}", f"write small letters, digits and single hyphens, at most {MAX_SLUG}, such as ana-lima"
            )
        return text

    def describe(self) -> str:
        return "small letters, digits and hyphens, such as ana-lima"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": MAX_SLUG}


class Program(Slug):
    """The slug of a file in content/programs."""

    def read(self, text: str, around: Surroundings) -> str:
        if text not in around.programs:
            near = get_close_matches(text.lower(), around.programs, 1, 0.6)
            known = (
                f"the programs are: {', '.join(sorted(around.programs))}"
                if 0 < len(around.programs) <= 12
                else f"add content/programs/{text}.yaml"
            )
            raise Invalid(f"{shown(text)} is not a known program", f'did you mean "{near[0]}"?' if near else known)
        return text

    def describe(self) -> str:
        return "the name of a file in content/programs, without .yaml"


class PhotoFile(Scalar):
    """The plain name of an image in content/mentors/photos."""

    def read(self, text: str, around: Surroundings) -> str:
        if "://" in text or text.startswith("//"):
            raise Invalid("is on another site", "save the image in content/mentors/photos/ and write its file name")
        if "/" in text or "\\" in text or text.startswith("."):
            raise Invalid(f"is not a plain file name: {shown(text)}", f"write only {text.replace(chr(92), '/').split('/')[-1]}")
        if text not in around.photos:
            folded = {name.casefold(): name for name in around.photos}
            near = folded.get(text.casefold())
            raise Invalid(
                f"names a photo that is not there: {shown(text)}",
                f"the file is called {near}; capitals count" if near else "put the image into content/mentors/photos/",
            )
        if around.photos[text]:
            raise Invalid(around.photos[text], "save it as JPEG, PNG or WebP of at most 5 MB and 24 megapixels")
        return text

    def describe(self) -> str:
        return "the name of a JPEG, PNG or WebP file in content/mentors/photos"


class Colour(Scalar):
    """A colour as #rrggbb."""

    def read(self, text: str, around: Surroundings) -> str:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
            raise Invalid(f"is not a colour: {shown(text)}", 'write six digits in quotes, such as "#00629b"')
        return text.lower()

    def describe(self) -> str:
        return 'a colour such as "#00629b"'

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}
