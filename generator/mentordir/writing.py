"""How profiles are written: one canonical text for a new one, and edits of named fields that leave the rest of a file alone.

The form on the site, `add`, `import` and the other verbs that touch profiles write through here. What is written reads back
as it was: plain words stay plain, everything that YAML could misread stands in double quotes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from mentordir.errors import MentordirError
from mentordir.schema import Model, Profile, field_guides
from mentordir.source import split_front_matter

WIDTH = 100
BIO = "bio"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"(?:[^\W\d_]|\d{4}-\d\d-\d\d$|\d{1,9}$)[^:#\[\]{},&*!|>'\"%@`\n\t\\]*(?<! )")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def quoted(text: str) -> str:
    """`text` as a YAML value: plain where it can't be misread, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def profile_text(fields: Mapping[str, Any], suffix: str = ".md") -> str:
    """The canonical text of a profile with these fields, by their names in YAML: in the schema's order, nothing empty.

    Values are texts, numbers, booleans, dates, and lists and mappings of them. In a .md file the bio follows the fields.
    """
    kept = {name: value for name, value in fields.items() if not _is_empty(value)}
    ordered = {name: kept[name] for name in _in_order(kept, Profile)}
    if suffix != ".md":
        return "".join(_entry(name, value, 0, Profile) for name, value in ordered.items())
    bio = str(ordered.pop(BIO, "")).strip()
    front = "".join(_entry(name, value, 0, Profile) for name, value in ordered.items())
    return f"---\n{front}---\n" + (f"\n{bio}\n" if bio else "")


def edit_text(text: str, suffix: str, changes: Mapping[str, Any]) -> str:
    """The text of a profile with some fields changed; comments, order and all other lines stay.

    `changes`: dotted path ("title", "availability.status") -> its value, or None to take the field out. Raises
    MentordirError for a text that is no profile.
    """
    head, fields, tail = split_front_matter(text) if suffix == ".md" else ("", text, "")
    for path, value in changes.items():
        if path == BIO and suffix == ".md":
            bio = "" if _is_empty(value) else f"\n{str(value).strip()}\n"
            tail = tail[: tail.index("\n") + 1] + bio if "\n" in tail else f"{tail}\n{bio}"
        else:
            fields = _Edited(fields).change(path.split("."), None if _is_empty(value) else value)
    return head + fields + tail


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


# --- values as text ---------------------------------------------------------------------------------------------------


def _entry(name: str, value: Any, indent: int, model: type[Model] | None) -> str:
    """The lines of one field."""
    space = " " * indent
    inner = _model_below(model, name)
    one_line = _inline(value, inner)
    if isinstance(value, Mapping):
        lines = (_entry(key, value[key], indent + 2, inner) for key in _in_order(value, inner) if not _is_empty(value[key]))
        return f"{space}{name}:\n{''.join(lines)}"
    if isinstance(value, list | tuple) and (any(isinstance(item, Mapping) for item in value) or len(one_line) + indent > WIDTH):
        return f"{space}{name}:\n{''.join(_item(item, indent + 2, inner) for item in value)}"
    if isinstance(value, str) and "\n" in (text := value.strip()) and _is_block(text):
        lines = (f"{space}  {line}".rstrip() + "\n" for line in text.split("\n"))
        return f"{space}{name}: |-\n{''.join(lines)}"
    return f"{space}{name}: {one_line}\n"


def _item(item: Any, indent: int, model: type[Model] | None) -> str:
    """The lines of one entry of a list: on one line where they fit."""
    space = " " * indent
    line = f"{space}- {_inline(item, model)}\n"
    if not isinstance(item, Mapping) or len(line) <= WIDTH:
        return line
    lines = "".join(_entry(key, item[key], indent + 2, model) for key in _in_order(item, model) if not _is_empty(item[key]))
    return f"{space}- {lines[indent + 2 :]}"


def _inline(value: Any, model: type[Model] | None = None) -> str:
    """A value on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Mapping():
            pairs = (
                f"{key}: {_inline(value[key], _model_below(model, key))}" for key in _in_order(value, model) if not _is_empty(value[key])
            )
            return "{" + ", ".join(pairs) + "}"
        case list() | tuple():
            return "[" + ", ".join(_inline(item, model) for item in value) + "]"
        case _:
            return quoted(str(value).strip())


def _is_block(text: str) -> bool:
    """Whether a text of several lines survives as a block: no space that would count as indentation, none that would be lost."""
    lines = text.split("\n")
    return not lines[0].startswith((" ", "\t")) and all(line == line.rstrip() and "\t" not in line for line in lines)


def _in_order(names: Iterable[str], model: type[Model] | None) -> list[str]:
    """Names in the order of the model's fields; unknown ones last, as they came."""
    known = _order(model)
    return sorted(names, key=lambda name: known.get(name, len(known)))


def _order(model: type[Model] | None) -> dict[str, int]:
    return {info.alias or name: number for number, (name, info) in enumerate(model.model_fields.items())} if model else {}


def _model_below(model: type[Model] | None, name: str) -> type[Model] | None:
    """The model of the groups in a field."""
    if model is None:
        return None
    return next((guide.group for guide in field_guides(model) if guide.depth == 0 and guide.name == name), None)


# --- edits ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    """A key of a mapping, with its value."""

    key: yaml.ScalarNode
    value: yaml.Node


class _Edited:
    """The YAML part of a file, which was read before and has no machinery."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def change(self, path: list[str], value: Any) -> str:
        """The text with the field at `path` set, or taken out where `value` is None."""
        try:
            root = yaml.compose(self._text, Loader=_LOADER)
        except yaml.YAMLError as error:
            raise MentordirError(f"can't be edited, since it is not valid YAML: {error}") from None
        if root is None:
            return self._text + ("" if value is None else _entry(path[0], _nested(path[1:], value), 0, Profile))
        if not isinstance(root, yaml.MappingNode):
            raise MentordirError("can't be edited, since it does not hold `key: value` lines")
        return self._change_in(root, path, value, Profile)

    def _change_in(self, mapping: yaml.MappingNode, path: list[str], value: Any, model: type[Model] | None) -> str:
        name, *rest = path
        fields = [_Field(key, inner) for key, inner in mapping.value]
        found = next((field for field in fields if field.key.value == name), None)
        if found is None:
            return self._text if value is None else self._insert(mapping, fields, name, _nested(rest, value), model)
        if rest and isinstance(found.value, yaml.MappingNode) and found.value.value:
            only = len(found.value.value) == 1 and found.value.value[0][0].value == rest[0] and len(rest) == 1
            if not (value is None and only):
                return self._change_in(found.value, rest, value, _model_below(model, name))
        elif rest and value is None:
            return self._text
        if value is None:
            return self._delete(mapping, fields, found)
        return self._replace(mapping, found, _nested(rest, value), model)

    # What follows gives the text with one change.

    def _replace(self, mapping: yaml.MappingNode, field: _Field, value: Any, model: type[Model] | None) -> str:
        inner = _model_below(model, str(field.key.value))
        start, end = self._span(field.value)
        on_one_line = field.value.start_mark.line == self._last_line(field.value) == field.key.start_mark.line
        empty = start == end
        lines = _entry(str(field.key.value), value, field.key.start_mark.column, model)
        if mapping.flow_style or (on_one_line and not empty and lines.count("\n") == 1):
            return self._text[:start] + _inline(value, inner) + self._text[end:]
        return self._with_lines(field.key.start_mark.line, self._last_line(field.value) + 1, lines)

    def _delete(self, mapping: yaml.MappingNode, fields: list[_Field], field: _Field) -> str:
        if not mapping.flow_style:
            return self._with_lines(field.key.start_mark.line, self._last_line(field.value) + 1, "")
        number = fields.index(field)
        start, end = self._offset(field.key.start_mark), self._span(field.value)[1]
        if number + 1 < len(fields):
            end = self._offset(fields[number + 1].key.start_mark)
        elif number:
            start = self._span(fields[number - 1].value)[1]
        return self._text[:start] + self._text[end:]

    def _insert(self, mapping: yaml.MappingNode, fields: list[_Field], name: str, value: Any, model: type[Model] | None) -> str:
        """After the field that the schema has before it, else at the end."""
        if mapping.flow_style:
            end = self._text.rindex("}", 0, self._offset(mapping.end_mark))
            comma = ", " if fields else ""
            last = self._span(fields[-1].value)[1] if fields else end
            return self._text[:last] + f"{comma}{name}: {_inline(value, _model_below(model, name))}" + self._text[last:]
        order = _order(model)
        before = [field for field in fields if order.get(str(field.key.value), -1) < order.get(name, len(order))]
        after = max(before or fields, key=lambda field: order.get(str(field.key.value), -1))
        line = self._last_line(after.value) + 1
        return self._with_lines(line, line, _entry(name, value, fields[0].key.start_mark.column, model))

    def _with_lines(self, start: int, end: int, lines: str) -> str:
        before, after = self._text[: self._starts[start]], self._text[min(self._starts[end], len(self._text)) :]
        return (before if not before or before.endswith("\n") else before + "\n") + lines + after

    # Where things stand.

    def _offset(self, mark: Any) -> int:
        return self._starts[int(mark.line)] + int(mark.column)

    def _span(self, node: yaml.Node) -> tuple[int, int]:
        return self._offset(node.start_mark), self._offset(node.end_mark)

    def _last_line(self, node: yaml.Node) -> int:
        """The last line on which something of the value stands: the parser's own end lies behind what follows a block."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._last_line(last[1] if isinstance(last, tuple) else last)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            line: int = node.end_mark.line - (not node.end_mark.column)
            while line > node.start_mark.line and (line >= len(self._lines) or not self._lines[line].strip()):
                line -= 1
            return line
        return int(node.end_mark.line)


def _nested(path: Iterable[str], value: Any) -> Any:
    """A value below the keys that lead to it."""
    for name in reversed(list(path)):
        value = {name: value}
    return value
