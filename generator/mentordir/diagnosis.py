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


_VALUE = re.compile(r"""^\s*(?:-\s+)*(?:[^\s"'#\[{][^"'\[{]*?:\s+)?(?:-\s+)*""")
_FIELD = re.compile(r"^\s*(?:-\s+)?([\w-]+):(?:\s|$)")
_BLOCK_TEXT = re.compile(r"(?:^\s*-|:)\s+[|>][-+\d]*\s*(?:#.*)?$")


class _Context(NamedTuple):
    lines: list[str]
    error: YamlError
    known_keys: frozenset[str]

    def up_to_error(self) -> Iterator[tuple[int, str]]:
        """Numbered lines from the first to the one where the parser gave up, without comments and the text below | and >."""
        block: int | None = None
        for number, line in enumerate(self.lines[: self.error.mark.line], 1):
            if block is not None and (not line.strip() or _indent(line) > block):
                continue
            block = _indent(line) if _BLOCK_TEXT.search(line) else None
            if not line.lstrip().startswith("#"):
                yield number, line

    def near_error(self) -> Iterator[tuple[int, str]]:
        """The last three lines that were read, the nearest first, then the one where the construct at fault began."""
        lines = [(number, line) for number, line in self.up_to_error() if line.strip()]
        yield from reversed(lines[-3:])
        if self.error.context:
            yield from (numbered for numbered in lines[:-3] if numbered[0] == self.error.context.line)

    def line_at(self, mark: Mark) -> str:
        return self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""

    def begins_field(self, line: str) -> bool:
        field = _FIELD.match(line)
        return field is not None and field[1] in self.known_keys


def diagnose(text: str, error: YamlError, known_keys: frozenset[str]) -> Finding:
    """The likeliest slip behind `error`, with its place; what the parser said where none is recognised."""
    context = _Context(text.split("\n"), error, known_keys)
    if error.hint:
        return _second_document(context) or _no_field(context) or Finding(error.message, error.hint, error.mark)
    for rule in _RULES:
        if finding := rule(context):
            return finding
    return Finding(error.message, "compare the line and the one before it with a profile that works", error.mark)


def _second_document(context: _Context) -> Finding | None:
    """The fences of an .md file in a .yaml file."""
    if "second YAML document" not in context.error.message or not context.line_at(context.error.mark).startswith("---"):
        return None
    return Finding(
        "has a --- that ends its fields",
        "remove it; if a bio follows, as in an .md file, let the file's name end in .md",
        context.error.mark,
    )


def _no_field(context: _Context) -> Finding | None:
    return _colon(context) if context.error.message.startswith("does not hold") else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _in_quotes(value: str) -> str:
    """What to do, with the value as it should be where that is short enough to be copied."""
    value = value.strip()
    return f"put the whole value in quotes: {shown(value)}" if len(value) <= 60 and '"' not in value else "put the whole value in quotes"


def _value_start(line: str) -> int:
    """The index at which a line's value begins, behind its dashes and its key."""
    found = _VALUE.match(line)
    assert found is not None
    return found.end()


def _tab(context: _Context) -> Finding | None:
    for number, line in context.up_to_error():
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation:
            return Finding("is indented with a tab", "use spaces: two for each level", Mark(number, indentation.index("\t") + 1))
    return None


# --- quotes -----------------------------------------------------------------------------------------------------------


class _Quoted(NamedTuple):
    """A value in quotes: where they open, and where they close, None if nowhere before the next field or dash."""

    quote: str
    opened: Mark
    closed: Mark | None
    in_brackets: bool


def _quote(context: _Context) -> Finding | None:
    """An opening quote that is not closed, or closed too early."""
    for value in _quoted_values(context):
        quote = value.quote
        if value.closed is None:
            return Finding(
                f"opens a quote {quote} that is never closed", f"put {quote} at the end of the value, or remove the first one", value.opened
            )
        behind = context.line_at(value.closed)[value.closed.column :]
        rest = behind.strip()
        if not rest or rest.startswith(("#", ":", ",", "]", "}")):
            continue
        place = Mark(value.closed.line, value.closed.column + 1 + len(behind) - len(behind.lstrip()))
        if value.in_brackets and rest[0] in "\"'":
            return Finding("has no comma in front of this value", "put a comma between the values of a list", place)
        if quote == "'":
            remedy = "write '' for an apostrophe inside single quotes, or use double quotes"
        else:
            remedy = "put the whole value in single quotes, such as 'the \"open\" clinic'"
        return Finding(f"has text after the closing quote: {shown(rest)}", remedy, place)
    return None


def _quoted_values(context: _Context) -> Iterator[_Quoted]:
    read_to = 0
    for number, line in context.up_to_error():
        if number <= read_to:
            continue
        position = _value_start(line)
        in_brackets = line.startswith(("[", "{"), position)
        while (start := _opening(line, position, in_brackets)) >= 0:
            opened = Mark(number, start + 1)
            closed = _closing(context, line[start], opened)
            yield _Quoted(line[start], opened, closed, in_brackets)
            if closed is None or closed.line > number or not in_brackets:
                read_to = closed.line if closed else number
                break
            position = closed.column


def _opening(line: str, position: int, in_brackets: bool) -> int:
    """The index of the next quote that opens a value; -1 where none does."""
    if not in_brackets:
        return position if line.startswith(('"', "'"), position) else -1
    found = re.compile(r"""(?:[\[{,]|:\s)\s*(["'])""").search(line, position)
    return found.start(1) if found else -1


def _closing(context: _Context, quote: str, opened: Mark) -> Mark | None:
    position = opened.column
    for number, line in enumerate(context.lines[opened.line - 1 :], opened.line):
        if number > opened.line and (context.begins_field(line) or line.lstrip().startswith("- ")):
            return None
        while (position := line.find(quote, position)) >= 0:
            if quote == "'" and line.startswith("''", position):
                position += 2
            elif quote == '"' and (len(line[:position]) - len(line[:position].rstrip("\\"))) % 2:
                position += 1
            else:
                return Mark(number, position + 1)
        position = 0
    return None


def _escape(context: _Context) -> Finding | None:
    if not re.search("escape|hexdecimal", context.error.message):
        return None
    mark = context.error.mark
    backslash = context.line_at(mark).rfind("\\", 0, mark.column)
    return Finding(
        "has a backslash inside double quotes, where it begins a code",
        "write two backslashes, or put the value in single quotes",
        Mark(mark.line, backslash + 1) if backslash >= 0 else mark,
    )


# --- brackets ---------------------------------------------------------------------------------------------------------

_CLOSING = {"[": "]", "{": "}"}


def _text_after_bracket(context: _Context) -> Finding | None:
    """`title: [Associate] Professor`, `interests: [teaching]]`."""
    for number, line in context.up_to_error():
        start = _value_start(line)
        end = _balanced(line, start)
        behind = line[end + 1 :] if end >= 0 else ""
        rest = behind.strip()
        if not rest or rest.startswith(("#", ",", ":")):
            continue
        place = Mark(number, end + 2 + len(behind) - len(behind.lstrip()))
        if rest[0] in "]}":
            return Finding(f"has one {rest[0]} too many", "remove it", place)
        return Finding(f"has text after the closing {line[end]}", _in_quotes(line[start:]), place)
    return None


def _balanced(line: str, start: int) -> int:
    """The index of the bracket that closes the one at `start`; -1 where there is none or none closes it."""
    if not line.startswith(("[", "{"), start):
        return -1
    expected: list[str] = []
    for index, character in enumerate(line[start:], start):
        if character in _CLOSING:
            expected.append(_CLOSING[character])
        elif character in "]}" and character != expected.pop():
            return -1
        if not expected:
            return index
    return -1


def _bracket(context: _Context) -> Finding | None:
    message, opened = context.error.message, context.error.context
    if opened is None or not ("',' or ']'" in message or "',' or '}'" in message):
        return None
    bracket = "[" if "]" in message else "{"
    if _balanced(context.line_at(opened), opened.column - 1) >= 0:
        mark = context.error.mark
        word = re.search(r"\S*$", context.line_at(mark)[: mark.column - 1])
        assert word is not None
        return Finding(
            f"has no comma in front of {shown(word[0])}" if word[0] else "has no comma here",
            "put a comma between the values, and quotes around a value that has a colon",
            Mark(mark.line, word.start() + 1),
        )
    return _unclosed(bracket, opened)


def _open_bracket(context: _Context) -> Finding | None:
    """A bracket that is open at the end of its line, followed by a field or a dash instead of more values."""
    for number, line in context.near_error():
        start = _value_start(line)
        if line.startswith(("[", "{"), start) and _balanced(line, start) < 0:
            return _unclosed(line[start], Mark(number, start + 1))
    return None


def _unclosed(bracket: str, opened: Mark) -> Finding:
    thing = "list" if bracket == "[" else "group"
    return Finding(
        f"opens a {bracket} that is not closed", f"end the {thing} with {_CLOSING[bracket]} and put commas between its values", opened
    )


# --- colons and dashes ------------------------------------------------------------------------------------------------


def _colon(context: _Context) -> Finding | None:
    """`name Ana`, `name:Ana`, `availability` above its group."""
    for number, line in context.near_error():
        found = re.match(r"^(\s*(?:-\s+)?)([A-Za-z_]+)(:?)(\s*)(.*)", line)
        if not found or found[2] not in context.known_keys:
            continue
        indentation, key, colon, space, rest = found.groups()
        if not colon and (space or not rest) and not re.search(r":(\s|$)", rest):
            remedy = f"write {key}: and then the value" if rest else f"write {key}: with a colon at its end"
            return Finding(f"has no colon after {shown(key)}", remedy, Mark(number, len(indentation) + 1))
        if colon and rest and not space:
            return Finding(f"has no space after {shown(key + ':')}", "put a space after the colon", Mark(number, found.end(3) + 1))
    return None


def _dash(context: _Context) -> Finding | None:
    """`-type: research`."""
    for number, line in context.near_error():
        if found := re.match(r"""^\s*-(?=[^\s\W]|["'\[{])""", line):
            return Finding("has no space after its dash", "put a space after the dash", Mark(number, found.end() + 1))
    return None


def _colon_in_value(context: _Context) -> Finding | None:
    if "mapping values are not allowed" not in context.error.message:
        return None
    mark = context.error.mark
    line = context.line_at(mark)
    start = _value_start(line)
    if mark.column <= start or not line[:start].strip() or line.startswith(("[", "{"), start):
        return None
    return Finding(
        "has a second colon, which YAML reads as the end of another field's name",
        _in_quotes(line[start:]),
        Mark(mark.line, start + 1),
    )


# --- the rest ---------------------------------------------------------------------------------------------------------


def _reserved(context: _Context) -> Finding | None:
    """A value that begins with a character of YAML's own, or a list with nothing between two commas."""
    message, mark = context.error.message, context.error.mark
    if re.search(r"alphabetic|directive|(comment|whitespace) or (a )?line break|\btag\b", message):
        mark = context.error.context or mark
    elif not re.search(r"cannot start any token|mapping keys are not allowed|block sequence entries|node content", message):
        return None
    line = context.line_at(mark)
    before, character = line[: mark.column - 1], line[mark.column - 1 : mark.column]
    if character == "," and before.rstrip().endswith((",", "[", "{")):
        return Finding("has nothing in front of this comma", "write a value there, or remove the comma", mark)
    if not character.strip() or (character == "-" and not before.strip()):
        return None
    return Finding(f"begins with {character}, which YAML reserves", "put the value in quotes" if before.strip() else "remove it", mark)


def _bare_text(context: _Context) -> Finding | None:
    """A line of prose among the fields, or a field without colon: the parser was waiting for it."""
    if "expected ':'" not in context.error.message:
        return None
    mark = context.error.context or context.error.mark
    return _colon(context) or Finding(
        f"is not a `key: value` line: {shown(context.line_at(mark).strip())}",
        "indent it under the field it belongs to, or, in an .md file, move it below the closing ---",
        mark,
    )


def _early_end(context: _Context) -> Finding | None:
    """A first field that is indented further than the next, or a line ... among the fields."""
    if "document start" not in context.error.message:
        return None
    lines = [(number, line) for number, line in context.up_to_error() if line.strip()]
    for number, line in lines:
        if line.startswith("..."):
            return Finding("has a line ... that ends its fields", "remove it", Mark(number, 1))
    number, line = lines[0]
    if not _indent(line):
        return None
    return Finding(
        "is indented, and the fields are not all in one column",
        "begin every field at the left margin, but those of a group",
        Mark(number, 1),
    )


def _indentation(context: _Context) -> Finding | None:
    known = ("expected key", "expected '-'", "block end", "mapping values are not allowed", "block sequence entries")
    if not any(part in context.error.message for part in known):
        return None
    mark = context.error.mark
    line = context.line_at(mark)
    place = Mark(mark.line, len(line) - len(line.lstrip()) + 1)
    if "mapping values" in context.error.message and not context.begins_field(line):
        return Finding(
            "goes on with the value above, and its colon makes it look like another field",
            "put the whole value in quotes, from the line above to the end of this one",
            place,
        )
    if line.lstrip().startswith("-"):
        return Finding(
            "has a dash that is not in line with its list",
            "put the dashes of a list in one column, two spaces further in than the field above them",
            place,
        )
    return Finding(
        "is not indented like the lines it belongs to",
        "begin the fields of a group in one column, two spaces further in than its name (after a dash, two spaces past it), and all others at the left margin",
        place,
    )


_RULES: tuple[Callable[[_Context], Finding | None], ...] = (
    _tab,
    _bare_text,
    _quote,
    _escape,
    _text_after_bracket,
    _bracket,
    _open_bracket,
    _colon,
    _dash,
    _colon_in_value,
    _reserved,
    _early_end,
    _indentation,
)
