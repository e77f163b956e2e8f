"""What a YAML parser says -> what the person did.

The parser reports where it gave up; the slip is often a line or twenty earlier. Each rule below recognises one
slip that people really make and points at it. Rules are tried in order, the surest first.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mentordir.errors import shown
from mentordir.yaml_reader import Mark, YamlError


class Finding(NamedTuple):
    message: str
    hint: str
    mark: Mark


class _Context(NamedTuple):
    lines: list[str]
    error: YamlError
    known_keys: frozenset[str]

    def up_to_error(self) -> Iterator[tuple[int, str]]:
        """Numbered lines from the first to the one where the parser gave up, without comments."""
        for number, line in enumerate(self.lines[: self.error.mark.line], 1):
            if not line.lstrip().startswith("#"):
                yield number, line

    def backwards(self) -> Iterator[tuple[int, str]]:
        return reversed(list(self.up_to_error()))


def diagnose(text: str, error: YamlError, known_keys: frozenset[str]) -> Finding:
    """The likeliest slip behind `error`, with its place; what the parser said where none is recognised."""
    if error.hint:
        return Finding(error.message, error.hint, error.mark)
    context = _Context(text.split("\n"), error, known_keys)
    for rule in _RULES:
        if finding := rule(context):
            return finding
    return Finding(error.message, "compare the line and the one before it with a profile that works", error.mark)


def _tab(context: _Context) -> Finding | None:
    for number, line in context.up_to_error():
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation:
            return Finding("is indented with a tab", "use spaces: two for each level", Mark(number, indentation.index("\t") + 1))
    return None


_OPENED = re.compile(r"""^\s*(?:-\s+)*(?:[\w-]+:\s+)?(?:-\s+)*(["'])""")


def _quote(context: _Context) -> Finding | None:
    """An opening quote that is not closed on its line, or closed too early."""
    if not re.search("quoted scalar|expected key|expected '-'|mapping values|unexpected|block end", str(context.error)) and not _quoted(context.error):
        return None
    for number, line in context.up_to_error():
        opened = _OPENED.match(line)
        if not opened:
            continue
        quote, start = opened[1], opened.end()
        closed = _closing(line, quote, start)
        mark = Mark(number, start)
        if closed < 0 and (_quoted(context.error) or number < context.error.mark.line):
            return Finding(f"opens a quote {quote} that is never closed", f"put {quote} at the end of the value, or remove the first one", mark)
        rest = line[closed + 1 :].strip() if closed >= 0 else ""
        if rest and not rest.startswith(("#", ":", ",")):
            remedy = "write '' for an apostrophe inside single quotes, or use double quotes" if quote == "'" else 'put the whole value in quotes, with \\" for a quote inside'
            return Finding(f"has text after the closing quote: {shown(rest)}", remedy, Mark(number, closed + 2))
    return None


def _quoted(error: YamlError) -> bool:
    """Whether the parser was inside quotes when it gave up."""
    return "end of stream" in error.message and error.context is not None


def _closing(line: str, quote: str, start: int) -> int:
    """The index of the quote that closes the one before `start`; -1 where none does."""
    position = start
    while (position := line.find(quote, position)) >= 0:
        if quote == "'" and line[position + 1 : position + 2] == "'":
            position += 2
        elif quote == '"' and (len(line[:position]) - len(line[:position].rstrip("\\"))) % 2:
            position += 1
        else:
            return position
    return -1


def _bracket(context: _Context) -> Finding | None:
    message, opened = context.error.message, context.error.context
    if opened is None or not ("',' or ']'" in message or "',' or '}'" in message):
        return None
    bracket = "[" if "]" in message else "{"
    closing = {"[": "]", "{": "}"}[bracket]
    return Finding(f"opens a {bracket} that is not closed", f"end the list with {closing} and put commas between its values", opened)


def _colon(context: _Context) -> Finding | None:
    """`name Ana`, `name:Ana`."""
    for number, line in context.backwards():
        found = re.match(r"^(\s*(?:-\s+)?)([A-Za-z_]+)(:?)(?=(\s*)\S)", line)
        if not found or found[2] not in context.known_keys:
            continue
        indentation, key, colon, space = found.groups()
        place = Mark(number, len(indentation) + 1)
        if not colon and space:
            return Finding(f"has no colon after {shown(key)}", f"write {key}: and then the value", place)
        if colon and not space:
            return Finding(f"has no space after {shown(key + ':')}", "put a space after the colon", Mark(number, found.end(3) + 1))
    return None


def _colon_in_value(context: _Context) -> Finding | None:
    if "mapping values are not allowed" not in context.error.message:
        return None
    number = context.error.mark.line
    line = context.lines[number - 1]
    found = re.match(r"^\s*(?:-\s+)?[\w-]+: +(\S.*)", line)
    if not found or ":" not in found[1]:
        return None
    return Finding(
        "has a colon followed by a space inside a value, which YAML reads as a new key",
        f"put the value in quotes: {shown(found[1].strip())}",
        Mark(number, found.start(1) + 1),
    )


def _reserved_start(context: _Context) -> Finding | None:
    if "cannot start any token" not in context.error.message:
        return None
    mark = context.error.mark
    character = context.lines[mark.line - 1][mark.column - 1 : mark.column]
    return Finding(f"begins with {character}, which YAML reserves", "put the value in quotes", mark)


def _indentation(context: _Context) -> Finding | None:
    known = ("expected key", "expected '-'", "block end", "mapping values are not allowed", "block sequence entries")
    if not any(part in context.error.message for part in known):
        return None
    mark = context.error.mark
    line = context.lines[mark.line - 1] if mark.line <= len(context.lines) else ""
    return Finding(
        "is not indented like the lines it belongs to",
        "give keys of one group the same number of spaces, two more than the line above the group",
        Mark(mark.line, len(line) - len(line.lstrip()) + 1),
    )


def _bare_text(context: _Context) -> Finding | None:
    """A line of prose among the fields: the parser was waiting for its colon."""
    if "expected ':'" not in context.error.message:
        return None
    mark = context.error.context or context.error.mark
    line = context.lines[mark.line - 1].strip()
    return Finding(
        f"is not a `key: value` line: {shown(line)}",
        "indent it under the field it belongs to, or move it below the closing ---",
        mark,
    )


_RULES: tuple[Callable[[_Context], Finding | None], ...] = (
    _tab,
    _quote,
    _bracket,
    _colon,
    _colon_in_value,
    _reserved_start,
    _bare_text,
    _indentation,
)
