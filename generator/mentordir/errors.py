"""What can be wrong with a directory, and how it is said.

A `Problem` is a finding in somebody's file: it has a place, says what is wrong and what to do.
A `MentordirError` is anything else that the user can mend. Every other exception is our bug.
"""

import re
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


class MentordirError(Exception):
    """The user can mend this; shown as one line, without a traceback."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. Sorted by place; `line` and `column` count from 1 in characters, 0 where the finding has no place."""

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    severity: Severity = "error"


class Invalid(ValueError):  # noqa: N818 - it reads as a verdict: `raise Invalid(...)`
    """A value that a reader refuses.

    `hint` says what to do; `fragment` is the offending part of the value, to point at it inside longer text;
    `field` names the sub-field at fault where the reader saw a whole mapping.
    """

    def __init__(self, message: str, hint: str = "", *, fragment: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fragment = fragment
        self.field = field


_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def shown(value: str, limit: int = 60) -> str:
    """A stranger's text, quoted for a message: one line, no control characters, at most `limit` characters."""
    text = _UNPRINTABLE.sub(" ", value)
    return f'"{text}"' if len(text) <= limit else f'"{text[: limit - 1]}…"'
