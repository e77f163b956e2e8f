"""The one place where dates, lists, numbers, languages and countries become words, in the site's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

# Sign languages that people mentor in and that the Unicode names lack (ISO 639-3).
SIGN_LANGUAGES = {
    "asf": "Auslan",
    "bfi": "British Sign Language",
    "csl": "Chinese Sign Language",
    "dsl": "Danish Sign Language",
    "fsl": "French Sign Language",
    "gsg": "German Sign Language",
    "ins": "Indian Sign Language",
    "ise": "Italian Sign Language",
    "isg": "Irish Sign Language",
    "jsl": "Japanese Sign Language",
    "kvk": "Korean Sign Language",
    "mfs": "Mexican Sign Language",
    "nzs": "New Zealand Sign Language",
    "ssp": "Spanish Sign Language",
}


@cache
def locale_of(tag: str) -> Locale | None:
    """What is known about a language; the nearest known one for `en-NZ-x`; None for an unknown language."""
    parts = tag.split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


@cache
def language_name(tag: str, in_language: str = "en") -> str | None:
    """ "zh-Hant" -> "Chinese (Traditional)"; None for a language without a known name."""
    if tag in SIGN_LANGUAGES:
        return SIGN_LANGUAGES[tag]
    display = locale_of(in_language) or Locale("en")
    known = locale_of(tag)
    if known:
        name = known.get_display_name(display)
        if name:
            return str(name)
    primary = tag.split("-")[0].lower()
    name = display.languages.get(primary)
    return str(name) if name else None


@dataclass(frozen=True, slots=True)
class Formats:
    """The conventions of one language."""

    language: str

    @property
    def _locale(self) -> Locale:
        return locale_of(self.language) or Locale("en")

    @property
    def direction(self) -> str:
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    def date(self, day: date) -> str:
        """ "14 March 2027", as the language has it."""
        return _date(self.language, day)

    def listing(self, parts: Iterable[str], style: str = "standard") -> str:
        """ "a, b and c"; with the style "or", "a, b or c"."""
        return str(format_list(list(parts), style=style, locale=self._locale))  # type: ignore[arg-type]

    def number(self, number: int) -> str:
        return str(format_decimal(number, locale=self._locale))

    def language_name(self, tag: str) -> str:
        return language_name(tag, self.language) or tag

    def country(self, country: str) -> str:
        """ "US" -> "United States"; a country written out stays as it is."""
        return str(self._locale.territories.get(country.upper(), country)) if len(country) == 2 else country


@cache
def _date(language: str, day: date) -> str:
    return str(format_date(day, "long", locale=locale_of(language) or "en"))
