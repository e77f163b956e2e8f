"""The parts of README.md that follow from the code: the tables of fields.

`python -m mentordir.reference README.md` writes each between its two marker comments.
"""

import sys
from pathlib import Path

from mentordir.errors import MentordirError
from mentordir.scalars import Word
from mentordir.schema import FieldGuide, Model, Profile, Settings, field_guides
from mentordir.vocabulary import shipped_vocabularies

_MAX_CHOICES = 30
TABLES: dict[str, type[Model]] = {"profile": Profile, "directory": Settings}


def field_table(model: type[Model]) -> str:
    """A Markdown table: field, what it takes, what it is for. Required fields carry an asterisk."""
    rows = ["| field | takes | what it is for |", "|---|---|---|"]
    rows += [f"| {_name(guide)} | {_escaped(_takes(guide))} | {_escaped(guide.help)} |" for guide in field_guides(model)]
    return "\n".join(rows)


def with_tables(text: str) -> str:
    """`text` with each table between its markers renewed. Raises MentordirError where a marker is missing."""
    for name, model in TABLES.items():
        before, begin, rest = text.partition(f"<!-- fields of {name} -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->")
        if not begin or not end:
            raise MentordirError(f"the text has no place for the fields of {name}")
        text = f"{before}{begin}{field_table(model)}\n{end}{after}"
    return text


def _name(guide: FieldGuide) -> str:
    star = "\\*" if guide.required else ""
    return f"{'&emsp;' * guide.depth}`{guide.name}{'[]' if guide.many else ''}`{star}"


def _takes(guide: FieldGuide) -> str:
    if isinstance(guide.kind, Word):
        choices = [entry.id for entry in shipped_vocabularies()[guide.kind.vocabulary].choices()]
        if len(choices) <= _MAX_CHOICES:
            return ("any of " if guide.many else "one of ") + " ".join(choices)
    return guide.describe()


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(with_tables(readme.read_text(encoding="utf-8")), encoding="utf-8")
