"""YAML text -> plain values, with the place of every key and value.

Only a quiet subset of YAML is read: mappings, lists and strings. The C parser's events are consumed one by one
with a stack of our own, so that nothing recurses and limits apply before memory is spent. Scalars stay
strings: `NO`, `12:30` and `0123` are what somebody typed, and the schema decides what they mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from mentordir.errors import shown

MAX_DEPTH = 8
MAX_NODES = 2_000

Path = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]

# The pure-Python parser gives the same events; it is there only where PyYAML was built without libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})
_FRAMES = frozenset({yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent})


class Mark(NamedTuple):
    """A place in a file: line and column, both from 1, in characters."""

    line: int
    column: int


class YamlError(Exception):
    """YAML that is refused, with its place; `context` is where the construct at fault began, if known."""

    def __init__(self, message: str, mark: Mark, hint: str = "", context: Mark | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mark = mark
        self.hint = hint
        self.context = context


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML text says, and where.

    `fields` leaves out keys without a value; those stand in `keys` all the same, so that "has no value" can be
    told from "is missing". `cut` are the plain values followed by a comment, which may have been meant as text.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    cut: list[Path] = field(default_factory=list)
    repeated: list[tuple[Path, Mark, Mark]] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read."""

    path: Path
    content: dict[str, Value] | list[Value]
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        return self.key is None and isinstance(self.content, dict)


def read_yaml(text: str, max_nodes: int = MAX_NODES) -> Document:
    """The mapping that `text` holds. Raises YamlError for anything but one plain mapping, or more than `max_nodes` values."""
    document = Document()
    stack: list[_Open] = []
    lines = text.split("\n")
    for event in _quiet_events(text, max_nodes):
        kind = type(event)
        if kind in _ENDS:
            stack.pop()
            continue
        mark = _mark(event.start_mark)
        parent = stack[-1] if stack else None
        if parent is not None and parent.wants_key:
            _open_key(parent, event, mark, document)
        elif kind is yaml.ScalarEvent:
            _add_scalar(parent, event, mark, document, lines)
        elif len(stack) >= MAX_DEPTH:
            raise YamlError(f"is nested more than {MAX_DEPTH} levels deep", mark, "a profile needs at most four")
        else:
            stack.append(_open_collection(parent, kind is yaml.MappingStartEvent, mark, document))
    return document


def _quiet_events(text: str, max_nodes: int) -> Iterator[Any]:
    """Beginnings and ends of mappings and lists, and scalars. Raises YamlError for invalid YAML and for more than that.

    What an event has depends on its class, which is known to us and not to the type checker.
    """
    nodes = documents = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind in _FRAMES:
                documents += kind is yaml.DocumentStartEvent
                if documents > 1 or getattr(event, "version", None) or getattr(event, "tags", None):
                    raise _second_document(event)
                continue
            if kind not in _ENDS:
                nodes += 1
                if nodes > max_nodes:
                    raise YamlError(f"has more than {max_nodes:,} values", _mark(event.start_mark), "a profile needs far fewer")
                if event.anchor is not None or event.tag is not None:
                    raise _machinery(event)
            yield event
    except yaml.MarkedYAMLError as error:
        context = _mark(error.context_mark) if error.context_mark else None
        place = _mark(error.problem_mark) if error.problem_mark else context or Mark(1, 1)
        raise YamlError(f"is not valid YAML: {error.problem or error.context}", place, "", context) from None


def _second_document(event: Any) -> YamlError:
    remedy = "remove the extra --- or the line that begins with %"
    return YamlError("is a second YAML document, or a directive", _mark(event.start_mark), remedy)


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _machinery(event: Any) -> YamlError:
    """Anchors, aliases and tags make values that don't stand where they are read."""
    mark = _mark(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        return YamlError(f"begins with *, which YAML reads as a reference (*{event.anchor})", mark, 'put the value in quotes: "*..."')
    if event.anchor is not None:
        return YamlError(f"begins with &, which YAML reads as an anchor (&{event.anchor})", mark, 'put the value in quotes: "&..."')
    return YamlError("begins with !, which YAML reads as a tag", mark, 'put the value in quotes: "!..."')


def _open_collection(parent: _Open | None, is_mapping: bool, mark: Mark, document: Document) -> _Open:
    """Begin a mapping or a list; the outermost is the document itself, and must be a mapping."""
    if parent is None:
        if not is_mapping:
            raise _not_a_mapping(mark)
        document.values[()] = mark
        return _Open((), document.fields)
    path = _next_path(parent)
    document.values[path] = mark
    content: dict[str, Value] | list[Value] = {} if is_mapping else []
    _attach(parent, content)
    return _Open(path, content)


def _open_key(parent: _Open, event: Any, mark: Mark, document: Document) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise YamlError("has a list or mapping where a key belongs", mark, "write `key: value`; put text with brackets or braces in quotes")
    key = event.value
    if key == "<<":
        raise YamlError("has a merge key (<<)", mark, "write the values out")
    path = (*parent.path, key)
    if path in document.keys:
        if not any(path[: len(outer)] == outer for outer, _, _ in document.repeated):
            document.repeated.append((path, mark, document.keys[path]))
    else:
        document.keys[path] = mark
    parent.key = key


def _next_path(parent: _Open) -> Path:
    content = parent.content
    return (*parent.path, len(content)) if parent.key is None else (*parent.path, parent.key)


def _attach(parent: _Open, value: Value) -> None:
    """Put a value into its collection. Of a key given twice, the first counts."""
    if isinstance(parent.content, list):
        parent.content.append(value)
    elif parent.key is not None:
        parent.content.setdefault(parent.key, value)
        parent.key = None


def _add_scalar(parent: _Open | None, event: Any, mark: Mark, document: Document, lines: list[str]) -> None:
    text = event.value
    if parent is None:
        if text:
            raise _not_a_mapping(mark)
        return
    plain = not event.style
    if not text or text.isspace() or (plain and text in ("~", "null")):
        if isinstance(parent.content, dict):
            parent.key = None
            return
        text = ""
    path = _next_path(parent)
    document.values.setdefault(path, mark)
    _attach(parent, text)
    if plain:
        end = event.end_mark
        # Most plain values end their line; only what follows one that doesn't can be a comment.
        if end.line < len(lines) and "#" in (line := lines[end.line]) and line[end.column :].lstrip().startswith("#"):
            document.cut.append(path)


def _not_a_mapping(mark: Mark) -> YamlError:
    return YamlError("does not hold `key: value` lines", mark, f"begin with a line such as {shown('name: Ana Lima')}")
