"""A source against a model: the valid instance, or every problem with its place and remedy."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mentordir.errors import Invalid, Problem, shown
from mentordir.scalars import Line, Prose, Reach, Surroundings, Word
from mentordir.schema import FieldGuide, Model, Profile, field_guides
from mentordir.source import Source, field_name
from mentordir.yaml_reader import Path

M = TypeVar("M", bound=Model)


def validate(model: type[M], source: Source, around: Surroundings | None = None) -> tuple[M | None, list[Problem]]:
    """The instance that `source` describes, None where it has errors, and all that was found, in no order."""
    if source.problems:
        return None, list(source.problems)
    problems = [*_repeated_keys(source), *_cut_values(source, model), *_commented_values(source, model), *_swallowed_entries(source, model)]
    try:
        instance = model.model_validate(source.document.fields, context=around)
    except ValidationError as refusal:
        errors = [error for error in refusal.errors(include_url=False) if not _is_echo(error)]
        found = [_explain(error, source, model, around or Surroundings()) for error in errors]
        meant = {field_name(path) for path in _meant_fields(errors, model)}
        return None, problems + [problem for problem in found if not (problem.field in meant and problem.message.startswith("is missing"))]
    return (None if any(p.severity == "error" for p in problems) else instance), problems


def _repeated_keys(source: Source) -> Iterator[Problem]:
    for path, mark, first in source.document.repeated:
        yield Problem(
            source.path, mark.line, mark.column, field_name(path), f"is given twice; the first is in line {first.line}", "keep one of them"
        )


def _cut_values(source: Source, model: type[Model]) -> Iterator[Problem]:
    """Text followed by ` #`: a comment to YAML, often a room number to the writer. Dates and words of a vocabulary are safe."""
    for path in source.document.cut:
        guide = _guides(model).get(_pattern(path))
        if guide and isinstance(guide.kind, Line | Prose | Reach):
            yield source.problem(
                path,
                "ends at the #, which begins a comment",
                "put the whole value in quotes if the # belongs to it; else move the comment to a line of its own",
                warning=True,
            )


def _commented_values(source: Source, model: type[Model]) -> Iterator[Problem]:
    """`accent: #00629b`. Where a value is required, its absence is reported anyway."""
    for path in source.document.keys.keys() - source.document.values.keys():
        guide = _guides(model).get(_pattern(path))
        comment = _comment_for_value(path, source)
        if guide and comment and not guide.required:
            yield replace(source.key_problem(path, _COMMENTED, _quote_remedy(comment)), severity="warning")


_COMMENTED = "has no value, because a # begins a comment"


def _quote_remedy(comment: str) -> str:
    return f"put the value in quotes: {shown(comment, 200)}"


def _comment_for_value(path: Path, source: Source) -> str:
    """The comment that stands where the value of an empty key should, if no space follows its #."""
    mark = source.document.keys[path]
    found = re.search(r":\s+(#\S.*)", source.text.split("\n")[mark.line - 1][mark.column - 1 :])
    return found[1].strip() if found else ""


_INDENTED_ENTRY = re.compile(r"\n( +)(- [^\n]*)")


def _swallowed_entries(source: Source, model: type[Model]) -> Iterator[Problem]:
    """`- teaching` below `- research`, but further in: to YAML the same text goes on."""
    for found in _INDENTED_ENTRY.finditer(source.text):
        above = source.text[source.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if above.endswith(":") or len(above) - len(above.lstrip(" ")) >= len(found[1]):
            continue
        line, entry = source.text.count("\n", 0, found.start()) + 1, found[2].strip()
        for path, mark in source.document.values.items():
            if mark.line != line or above.startswith(("'", '"', "|", ">"), mark.column - 1):
                continue
            value = _value_at(path, source)
            guide = _guides(model).get(_pattern(path))
            if guide and isinstance(guide.kind, Line | Prose) and isinstance(value, str) and "\n" not in value and f" {entry}" in value:
                yield source.problem(
                    path,
                    f"goes on with the text above: {shown(value)}",
                    "put the dash in the column of the one above, or the whole text in quotes",
                    fragment=entry,
                    warning=True,
                )


def _value_at(path: Path, source: Source) -> Any:
    """The value at `path`; None in a group that is given twice, of which only the first counts."""
    value: Any = source.document.fields
    try:
        for part in path:
            value = value[part]
    except (LookupError, TypeError):
        return None
    return value


@cache
def _guides(model: type[Model]) -> dict[str, FieldGuide]:
    return {guide.path.removesuffix("[]"): guide for guide in field_guides(model)}


def _pattern(path: Path) -> str:
    """`("mentoring", 0, "type")` -> `mentoring[].type`, the name under which a field is described."""
    pattern = ""
    for part in path:
        pattern += "[]" if isinstance(part, int) else f".{part}" if pattern else part
    return pattern.removesuffix("[]")


def _is_echo(error: ErrorDetails) -> bool:
    """Whether a list is called too short only because its entries have errors of their own."""
    return error["type"] == "too_short" and bool(error["input"])


def _explain(error: ErrorDetails, source: Source, model: type[Model], around: Surroundings) -> Problem:
    """A Pydantic error in our words."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            refusal = context["error"]
            assert isinstance(refusal, Invalid)
            if refusal.field:
                path = (*path, refusal.field)
            if error["loc"][-1:] == ("[key]",):
                return source.key_problem(path, refusal.message, refusal.hint)
            return source.problem(path, refusal.message, refusal.hint, fragment=refusal.fragment)
        case "missing":
            return _missing(path, source, model, around)
        case "extra_forbidden":
            return source.key_problem(path, "is not a known field", _nearest_key(path, model))
        case "tuple_type" | "list_type":
            return source.problem(path, "takes a list, even of one", _list_remedy(error["input"], _guides(model).get(_pattern(path))))
        case "too_long":
            return source.problem(
                path, f"has {context['actual_length']} entries; the limit is {context['max_length']}", "keep the most telling ones"
            )
        case "too_short":
            return source.problem(path, "is an empty list", "give at least one")
        case "model_type" | "model_attributes_type" | "dict_type":
            return _not_a_group(path, error["input"], source, model, around)
    return source.problem(path, error["msg"])


def _missing(path: Path, source: Source, model: type[Model], around: Surroundings) -> Problem:
    guide = _guides(model).get(_pattern(path))
    given = path in source.document.keys
    if given and (comment := _comment_for_value(path, source)):
        return source.problem(path, _COMMENTED, _quote_remedy(comment))
    message, add = ("has no value", "give it") if given else ("is missing", f"add {path[-1]}: and")
    if guide is None:
        return source.problem(path, message, f"add {path[-1]}: and a value")
    if guide.group:
        inner = [f"{field.name}: {field.example or '...'}" for field in field_guides(guide.group) if field.required and field.depth == 0]
        add = "write" if given else add
        return source.problem(path, message, f"{add} below it, indented by two spaces, {'- ' if guide.many else ''}{' and '.join(inner)}")
    if isinstance(guide.kind, Word):
        words = [entry.id for entry in around.vocabularies[guide.kind.vocabulary].choices()]
        return source.problem(path, message, f"{add} one of: {', '.join(words)}")
    kind = guide.describe()
    example = f", such as {guide.example}" if guide.example and "such as" not in kind else ""
    return source.problem(path, message, f"{add} {kind}{example}")


def _list_remedy(value: object, guide: FieldGuide | None) -> str:
    if isinstance(value, dict):
        return "put a space after each dash" if any(key.startswith("-") for key in value) else "write - in front of its first line"
    if not isinstance(value, str):
        return "write [ ]"
    if value.startswith("-"):
        return "put a space after each dash"
    if guide and guide.group:
        return f"write below it, indented by two spaces, - {next(field_guides(guide.group)).name}: {value}"
    return f"write [{value.strip('[], ')}]"


def _nearest_key(path: Path, model: type[Model]) -> str:
    """What an unknown key may have meant: its neighbour by spelling, else the same key in another group."""
    key = path[-1]
    if near := _near_sibling(path, model):
        return f'did you mean "{near}"?'
    for name, guide in _guides(model).items():
        if guide.name == key and "." in name:
            return f"it belongs under {name.rpartition('.')[0].removesuffix('[]')}:, indented by two spaces"
        if guide.name == key:
            return "it belongs at the left margin, outside the group"
    if model is Profile and str(key).lower() in ("email", "e-mail", "mail"):
        return "an address belongs under contact:, as value:, with method: email"
    return f"the fields here are: {', '.join(_siblings(path, model))}"


def _siblings(path: Path, model: type[Model]) -> list[str]:
    *parents, _ = path
    group = _pattern(tuple(parents)) + ("[]" if parents and isinstance(parents[-1], int) else "")
    return [guide.name for name, guide in _guides(model).items() if name.rpartition(".")[0] == group]


def _near_sibling(path: Path, model: type[Model]) -> str:
    """The field of the same group that an unknown key comes close to, "" where none does."""
    near = get_close_matches(str(path[-1]).lower(), _siblings(path, model), 1, 0.7)
    return near[0] if near else ""


def _meant_fields(errors: list[ErrorDetails], model: type[Model]) -> Iterator[Path]:
    """What the unknown keys probably stand for. That it is missing goes without saying."""
    for error in errors:
        if error["type"] == "extra_forbidden" and (near := _near_sibling(error["loc"], model)):
            yield (*error["loc"][:-1], near)


def _not_a_group(path: Path, value: object, source: Source, model: type[Model], around: Surroundings) -> Problem:
    guide = _guides(model).get(_pattern(path))
    first = next((g for g in field_guides(guide.group)), None) if guide and guide.group else None
    example = f"{first.name}: {value if _accepts(first, value, around) else first.example or '...'}" if first else "field: value"
    if isinstance(value, list):
        return source.problem(path, "takes fields of its own, not a list", "remove the dashes or brackets around them")
    if not value:
        return source.problem(path, "is empty", f"give it fields such as {example}, or remove its dash")
    remedy = (
        f"write {example} in its place" if isinstance(path[-1], int) else f"write them below it, indented by two spaces, such as {example}"
    )
    return source.problem(path, f"takes fields of its own, not {shown(str(value))}", remedy)


def _accepts(guide: FieldGuide, value: object, around: Surroundings) -> bool:
    try:
        return isinstance(value, str) and guide.kind is not None and bool(guide.kind.read(guide.kind.prepare(value), around))
    except Invalid:
        return False
