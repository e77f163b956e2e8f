"""A source against a model: the valid instance, or every problem with its place and remedy."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mentordir.errors import Invalid, Problem, shown
from mentordir.scalars import Line, Prose, Reach, Surroundings, Word
from mentordir.schema import FieldGuide, Model, field_guides
from mentordir.source import Source, field_name
from mentordir.yaml_reader import Path

M = TypeVar("M", bound=Model)


def validate(model: type[M], source: Source, around: Surroundings | None = None) -> tuple[M | None, list[Problem]]:
    """The instance that `source` describes, None where it has errors, and all that was found, in no order."""
    if source.problems:
        return None, list(source.problems)
    problems = [*_repeated_keys(source), *_cut_values(source, model)]
    try:
        instance = model.model_validate(source.document.fields, context=around)
    except ValidationError as refusal:
        errors = [error for error in refusal.errors(include_url=False) if not _is_echo(error)]
        return None, problems + [_explain(error, source, model, around or Surroundings()) for error in errors]
    return (None if any(p.severity == "error" for p in problems) else instance), problems


def _repeated_keys(source: Source) -> Iterator[Problem]:
    for path, mark, first in source.document.repeated:
        yield Problem(source.path, mark.line, mark.column, field_name(path), f"is given twice; the first is in line {first.line}", "keep one of them")


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
            value = error["input"]
            remedy = f"write [{value}]" if isinstance(value, str) else "write - in front of its first line" if isinstance(value, dict) else "write [ ]"
            return source.problem(path, "takes a list, even of one", remedy)
        case "too_long":
            return source.problem(path, f"has {context['actual_length']} entries; the limit is {context['max_length']}", "keep the most telling ones")
        case "too_short":
            return source.problem(path, "is an empty list", "give at least one")
        case "model_type" | "model_attributes_type" | "dict_type":
            return _not_a_group(path, error["input"], source, model)
    return source.problem(path, error["msg"])


def _missing(path: Path, source: Source, model: type[Model], around: Surroundings) -> Problem:
    guide = _guides(model).get(_pattern(path))
    message = "has no value" if path in source.document.keys else "is missing"
    if guide is None or guide.group:
        inner = f", with {', '.join(guides.name for guides in field_guides(guide.group) if guides.required and guides.depth == 0)} below it" if guide and guide.group else ""
        return source.problem(path, message, f"add {path[-1]}:{inner}")
    if isinstance(guide.kind, Word):
        return source.problem(path, message, f"choose from: {', '.join(entry.id for entry in around.vocabularies[guide.kind.vocabulary].choices())}")
    example = f", such as {guide.name}: {guide.example}" if guide.example else ""
    return source.problem(path, message, f"give {guide.describe()}{example}")


def _nearest_key(path: Path, model: type[Model]) -> str:
    """What an unknown key may have meant: its neighbour by spelling, else the same key in another group."""
    *parents, key = path
    group = _pattern(tuple(parents)) + ("[]" if parents and isinstance(parents[-1], int) else "")
    siblings = [guide.name for name, guide in _guides(model).items() if name.rpartition(".")[0] == group]
    if near := get_close_matches(str(key).lower(), siblings, 1, 0.7):
        return f'did you mean "{near[0]}"?'
    for name, guide in _guides(model).items():
        if guide.name == key and "." in name:
            return f"it belongs under {name.rpartition('.')[0].removesuffix('[]')}:"
        if guide.name == key:
            return "it belongs at the left margin, outside the group"
    return f"the fields here are: {', '.join(siblings)}"


def _not_a_group(path: Path, value: object, source: Source, model: type[Model]) -> Problem:
    guide = _guides(model).get(_pattern(path))
    first = next((g for g in field_guides(guide.group)), None) if guide and guide.group else None
    example = f" such as {first.name}: {first.example or '...'}" if first else ""
    given = f", not {shown(value)}" if isinstance(value, str) else ""
    return source.problem(path, f"takes keys of its own{given}", f"write them below it, indented by two spaces,{example}")
