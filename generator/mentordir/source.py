"""One content file as it was written: its fields, where each stands, and every reason why it could not be read.

Bytes in, `Source` out. A source is untrusted: its fields have the shape of YAML, not yet of a profile.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mentordir.diagnosis import diagnose
from mentordir.errors import MentordirError, Problem
from mentordir.yaml_reader import Document, Mark, Path, YamlError, read_yaml

MAX_FILE_BYTES = 64 * 1024

# Controls besides tab and line feed; bidirectional embeddings, overrides and isolates, which make text read
# differently from what it is; line breaks that YAML counts and editors don't. Joiners and the plain left-to-right
# and right-to-left marks stay: Persian, Hindi and Hebrew need them.
FORBIDDEN_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_ALMOST_FENCE = re.compile(r"^[ \t]*(?:-{2,}|[\u2010-\u2015\u2212]+-*|\.{3}|([=_*+~])\1{2,})[ \t]*$", re.MULTILINE)
# An empty line above one that is neither indented nor a field, an entry or a comment.
_END_OF_FIELDS = re.compile(r"^[ \t]*\n(?=[^\s#-])(?![\w-]+:)", re.MULTILINE)
_FIELD_LINE = re.compile(r"^[\w-]+:(?:\s|$)", re.MULTILINE)

Kind = Literal["front matter", "yaml"]


@dataclass(frozen=True, slots=True)
class Source:
    """A content file, read but not believed. `path` is relative to the project, with forward slashes."""

    path: str
    slug: str
    text: str = ""
    document: Document = field(default_factory=Document)
    problems: tuple[Problem, ...] = ()

    def problem(self, path: Path, message: str, hint: str = "", *, fragment: str = "", warning: bool = False) -> Problem:
        """A finding about the field at `path`, placed as exactly as the file allows."""
        mark = self._locate(path, fragment)
        return Problem(self.path, mark.line, mark.column, field_name(path), message, hint, "warning" if warning else "error")

    def key_problem(self, path: Path, message: str, hint: str = "") -> Problem:
        """A finding about the key itself, not its value."""
        mark = self.document.keys.get(path) or self._locate(path, "")
        return Problem(self.path, mark.line, mark.column, field_name(path), message, hint)

    def _locate(self, path: Path, fragment: str) -> Mark:
        """The place of the value; of `fragment` inside it; else of the key; else of what should contain it.

        A group or list that begins below its key is found at the key.
        """
        if path in self.document.keys and self._is_below_key(path):
            return self._find(self.document.keys[path], fragment)
        for length in range(len(path), -1, -1):
            mark = self.document.values.get(path[:length]) if length == len(path) else None
            mark = mark or self.document.keys.get(path[:length])
            if mark is None and length and isinstance(path[length - 1], int):
                mark = self.document.values.get(path[:length])
            if mark is not None:
                return self._find(mark, fragment)
        return Mark(1, 1)

    def _is_below_key(self, path: Path) -> bool:
        values = self.document.values
        below = path in values and values[path].line > self.document.keys[path].line
        return below and any(inner[: len(path)] == path for inner in values if len(inner) > len(path))

    def _find(self, start: Mark, fragment: str) -> Mark:
        """Where `fragment` first stands at or after `start`; `start` itself where the file has it in other words."""
        if not fragment:
            return start
        lines = self.text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: start.line - 1]) + start.column - 1
        found = self.text.find(fragment, offset)
        if found < 0:
            return start
        before = self.text[:found]
        return Mark(before.count("\n") + 1, found - (before.rfind("\n") + 1) + 1)


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in content/, unchecked. Sources are in the order of their names.

    `shipped_pages` are the package's own, without those that the project replaces; `photos` maps a file's name to why
    it can't be used, "" if it can.
    """

    mentors: list[Source]
    programs: list[Source]
    pages: list[Source]
    shipped_pages: list[Source]
    photos: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)


def field_name(path: Path) -> str:
    """`("mentoring", 0, "type")` -> `mentoring[0].type`."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def read_source(data: bytes, path: str, slug: str, kind: Kind, known_keys: Iterable[str], body: str = "bio") -> Source:
    """The file's fields with their places. A file that can't be read has problems and no fields.

    With front matter, what follows it becomes the field `body`.
    """
    if len(data) > MAX_FILE_BYTES:
        return _refused(path, slug, Mark(1, 1), f"is {len(data):,} bytes long; the limit is {MAX_FILE_BYTES:,}", "shorten the text")
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return _refused(path, slug, mark, "is not saved as UTF-8", "save the file again with the encoding UTF-8")
    if strange := FORBIDDEN_CHARACTER.search(text):
        mark = Mark(text.count("\n", 0, strange.start()) + 1, strange.start() - text.rfind("\n", 0, strange.start()))
        return _refused(
            path, slug, mark, f"has the invisible character U+{ord(strange[0]):04X}", "delete it; retyping the line removes it", text
        )
    if kind == "front matter":
        return _read_front_matter(path, slug, text, known_keys, body)
    return _read_fields(path, slug, text, text, known_keys)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnicodeDecodeError("utf-8", data, 0, 1, "UTF-16")
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _read_front_matter(path: str, slug: str, text: str, known_keys: Iterable[str], body: str) -> Source:
    start = _FENCE.match(text)
    if start is None:
        return _refused(path, slug, Mark(1, 1), "does not begin with a line ---", _opening_remedy(text, body), text)
    end = _FENCE.search(text, start.end())
    if end is None:
        if almost := _ALMOST_FENCE.search(text, start.end()):
            hint = "this line looks like it: write exactly three hyphens, ---, at its start and nothing else"
        else:
            almost = _END_OF_FIELDS.search(text, start.end() + 1)
            hint = f"put --- alone on {'this' if almost else 'a'} line, between the fields and the {body}"
        mark = Mark(text.count("\n", 0, almost.start()) + 1 if almost else 1, 1)
        return _refused(path, slug, mark, "has no closing --- after its fields", hint, text)
    # The fence becomes an empty line, so that the parser's line numbers are the file's.
    source = _read_fields(path, slug, text, "\n" + text[start.end() + 1 : end.start()], known_keys)
    below = text[end.end() :].strip("\n")
    if below.strip() and not source.problems:
        document = source.document
        place = Mark(text.count("\n", 0, end.end()) + 1 + (len(text[end.end() :]) - len(text[end.end() :].lstrip("\n"))), 1)
        if (body,) in document.keys:
            document.repeated.append(((body,), place, document.keys[body,]))
        else:
            document.fields[body] = below
            document.values[body,] = place
    return source


def split_front_matter(text: str) -> tuple[str, str, str]:
    """(the opening line, the fields, the closing line with everything below it) of a file that was read without problems."""
    start = _FENCE.match(text)
    end = _FENCE.search(text, start.end()) if start else None
    if start is None or end is None:
        raise MentordirError("has no fields between two lines of ---")
    return text[: start.end() + 1], text[start.end() + 1 : end.start()], text[end.start() :]


def _opening_remedy(text: str, body: str) -> str:
    fence = _FENCE.search(text)
    if fence and not _FIELD_LINE.search(text, 0, fence.start()):
        return f"line {text.count(chr(10), 0, fence.start()) + 1} has it: remove what stands above"
    if _ALMOST_FENCE.match(text):
        return "write exactly three hyphens, ---, on the first line and nothing else"
    return f"put --- alone on the first line, the fields below it, and --- again before the {body}"


def _read_fields(path: str, slug: str, text: str, yaml_text: str, known_keys: Iterable[str]) -> Source:
    try:
        return Source(path, slug, text, read_yaml(yaml_text))
    except YamlError as error:
        finding = diagnose(yaml_text, error, frozenset(known_keys))
        return _refused(path, slug, finding.mark, finding.message, finding.hint, text)


def _refused(path: str, slug: str, mark: Mark, message: str, hint: str, text: str = "") -> Source:
    return Source(path, slug, text, problems=(Problem(path, mark.line, mark.column, "", message, hint),))
