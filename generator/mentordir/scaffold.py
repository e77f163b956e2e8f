"""New files: a profile with every field explained, ready to fill."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from slugify import slugify

from mentordir.errors import MentordirError
from mentordir.project import Project
from mentordir.scalars import MAX_SLUG, Word
from mentordir.schema import FieldGuide, Profile, field_guides
from mentordir.vocabulary import Vocabularies
from mentordir.writing import quoted

# Longer vocabularies are too much to read in a file; `specialties` takes what people write anyway.
_MAX_CHOICES = 30
_WIDTH = 100

Answers = Mapping[str, str]


def new_profile(project: Project, name: str, answers: Answers) -> Path:
    """Write content/mentors/<slug>.md for `name`, filled with `answers`, and return its path.

    `answers` maps a field's path (`mentoring[].type`) to YAML text. Raises MentordirError where the mentor is there already.
    """
    slug = slugify(name, max_length=MAX_SLUG)
    if not slug:
        raise MentordirError(f"{name!r} has no letter or digit to make a file name of")
    folder = project.content / "mentors"
    for suffix in (".md", ".yaml"):
        if (folder / f"{slug}{suffix}").exists():
            raise MentordirError(f"content/mentors/{slug}{suffix} is there already: edit it, or add something to the name")
    path = folder / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "x", encoding="utf-8") as file:
        file.write(profile_text({"name": quoted(name), **answers}, project.vocabularies))
    return path


def profile_text(answers: Answers, vocabularies: Vocabularies) -> str:
    """A profile in which every field is explained: answered ones filled, other required ones empty, the rest commented out."""
    guides = [guide for guide in field_guides(Profile) if guide.path != "bio"]
    blocks = [_block(guide, answers, vocabularies) for guide in guides]
    return "\n".join(["---" + blocks[0], *blocks[1:], _BIO, "---", ""])


_BIO = """
# Below the closing --- comes your bio, in Markdown: what you do, how you came to it, and what a first
# conversation with you is like. Two or three short paragraphs are right."""


def _block(guide: FieldGuide, answers: Answers, vocabularies: Vocabularies) -> str:
    indent = "  " * guide.depth
    active = _is_active(guide, answers)
    explanation = "\n".join(f"{indent}# {line}" for line in _wrapped(_explanation(guide, vocabularies), _WIDTH - len(indent)))
    line = f"{_lead(guide)}{guide.name}: {_value(guide, answers, active)}".rstrip()
    space = "\n" if guide.depth == 0 else ""
    return f"{space}{explanation}\n{line if active else _commented(line, indent)}"


def _is_active(guide: FieldGuide, answers: Answers) -> bool:
    """Whether the line counts: it is answered or something below it is, or it has to be filled and so does all above it."""
    if any(path == guide.path or path.startswith((f"{guide.path}.", f"{guide.path}[")) for path in answers):
        return True
    parents = [parent for parent in field_guides(Profile) if guide.path.startswith(f"{parent.path}.")]
    return guide.required and all(parent.required for parent in parents)


def _lead(guide: FieldGuide) -> str:
    """Indentation; a dash before the first field of each group in a list."""
    parent, _, _ = guide.path.rpartition(".")
    if not parent.endswith("[]"):
        return "  " * guide.depth
    first = next(g for g in field_guides(Profile) if g.path.startswith(f"{parent}."))
    return "  " * (guide.depth - 1) + ("  - " if guide.path == first.path else "    ")


def _commented(line: str, indent: str) -> str:
    return f"{indent}# {line[len(indent) :]}"


def _value(guide: FieldGuide, answers: Answers, active: bool) -> str:
    if guide.group:
        return ""
    return answers.get(guide.path, answers.get(guide.path.removesuffix("[]"), "" if active else guide.example))


def _explanation(guide: FieldGuide, vocabularies: Vocabularies) -> str:
    parts = [guide.help.rstrip(".") + "."]
    if guide.required:
        parts[0] = f"Required. {parts[0]}"
    if guide.limit and guide.limit < 50:
        parts.append(f"At most {guide.limit}.")
    if isinstance(guide.kind, Word):
        choices = vocabularies[guide.kind.vocabulary].choices()
        if len(choices) <= _MAX_CHOICES:
            parts.append(("Any of: " if guide.many else "One of: ") + ", ".join(entry.id for entry in choices) + ".")
    elif guide.kind:
        parts.append(guide.describe()[:1].upper() + guide.describe()[1:] + ".")
    return " ".join(parts)


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
