"""What is written reads back as it was, and an edit changes what it names and nothing else."""

import copy
import difflib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordir.errors import MentordirError
from mentordir.schema import Profile, field_guides
from mentordir.source import FORBIDDEN_CHARACTER, Source, read_source
from mentordir.writing import BIO, edit_text, profile_text, quoted

REPOSITORY = Path(__file__).resolve().parents[1]
MENTORS = sorted(path for path in (REPOSITORY / "content" / "mentors").iterdir() if path.suffix in (".md", ".yaml"))
KEYS = frozenset(guide.name for guide in field_guides(Profile))


def read(text: str, suffix: str) -> dict[str, Any]:
    source = parse(text, suffix)
    assert not source.problems, (source.problems, text)
    return dict(source.document.fields)


def parse(text: str, suffix: str) -> Source:
    return read_source(text.encode(), f"content/mentors/x{suffix}", "x", "front matter" if suffix == ".md" else "yaml", KEYS)


def meaning(text: str, suffix: str) -> dict[str, Any]:
    """The fields with every text without the line ends around it, as a check reads them."""

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stripped(inner) for key, inner in value.items()}
        return [stripped(inner) for inner in value] if isinstance(value, list) else value.strip()

    return {key: stripped(value) for key, value in read(text, suffix).items()}


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() and not FORBIDDEN_CHARACTER.search(text)
)
LINES = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)
GROUPS = st.fixed_dictionaries({"type": WORDS, "stages": st.lists(WORDS, max_size=3), "topics": st.lists(WORDS, max_size=20)})
FIELDS = st.fixed_dictionaries(
    {
        "name": WORDS,
        "interests": st.lists(WORDS, max_size=8),
        "mentoring": st.lists(GROUPS, min_size=1, max_size=3),
        "contact": st.fixed_dictionaries({"method": WORDS, "include": st.lists(WORDS, max_size=4), "instructions": LINES}),
        "ideal_mentee": LINES,
        "bio": LINES,
    }
)


def plain(value: Any) -> Any:
    """A value as it reads back: without what is empty, texts without space around them and in NFC."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner not in ("", [], {}, None)}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return unicodedata.normalize("NFC", str(value)).strip()


@pytest.mark.parametrize("suffix", [".md", ".yaml"])
@given(fields=FIELDS)
def test_what_is_written_reads_back(suffix: str, fields: dict[str, Any]) -> None:
    fields = plain(fields)
    assert meaning(profile_text(fields, suffix), suffix) == fields


@given(text=WORDS)
def test_a_quoted_value_is_that_value_anywhere(text: str) -> None:
    text = plain(text)
    for yaml, found in ((f"name: {quoted(text)}\n", "name"), (f"interests: [{quoted(text)}, x]\n", "interests")):
        value = read(yaml, ".yaml")[found]
        assert (value if found == "name" else value[0]) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Ana Lima", "Ana Lima"),
        ("no", '"no"'),
        ("12:30", '"12:30"'),
        ("2026-10-14", "2026-10-14"),
        ("a # b", '"a # b"'),
        ("- item", '"- item"'),
        ("O'Dowd", '"O\'Dowd"'),
        ("李雷", "李雷"),
        ("*bold*", '"*bold*"'),
        ("trailing:", '"trailing:"'),
    ],
)
def test_only_what_could_be_misread_is_quoted(value: str, written: str) -> None:
    assert quoted(value) == written


def test_the_canonical_text_is_in_the_order_of_the_schema_and_has_nothing_empty() -> None:
    text = profile_text(
        {
            "bio": "First.\n\n---\n\nSecond.",
            "contact": {"value": "ana@lakeside.example", "method": "email", "reply_days": 7, "include": []},
            "last_confirmed": date(2026, 11, 1),
            "mentoring": [{"stages": ["resident", "fellow"], "type": "research", "topics": []}],
            "draft": True,
            "role": "faculty",
            "name": "Ana Lima",
            "title": "",
            "interests": [],
        }
    )
    assert text == (
        "---\nname: Ana Lima\nrole: faculty\nmentoring:\n  - {type: research, stages: [resident, fellow]}\nlast_confirmed: 2026-11-01\n"
        'contact:\n  method: email\n  value: "ana@lakeside.example"\n  reply_days: 7\ndraft: true\n---\n\nFirst.\n\n---\n\nSecond.\n'
    )


# --- edits -------------------------------------------------------------------------------------------------------------

CHANGES: list[tuple[str, Any]] = [
    ("name", "Somebody Else"),
    ("title", "Head of Something: New"),
    ("department", None),
    ("availability.status", "paused"),
    ("availability.paused_until", "2027-05-01"),
    ("availability.from", None),
    ("availability.modes", ["video", "phone"]),
    ("contact.instructions", "One line.\n\nAnd *another*."),
    ("contact.reply_days", "21"),
    ("location.timezone", "Europe/Rome"),
    ("interests", ["one", "two: with a colon", "three"]),
    ("mentoring", [{"type": "career", "stages": ["resident"], "topics": ["interviews"]}]),
    ("last_confirmed", "2026-11-24"),
    ("languages", None),
    ("links.website", "https://new.example/"),
    ("background", None),
    ("why_i_mentor", None),
    ("draft", "true"),
    ("bio", "A new bio.\n\nOf two paragraphs."),
]


@pytest.mark.parametrize(("path", "value"), CHANGES, ids=[path for path, _ in CHANGES])
@pytest.mark.parametrize("file", MENTORS, ids=lambda file: file.stem)
def test_an_edit_changes_one_field_of_any_profile_and_nothing_else(file: Path, path: str, value: Any) -> None:
    before = file.read_text(encoding="utf-8")
    after = edit_text(before, file.suffix, {path: value})
    expected = with_change(meaning(before, file.suffix), path.split("."), value)
    assert meaning(after, file.suffix) == expected
    if path != BIO:
        assert comments(after) == comments(before)
    assert edit_text(after, file.suffix, {path: value}) == after, "the same edit again changes nothing"
    taken = [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
        if line[:2] not in ("--", "++", "@@")
    ]
    assert len(taken) <= 60


def with_change(fields: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(fields)
    inner = changed
    for name in path[:-1]:
        inner = inner.setdefault(name, {})
    if value is None:
        inner.pop(path[-1], None)
    else:
        inner[path[-1]] = value
    return {key: part for key, part in changed.items() if part != {}}


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]


COMMENTED = """\
---
# Who I am
name: Ana Lima  # as in my passport
role: faculty

# What I offer
mentoring:
  - type: career   # mostly
    stages: [resident]
availability:   # ask my office
  status: open # until May
  # two at most
  slots: 2
contact: {method: email, value: ana@lakeside.example, reply_days: 3}  # work

last_confirmed: 2026-10-14
---
# A heading, not a comment
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "Ana Souza"}, {"name: Ana Lima  #": "name: Ana Souza  #"}),
        ({"availability.status": "paused"}, {"status: open # until": "status: paused # until"}),
        ({"availability.slots": None}, {"  slots: 2\n": ""}),
        ({"availability.paused_until": "2027-01-31"}, {"  slots: 2\n": "  slots: 2\n  paused_until: 2027-01-31\n"}),
        ({"contact.reply_days": 9}, {"reply_days: 3}": "reply_days: 9}"}),
        ({"contact.reply_days": None}, {", reply_days: 3}": "}"}),
        (
            {"contact.method": "coordinator", "contact.value": None},
            {"method: email, value: ana@lakeside.example, ": "method: coordinator, "},
        ),
        ({"contact.include": ["Your stage"]}, {"reply_days: 3}": "reply_days: 3, include: [Your stage]}"}),
        ({"title": "Dr."}, {"role: faculty\n": "role: faculty\ntitle: Dr.\n"}),
        ({"last_confirmed": date(2026, 11, 24)}, {"2026-10-14": "2026-11-24"}),
        ({"bio": "New."}, {"\n# A heading, not a comment\n": "\n\nNew.\n"}),
        ({"location.city": "Rome"}, {"role: faculty\n": "role: faculty\nlocation:\n  city: Rome\n"}),
        ({"pronouns": None}, {}),
    ],
)
def test_comments_and_order_stay(changes: dict[str, Any], expected: dict[str, str]) -> None:
    text = COMMENTED
    for old, new in expected.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert edit_text(COMMENTED, ".md", changes) == text


def test_the_last_field_of_a_group_takes_the_group_with_it() -> None:
    assert edit_text("name: A\nlinks:\n  orcid: x\nrole: student\n", ".yaml", {"links.orcid": None}) == "name: A\nrole: student\n"


@pytest.mark.parametrize("text", ["no fields at all", "---\nname: A\n", "---\n- a\n- b\n---\n"])
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(MentordirError):
        edit_text(text, ".md", {"name": "B"})


@given(
    fields=FIELDS,
    path=st.sampled_from(["name", "interests", "contact.instructions", "contact.method", "mentoring", "ideal_mentee", "bio"]),
    data=st.data(),
)
def test_an_edit_of_anything_reads_back(fields: dict[str, Any], path: str, data: st.DataObject) -> None:
    fields = plain(fields)
    other = plain(data.draw(FIELDS))
    value = other
    for name in path.split("."):
        value = value[name] if isinstance(value, dict) and name in value else None
    if value is None:
        return
    for suffix in (".md", ".yaml"):
        text = edit_text(profile_text(fields, suffix), suffix, {path: value})
        assert meaning(text, suffix) == with_change(fields, path.split("."), value)
