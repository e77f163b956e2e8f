"""Sheets into profiles: the styles of surveys, second imports, and everything that people and strangers put into cells."""

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mentordir.cells import AmbiguousDate, date_orders, read_day, resolve_word, split_list, split_words, yes_or_no
from mentordir.errors import Invalid, MentordirError
from mentordir.sheets import MAX_COLUMNS, MAX_ROWS, read_sheet
from mentordir.vocabulary import shipped_vocabularies

ROWS = 500
SPECIALTIES = [
    "Endocrinology, Diabetes and Metabolism",
    "Internal Medicine",
    "OB/GYN",
    "peds",
    "Cardiovascular Disease",
    "Emergency Medicine",
]
TYPES = ["Research", "Career", "Clinical", "Personal"]
STAGES = ["Resident", "Fellow", "Pre-med student", "Clinical medical student"]
TOPICS = ["Research project", "Grants and funding", "Interviews", "CV and personal statement"]

Run = Callable[..., Any]
Tree = Callable[[Path], dict[str, bytes]]


def csv_text(rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def google(rows: int) -> str:
    """Google Forms: a timestamp, choices joined by comma and space, labels with commas of their own."""
    lot = random.Random(1)
    table: list[list[str]] = [
        [
            "Timestamp",
            "Email Address",
            "What is your full name?",
            "Which best describes your role?",
            "Specialty (select all that apply)",
            "Which types of mentoring do you offer?",
            "Which stages do you mentor?",
            "Areas of expertise (select all that apply)",
            "Are you accepting new mentees?",
            "Languages",
            "Do you agree to be listed publicly?",
            "Tell us about yourself",
            "T-shirt size",
        ]
    ]
    for number in range(rows):
        agrees = "Yes, I agree" if number % 10 else ""
        table.append(
            [
                f"{lot.randint(1, 9)}/{lot.randint(1, 28)}/2026 9:1{number % 10}:33",
                f"mentor{number}@lakeside.example",
                f"Ana Lima {number}",
                "Faculty member",
                ", ".join(lot.sample(SPECIALTIES, 2)),
                ", ".join(lot.sample(TYPES, 2)),
                ", ".join(lot.sample(STAGES, 2)),
                ", ".join(lot.sample(TOPICS, 2)),
                "Yes",
                "English, Spanish",
                agrees,
                f"I teach, read, and answer: {number} #1\n\nMore.",
                "M",
            ]
        )
    return csv_text(table)


def microsoft(path: Path, rows: int) -> None:
    """Microsoft Forms: a workbook, real dates, choices that end in semicolons, the account's own name and address."""
    lot = random.Random(2)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        [
            "ID",
            "Start time",
            "Completion time",
            "Email",
            "Name",
            "Your full name",
            "Work email",
            "Current role",
            "Specialties",
            "Types of mentoring",
            "Which trainees do you work with?",
            "Topics",
            "How do you like to meet?",
            "ORCID iD",
            "I consent to being listed",
            "Availability",
        ]
    )
    for number in range(rows):
        sheet.append(
            [
                number + 1,
                datetime(2026, 3, 1, 9, 0),
                datetime(2026, 3, 1 + number % 28, 9, 30),
                "anonymous",
                "",
                f"Rui Costa {number}",
                f"rui{number}@lakeside.example",
                "Resident",
                ";".join(lot.sample(SPECIALTIES, 2)) + ";",
                ";".join(lot.sample(TYPES, 2)) + ";",
                ";".join(lot.sample(STAGES, 3)) + ";",
                ";".join(lot.sample(TOPICS, 2)) + ";",
                "Video;In person;",
                "",
                "Yes",
                "Open",
            ]
        )
    book.save(path)


def redcap(rows: int, *, raw: bool = False) -> str:
    """REDCap: a column for each choice, ticked or not."""
    lot = random.Random(3)
    yes, no = ("1", "0") if raw else ("Checked", "Unchecked")
    types = [f"types_of_mentoring___{word.lower()}" if raw else f"Types of mentoring (choice={word})" for word in TYPES]
    stages = (
        [f"stages___{stage}" for stage in ("resident", "fellow")] if raw else [f"Which stages do you mentor? (choice={s})" for s in STAGES]
    )
    table: list[list[str]] = [
        [
            "Record ID",
            "Survey Identifier",
            "Survey Timestamp",
            "First name",
            "Last name",
            "E-mail address",
            "Your role",
            "Specialty",
            *types,
            *stages,
            "Consent to publish",
            "Interests",
            "Interests: Other (please specify)",
            "Complete?",
        ]
    ]
    table += [
        [str(number + 1), "", "2026-03-14 09:12:33" if number % 7 else "[not completed]", "Ane-Lise", f"Ødegård {number}"]
        + [f"ane{number}@lakeside.example", "Attending physician", lot.choice(SPECIALTIES), yes]
        + [lot.choice([yes, no]) for _ in (*types[1:], *stages)]
        + ["Yes", "asthma; heart failure; Other", "tea tasting", "Complete"]
        for number in range(rows)
    ]
    return csv_text(table)


def written_map(root: Path, name: str) -> str:
    return (root / f"{name}.map.yaml").read_text(encoding="utf-8")


HEADERS = ["Name", "Email", "Role", "Specialties", "Type", "Stages", "Title", "Interests", "Last confirmed", "Bio"]
ROW = ["Ana Lima", "ana@lakeside.example", "faculty", "Cardiology", "Research", "Resident", "Professor", "asthma", "2026-10-14", "Hello."]


def table(*rows: Sequence[object], headers: Sequence[str] = HEADERS) -> str:
    return csv_text([headers, *rows])


def row(**changed: str) -> list[str]:
    fields = dict(zip(HEADERS, ROW, strict=True)) | {name.replace("_", " ").capitalize(): value for name, value in changed.items()}
    return [fields[header] for header in HEADERS]


@pytest.fixture
def empty(project: Callable[..., Path]) -> Path:
    return project({}, institution="Lakeside School of Medicine")


@pytest.fixture
def bring(empty: Path, run: Run) -> Callable[..., Any]:
    """Imports a CSV text as mentors.csv, on the first of November."""

    def bring(text: str, *options: str, name: str = "mentors.csv") -> Any:
        (empty / name).write_text(text, encoding="utf-8", newline="")
        return run("import", name, "--as-of", "2026-11-01", *options, cwd=empty)

    return bring


# --- surveys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["google", "microsoft", "redcap", "redcap raw"])
def test_a_survey_of_five_hundred_becomes_profiles_and_the_second_import_changes_no_byte(
    style: str, empty: Path, run: Run, contents: Tree
) -> None:
    name = "survey.xlsx" if style == "microsoft" else "survey.csv"
    if style == "microsoft":
        microsoft(empty / name, ROWS)
    else:
        (empty / name).write_text(google(ROWS) if style == "google" else redcap(ROWS, raw="raw" in style), encoding="utf-8", newline="")
    first = run("import", name, "--as-of", "2026-11-01", cwd=empty)
    assert (first.returncode, first.stderr) == (0, ""), first.stderr[:2000] + written_map(empty, name)
    drafts = {"google": " (50 drafts)", "microsoft": ""}.get(style, " (72 drafts)")
    assert first.stdout.endswith(f"{ROWS} added{drafts}, 0 changed, 0 unchanged, 0 gone\n")
    checked = run("check", "-q", "--as-of", "2026-11-01", cwd=empty)
    assert (checked.returncode, checked.stdout) == (0, "")
    before = contents(empty)
    second = run("import", name, "--as-of", "2026-12-01", cwd=empty)
    assert second.stdout.endswith(f"0 added, 0 changed, {ROWS} unchanged, 0 gone\n")
    assert contents(empty) == before


def test_labels_with_commas_stay_whole_and_dates_are_read_by_the_whole_column(bring: Run, empty: Path) -> None:
    assert bring(google(40)).returncode == 0
    texts = [path.read_text(encoding="utf-8") for path in (empty / "content" / "mentors").iterdir()]
    assert len(texts) == 40
    assert any('"Endocrinology, Diabetes and Metabolism"' in text for text in texts)
    assert "dates: month-first" in written_map(empty, "mentors.csv")
    assert '"T-shirt size":  # fits no field' in written_map(empty, "mentors.csv")
    assert '"Areas of expertise (select all that apply)": mentoring.topics' in written_map(empty, "mentors.csv")


def test_the_account_of_a_microsoft_form_is_not_the_person(empty: Path, run: Run) -> None:
    microsoft(empty / "s.xlsx", 3)
    assert run("import", "s.xlsx", "--as-of", "2026-11-01", cwd=empty).returncode == 0
    columns = written_map(empty, "s.xlsx")
    assert '"Your full name": name' in columns
    assert '"Work email": contact.value' in columns
    assert re.search(r'"Name":  #', columns)
    text = (empty / "content" / "mentors" / "rui-costa-0.md").read_text(encoding="utf-8")
    assert "last_confirmed: 2026-03-01" in text
    assert "modes: [video, in-person]" in text


def test_checkboxes_and_what_others_specified_are_joined(bring: Run, empty: Path) -> None:
    assert bring(redcap(3)).returncode == 0
    assert '"Types of mentoring (choice=Research)": mentoring.type = research' in written_map(empty, "mentors.csv")
    text = (empty / "content" / "mentors" / "ane-lise-odegard-1.md").read_text(encoding="utf-8")
    assert "interests: [asthma, heart failure, tea tasting]" in text
    assert "name: Ane-Lise Ødegård 1" in text


def test_qualtrics_codes_above_and_below_the_questions_are_no_people(bring: Run, empty: Path) -> None:
    ids = ['{"ImportId":"QID1"}'] * len(HEADERS)
    done = bring(csv_text([[f"Q{n}" for n in range(len(HEADERS))], HEADERS, ids, ROW]))
    assert done.returncode == 0, done.stderr
    assert "added content/mentors/ana-lima.md (row 4)" in done.stdout
    assert "the questions in the second row are the headers" in done.stdout


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str, empty: Path, run: Run) -> None:
    text = csv_text([HEADERS, row(name="Zoë Ærø", bio="Some text, with; both")], separator)
    (empty / "m.csv").write_bytes(text.encode(encoding))
    done = run("import", "m.csv", "--as-of", "2026-11-01", cwd=empty)
    assert done.returncode == 0, done.stderr
    assert "name: Zoë Ærø" in (empty / "content" / "mentors" / "zoe-aero.md").read_text(encoding="utf-8")
    assert ("Windows-1252" in done.stdout) == (encoding == "cp1252")


def test_a_title_above_the_headers_empty_rows_and_seps_line(bring: Run) -> None:
    text = "sep=;\r\n" + csv_text([["Our mentors"], [], HEADERS, [], row(role="captain")], ";")
    done = bring(text)
    assert "mentors.csv:5:C: error: role" in done.stderr


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_lists_flat_or_nested_as_a_profile(suffix: str, empty: Path, run: Run, contents: Tree) -> None:
    person = {
        "name": "Ana Lima",
        "role": "faculty",
        "specialties": ["Cardiology"],
        "mentoring": [{"type": "research", "stages": ["Resident"]}, {"type": "career", "topics": ["interviews"]}],
        "availability": {"status": "open", "slots": 2},
        "contact": {"method": "email", "value": "ana@lakeside.example"},
        "last_confirmed": "2026-10-14",
        "interests": ["heart, lung and vessel", "asthma"],
        "languages": ["ga", "en"],
    }
    people = [person, {**person, "name": "Rui", "contact": {"value": "rui@lakeside.example"}}]
    text = json.dumps({"mentors": people}) if suffix == "json" else "".join(f"- {json.dumps(entry)}\n" for entry in people)
    (empty / f"m.{suffix}").write_text(text, encoding="utf-8")
    done = run("import", f"m.{suffix}", "--as-of", "2026-11-01", cwd=empty)
    assert done.returncode == 0, done.stderr
    text = (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")
    assert "- {type: career, topics: [interviews]}" in text
    assert "slots: 2" in text
    assert 'interests: ["heart, lung and vessel", asthma]' in text
    assert "languages: [ga, en]" in text
    before = contents(empty)
    assert "2 unchanged" in run("import", f"m.{suffix}", "--as-of", "2026-11-01", cwd=empty).stdout
    assert contents(empty) == before


def test_a_list_of_five_hundred_in_yaml_is_within_its_limit_and_has_no_machinery(empty: Path, run: Run) -> None:
    entry = "- name: Ana {n}\n  role: student\n  mentoring:\n    - type: career\n  availability:\n    status: open\n  contact.value: a{n}@lakeside.example\n"
    (empty / "m.yaml").write_text("# people\n---\n" + "".join(entry.replace("{n}", str(n)) for n in range(ROWS)), encoding="utf-8")
    done = run("import", "m.yaml", "--as-of", "2026-11-01", cwd=empty)
    assert done.returncode == 0, done.stderr
    assert "500 added (500 drafts)" in done.stdout
    (empty / "x.yaml").write_text("- &a {name: x}\n- *a\n", encoding="utf-8")
    refused = run("import", "x.yaml", cwd=empty)
    assert refused.returncode == 1
    assert refused.stderr.startswith("mentordir: x.yaml:1:3: begins with &")


def test_a_workbook_gives_what_its_formulas_last_gave_and_the_first_sheet(empty: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    sheet.append([*ROW[:8], date(2026, 10, 14), "Hello."])
    book.create_sheet("Notes").append(["x"])
    book.save(empty / "m.xlsx")
    done = run("import", "m.xlsx", "--as-of", "2026-11-01", cwd=empty)
    assert done.returncode == 0, done.stderr
    assert "left out: Notes" in done.stdout
    assert "last_confirmed: 2026-10-14" in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def _workbook(sheet_xml: str = "<sheetData/>", parts: Mapping[str, bytes] | None = None) -> bytes:
    book = openpyxl.Workbook()
    plain = io.BytesIO()
    book.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb"<sheetData ?/>|<sheetData>.*</sheetData>", sheet_xml.encode(), data)
            target.writestr(name, data)
        for name, data in (parts or {}).items():
            target.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old or a locked workbook"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged workbook"),
        (_workbook(parts={"xl/bomb.xml": b"\0" * 30_000_000}), "unpacks to"),
        (_workbook(parts={f"xl/{n}.xml": b"" for n in range(3_000)}), "parts; the limit is"),
        (_workbook("<sheetData><row"), "can't be read as a workbook"),
        (_workbook(), "no sheet with anything"),
        (b"", "is empty"),
        (b'a,b\n"x,y\n', "quotation mark"),
        (b"\x81\x8d\xff" * 10, "unknown encoding"),
        (b"a,b\n" + b"x,y\n" * (MAX_ROWS + 20), "more than 20,000 rows"),
        (b",".join([b"x"] * (MAX_COLUMNS + 1)), "has 201 columns"),
        (b"a,b\n" + b"x" * 200_000, "field larger"),
    ],
)
def test_files_that_are_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(MentordirError, match=message):
        read_sheet(data, "m.csv")


@pytest.mark.parametrize("text", ["{", "[1]", '"x"', "[" * 100_000, '{"a": {}}'])
def test_json_that_is_no_list_of_people_is_refused(text: str) -> None:
    with pytest.raises(MentordirError):
        read_sheet(text.encode(), "m.json")


def test_rows_and_columns_far_outside_are_not_made() -> None:
    """A cell that says it is in row 1,048,576 or column XFD costs nothing."""
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    sheet = read_sheet(_workbook(f"<sheetData>{cells}</sheetData>"), "m.xlsx")
    assert sheet.headers == ("Name",)


# --- mapping ----------------------------------------------------------------------------------------------------------


def test_what_could_be_two_things_is_asked_and_the_answer_counts(bring: Run, empty: Path) -> None:
    headers = [*HEADERS[:2], "Your role", *HEADERS[3:], "Contact email"]
    done = bring(table([*ROW, "b@lakeside.example"], headers=headers))
    assert done.returncode == 1
    assert "is still a question" in done.stderr
    assert "wrote mentors.csv.map.yaml, which has questions" in done.stderr
    path = empty / "mentors.csv.map.yaml"
    text = path.read_text(encoding="utf-8")
    assert '"Email": "? contact.value or leave out"' in text
    text = text.replace('"Email": "? contact.value or leave out"', '"Email": leave out').replace(
        '"? contact.value or leave out"', "contact.value"
    )
    path.write_text(text, encoding="utf-8")
    assert bring(table([*ROW, "b@lakeside.example"], headers=headers)).returncode == 0
    assert "b@lakeside.example" in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def test_days_that_could_be_months_are_never_guessed(bring: Run, empty: Path) -> None:
    assert bring(table(row(last_confirmed="3/4/2026"))).returncode == 1
    assert 'dates: "? day-first or month-first"' in written_map(empty, "mentors.csv")
    path = empty / "mentors.csv.map.yaml"
    path.write_text(written_map(empty, "mentors.csv").replace('"? day-first or month-first"', "day-first"), encoding="utf-8")
    assert bring(table(row(last_confirmed="3/4/2026"))).returncode == 0
    assert "last_confirmed: 2026-04-03" in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def test_a_mapping_with_mistakes_is_told_line_by_line(bring: Run, empty: Path) -> None:
    assert bring(table(ROW)).returncode == 0
    path = empty / "other.yaml"
    path.write_text("source: x\ncolums: {}\ncolumns:\n  Name: nme\n  Mail: contact.value\nkey: Emial\ndates: maybe\nconstants:\n  rol: x\n")
    done = bring(table(ROW), "--map", "other.yaml")
    assert done.returncode == 1
    for line in (
        'other.yaml:2:1: error: colums: is not a part of a mapping\n    did you mean "columns"?',
        'other.yaml:4:9: error: columns.Name: "nme" is not a field\n    did you mean "name"?',
        'other.yaml:5:9: error: columns.Mail: "Mail" is not a column of mentors.csv',
        'other.yaml:6:6: error: key: "Emial" is not a column of mentors.csv\n    did you mean "Email"?',
        "other.yaml:7:8: error: dates",
        'other.yaml:9:3: error: constants.rol: is not a field\n    did you mean "role"?',
    ):
        assert line in done.stderr


def test_words_can_be_replaced_and_constants_given(bring: Run, empty: Path) -> None:
    (empty / "mentors.csv.map.yaml").write_text(
        'columns:\n  "Name": name\n  "Specialties": specialties\n  "Stages": mentoring.stages\n'
        "constants:\n  role: faculty\n  mentoring.type: [research, career]\n  availability.status: open\n  contact.method: coordinator\n"
        'replace:\n  mentoring.stages:\n    "All medical students": [preclinical-student, clinical-student]\n  specialties: {hearts: Cardiology}\n'
    )
    done = bring(table(row(stages="All medical students", specialties="hearts; peds")))
    assert done.returncode == 0, done.stderr
    text = (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")
    assert "- {type: research, stages: [preclinical-student, clinical-student]}" in text
    assert "- {type: career, stages: [preclinical-student, clinical-student]}" in text
    assert "specialties: [Cardiovascular Disease, Pediatrics]" in text


def test_numbered_offers_keep_their_stages(bring: Run, empty: Path) -> None:
    headers = ["Name", "Role", "Offer 1 type", "Offer 1 stages", "Offer 2 type", "Offer 2 stages", "Offer 2 topics"]
    done = bring(table(["Ana Lima", "student", "Research", "Resident", "Career", "Premed; Fellow", "Interviews"], headers=headers))
    assert done.returncode == 0, done.stderr
    text = (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")
    assert "- {type: research, stages: [resident]}\n  - {type: career, stages: [premed, fellow], topics: [interviews]}" in text
    assert "method: coordinator" in text


def test_what_no_column_gives_is_said_once(bring: Run) -> None:
    done = bring(table(["Ana Lima", "Career"], ["Rui Costa", "Career"], headers=["Name", "Type"]))
    assert done.returncode == 1
    assert done.stderr.count("no column gives it") == 1
    assert "mentors.csv.map.yaml: error: role: is missing: no column gives it" in done.stderr


def test_background_stays_out_until_the_mapping_names_a_consent(bring: Run, empty: Path) -> None:
    headers = [*HEADERS, "Background: how do you identify?", "May we show your background?"]
    person = [*ROW, "First generation; Rural background", "Yes"]
    assert bring(table(person, headers=headers)).returncode == 0
    path = empty / "content" / "mentors" / "ana-lima.md"
    assert "background" not in path.read_text(encoding="utf-8")
    mapping = written_map(empty, "mentors.csv")
    mapping = re.sub(r'("Background: how do you identify\?":).*', r"\1 background.identifies", mapping)
    (empty / "mentors.csv.map.yaml").write_text(mapping, encoding="utf-8")
    assert "0 changed, 1 unchanged" in bring(table(person, headers=headers)).stdout
    mapping = re.sub(r'("May we show your background\?":).*', r"\1 background.consent", mapping)
    (empty / "mentors.csv.map.yaml").write_text(mapping, encoding="utf-8")
    assert bring(table(person, headers=headers)).returncode == 0
    assert "identifies:\n    - {category: first-gen}\n    - {category: rural}" in path.read_text(encoding="utf-8")
    person[-1] = "No"
    assert "1 changed" in bring(table(person, headers=headers)).stdout
    assert "first-gen" not in path.read_text(encoding="utf-8")


# --- errors -----------------------------------------------------------------------------------------------------------


def test_every_message_has_row_and_column_and_nothing_is_written(bring: Run, empty: Path, contents: Tree) -> None:
    rows = [
        row(stages="Resident, Residnet"),
        row(name="B", email="b@lakeside.example", specialties="Cardiolgy"),
        row(name="C", email="not an address"),
        row(name="", email="d@lakeside.example"),
        row(name="E", email="e@lakeside.example", last_confirmed="soon"),
        row(name="F", email="f@lakeside.example", last_confirmed="2027-01-01"),
        row(name="G", email="g@lakeside.example", bio="Write to x@lakeside.example"),
        row(name="H", email="h@lakeside.example", title="#REF!"),
    ]
    done = bring(table(*rows))
    assert done.returncode == 1
    assert not list((empty / "content" / "mentors").iterdir())
    assert not (empty / "content" / "imports.yaml").exists()
    for line in (
        'mentors.csv:2:F: error: stages[1]: "Residnet" is not a known stage\n    did you mean "resident"?',
        'mentors.csv:3:D: error: specialties[0]: "Cardiolgy" is not a known specialty\n    did you mean',
        "mentors.csv:4:B: error: contact",
        "mentors.csv:5:A: error: name: is missing\n    fill it in",
        'mentors.csv:6:I: error: last_confirmed: is not a date: "soon"',
        "mentors.csv:7:I: error: last_confirmed",
        "mentors.csv:8:J: error: bio",
        "mentors.csv:9:G: error: title: is the spreadsheet's own error #REF!",
    ):
        assert line in done.stderr
    assert all(
        re.match(r"mentors\.csv:\d+:[A-Z]: error: |    |mentordir: wrote mentors.csv.map.yaml, and no profile", x)
        for x in done.stderr.splitlines()
    )


HOSTILE = [
    "=HYPERLINK(1)",
    "'=1+1",
    "@SUM(A1)",
    "name: x\nrole: y",
    "--- \n---\nx: y",
    "- [a]",
    "{a: b}",
    "&a *a !!x",
    "# comment",
    "../../etc/passwd",
    "{{ 7*7 }}",
    "' \" \\ % `",
    "𝒳 Ünïcode \u200f",
]


def test_hostile_cells_stay_text(bring: Run, empty: Path, run: Run, contents: Tree) -> None:
    rows = [row(name=f"Ana {n}", email=f"a{n}@x.example", title=c, bio=c, interests=c.replace(",", "")) for n, c in enumerate(HOSTILE)]
    done = bring(table(*rows))
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in (empty / "content" / "mentors").iterdir()} == {f"ana-{n}" for n in range(len(HOSTILE))}
    checked = run("check", "--as-of", "2026-11-01", cwd=empty)
    assert "error" not in checked.stdout
    before = contents(empty)
    assert f"{len(HOSTILE)} unchanged" in bring(table(*rows)).stdout
    assert contents(empty) == before


@pytest.mark.parametrize("cell", ["<script>alert(1)</script>", "a\x00b", "a\u202eb", "x" * 100_000, "x," * 50_000])
def test_cells_that_no_profile_may_have_are_refused_at_their_place(cell: str, bring: Run, empty: Path) -> None:
    columns = ["name", "title", "interests", "bio", "specialties", "stages", "last_confirmed", "email"]
    done = bring(table(*(row(**({"email": f"a{n}@x.example"} | {column: cell})) for n, column in enumerate(columns))))
    assert done.returncode == 1
    for number, column in enumerate(columns, 2):
        # Angle brackets in one line of text are shown as such.
        if not (cell.startswith("<script>") and column in ("name", "title", "interests")):
            letter = "ABCDEFGHIJ"[HEADERS.index(column.replace("_", " ").capitalize())]
            assert f"mentors.csv:{number}:{letter}: error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 20_000
    assert not list((empty / "content" / "mentors").iterdir())


def test_neutralised_cells_come_back_as_they_were(bring: Run, empty: Path) -> None:
    assert bring(table(row(title="'=1+1"))).returncode == 0
    assert 'title: "=1+1"' in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def test_a_stranger_with_anothers_name_gets_no_file_of_theirs(bring: Run, empty: Path, profile: Callable[..., str]) -> None:
    path = empty / "content" / "mentors" / "ana-lima.md"
    path.write_text(profile(), encoding="utf-8")
    before = path.read_bytes()
    done = bring(table(ROW))
    assert done.returncode == 1
    assert "mentors.csv:2:A: error: name: is also the name in content/mentors/ana-lima.md" in done.stderr
    assert path.read_bytes() == before
    with (empty / "mentors.csv.map.yaml").open("a", encoding="utf-8") as file:
        file.write("people:\n  Ana Lima: new\n")
    assert bring(table(ROW)).returncode == 0
    assert path.read_bytes() == before
    assert (empty / "content" / "mentors" / "ana-lima-2.md").is_file()


def test_names_that_no_file_may_have(bring: Run, empty: Path, run: Run) -> None:
    done = bring(table(row(name="Con"), row(name="井上 愛", email="b@x.example"), row(name="Index", email="c@x.example")))
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in (empty / "content" / "mentors").iterdir()} >= {"dr-con", "dr-index"}
    assert run("check", "-q", "--as-of", "2026-11-01", cwd=empty).returncode == 0


# --- second imports ---------------------------------------------------------------------------------------------------


def test_only_what_the_sheet_changed_changes_and_hand_edits_stay(bring: Run, empty: Path) -> None:
    bring(table(ROW, row(name="Rui Costa", email="rui@lakeside.example")))
    path = empty / "content" / "mentors" / "ana-lima.md"
    text = path.read_text(encoding="utf-8").replace("title: Professor", "# asked in May\ntitle: Chair  # of the board")
    text = text.replace("interests: [asthma]", "interests: [asthma]  # and tea")
    path.write_text(text, encoding="utf-8", newline="\r\n")
    done = bring(table(row(interests="asthma, sleep"), row(name="Rui Costa", email="rui@lakeside.example")))
    assert "changed content/mentors/ana-lima.md (row 2, interests)" in done.stdout
    assert done.stdout.endswith("0 added, 1 changed, 1 unchanged, 0 gone\n")
    assert path.read_bytes().decode() == text.replace("interests: [asthma]  # and tea", "interests: [asthma, sleep]  # and tea").replace(
        "\n", "\r\n"
    )


def test_a_field_that_both_changed_is_a_conflict_until_somebody_decides(bring: Run, empty: Path) -> None:
    bring(table(ROW))
    path = empty / "content" / "mentors" / "ana-lima.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Professor", "title: Chair"), encoding="utf-8")
    before = path.read_bytes()
    for _ in range(2):
        done = bring(table(row(title="Dean")))
        assert done.returncode == 0
        assert 'title is "Dean" in the sheet and "Chair" in the file; both changed since the last import' in done.stdout
        assert path.read_bytes() == before
    assert "conflict" not in bring(table(row(title="Dean")), "--prefer", "file").stdout
    assert path.read_bytes() == before
    assert "conflict" not in bring(table(row(title="Dean"))).stdout
    assert "1 conflict" in bring(table(row(title="Head"))).stdout
    assert "1 changed" in bring(table(row(title="Head")), "--prefer", "sheet").stdout
    assert "title: Head" in path.read_text(encoding="utf-8")


def test_a_cell_that_is_emptied_takes_the_field_out(bring: Run, empty: Path) -> None:
    bring(table(ROW))
    assert "(row 2, title)" in bring(table(row(title=""))).stdout
    assert "title" not in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def test_gone_rows_are_told_and_stay_and_other_sheets_are_not_asked(bring: Run, empty: Path) -> None:
    bring(table(ROW, row(name="Rui Costa", email="rui@lakeside.example")))
    done = bring(table(ROW))
    assert "gone content/mentors/rui-costa.md" in done.stdout
    assert done.stdout.endswith("0 added, 0 changed, 1 unchanged, 1 gone\n")
    assert (empty / "content" / "mentors" / "rui-costa.md").is_file()
    other = bring(table(row(name="Eva Berg", email="eva@lakeside.example")), name="other.csv")
    assert other.stdout.endswith("1 added, 0 changed, 0 unchanged, 0 gone\n")


def test_a_removed_mentor_stays_removed_and_so_does_a_deleted_file(bring: Run, empty: Path, run: Run) -> None:
    rows = [ROW, row(name="Rui Costa", email="rui@lakeside.example")]
    bring(table(*rows))
    assert run("remove", "ana-lima", cwd=empty).returncode == 0
    (empty / "content" / "mentors" / "rui-costa.md").unlink()
    for _ in range(2):
        done = bring(table(*rows))
        assert "left out: row 2: ana-lima left, and stays removed" in done.stdout
        assert "left out: row 3: content/mentors/rui-costa.md was deleted" in done.stdout
        assert not list((empty / "content" / "mentors").iterdir())
    # The same by a sheet that no import has seen.
    (empty / "content" / "imports.yaml").unlink()
    assert "ana-lima left" in bring(table(ROW), name="other.csv").stdout


def test_a_renamed_person_keeps_the_slug_and_a_renamed_file_is_found(bring: Run, empty: Path) -> None:
    bring(table(ROW))
    folder = empty / "content" / "mentors"
    assert "(row 2, name)" in bring(table(row(name="Ana Souza"))).stdout
    assert "name: Ana Souza" in (folder / "ana-lima.md").read_text(encoding="utf-8")
    text = (folder / "ana-lima.md").read_text(encoding="utf-8")
    (folder / "ana-souza.md").write_text(text.replace("name: Ana Souza", "name: Ana Souza\naliases: [ana-lima]"), encoding="utf-8")
    (folder / "ana-lima.md").unlink()
    assert "1 unchanged" in bring(table(row(name="Ana Souza"))).stdout
    assert [path.name for path in folder.iterdir()] == ["ana-souza.md"]


def test_a_new_address_is_the_same_person_if_the_old_row_is_gone(bring: Run, empty: Path) -> None:
    bring(table(ROW))
    done = bring(table(row(email="ana@elsewhere.example")))
    assert "ana-lima was found by name, since the key is new" in done.stdout
    assert done.stdout.endswith("0 added, 1 changed, 0 unchanged, 0 gone\n")


def test_without_confirmation_a_draft_and_with_it_no_more(bring: Run, empty: Path) -> None:
    bring(table(row(last_confirmed="")))
    path = empty / "content" / "mentors" / "ana-lima.md"
    text = path.read_text(encoding="utf-8")
    assert "# A draft: the sheet has no day" in text
    assert "last_confirmed: 2026-11-01" in text
    assert "draft: true" in text
    assert "1 unchanged" in bring(table(row(last_confirmed=""))).stdout
    bring(table(row(last_confirmed="14 October 2026")))
    text = path.read_text(encoding="utf-8")
    assert "draft" not in text.lower()
    assert "last_confirmed: 2026-10-14" in text


def test_who_says_no_gets_no_file_and_who_withdraws_becomes_a_draft(bring: Run, empty: Path) -> None:
    headers = [*HEADERS, "Do you consent?"]
    assert "did not agree to be listed" in bring(table([*ROW, "No"], headers=headers)).stdout
    assert not list((empty / "content" / "mentors").iterdir())
    bring(table([*ROW, "Yes"], headers=headers))
    assert "draft" not in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")
    bring(table([*ROW, "No"], headers=headers))
    assert "draft: true" in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def test_a_later_confirmation_in_the_file_is_kept(bring: Run, empty: Path, run: Run) -> None:
    bring(table(ROW))
    run("confirm", "ana-lima", "--as-of", "2026-10-30", cwd=empty)
    assert "1 unchanged" in bring(table(row(last_confirmed="2026-10-20"))).stdout
    assert "last_confirmed: 2026-10-30" in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")


def test_the_later_of_two_answers_counts_and_two_without_a_time_are_an_error(bring: Run, empty: Path) -> None:
    headers = ["Timestamp", *HEADERS]
    done = bring(table(["2026-10-20", *row(title="Dean")], ["2026-10-19", *ROW], headers=headers))
    assert "row 3 is left out: row 2 is a later answer" in done.stdout
    assert "title: Dean" in (empty / "content" / "mentors" / "ana-lima.md").read_text(encoding="utf-8")
    assert "mentors2.csv:2: error: is the same person as row 3" in bring(table(ROW, ROW), name="mentors2.csv").stderr


def test_a_dry_run_shows_a_diff_and_changes_no_profile(bring: Run, empty: Path, contents: Tree) -> None:
    bring(table(ROW))
    before = contents(empty / "content")
    done = bring(table(row(title="Dean"), row(name="Rui Costa", email="rui@lakeside.example")), "--dry-run")
    assert contents(empty / "content") == before
    assert "-title: Professor\n+title: Dean\n" in done.stdout
    assert "+++ b/content/mentors/rui-costa.md\n" in done.stdout
    assert done.stdout.endswith("1 added, 1 changed, 0 unchanged, 0 gone; nothing was written\n")


def test_what_two_files_cannot_both_say_is_told_at_the_row(bring: Run, empty: Path, profile: Callable[..., str]) -> None:
    (empty / "content" / "mentors" / "x.md").write_text(profile(name="X", links={"orcid": "0000-0002-1825-0097"}), encoding="utf-8")
    done = bring(table([*ROW, "0000-0002-1825-0097"], headers=[*HEADERS, "ORCID"]))
    assert done.returncode == 1
    assert "mentors.csv:2: error: links.orcid" in done.stderr
    assert [path.name for path in (empty / "content" / "mentors").iterdir()] == ["x.md"]


def test_the_ledger_names_nobody(bring: Run, empty: Path) -> None:
    bring(table(ROW))
    ledger = (empty / "content" / "imports.yaml").read_text(encoding="utf-8")
    assert "lakeside" not in ledger
    assert "Ana" not in ledger
    (empty / "content" / "imports.yaml").write_text("people:\n  x: [\n", encoding="utf-8")
    assert bring(table(ROW)).stderr.startswith("mentordir: content/imports.yaml:")


def test_without_a_ledger_files_are_found_by_their_address(bring: Run, empty: Path) -> None:
    bring(table(ROW))
    (empty / "content" / "imports.yaml").unlink()
    assert bring(table(ROW)).stdout.endswith("0 added, 0 changed, 1 unchanged, 0 gone\n")
    assert bring(table(ROW)).stdout.endswith("0 added, 0 changed, 1 unchanged, 0 gone\n")


def test_usage(empty: Path, run: Run) -> None:
    assert run("import", "nothing.csv", cwd=empty).returncode == 2
    assert run("import", cwd=empty).returncode == 2
    assert "Example:\n    mentordir import" in run("import", "--help").stdout


# --- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-03-14", "", "2026-03-14"),
        ("2026/3/14 9:12:33 AM GMT+1", "", "2026-03-14"),
        ("2026-03-14T09:12:33Z", "", "2026-03-14"),
        ("3/14/26", "", "2026-03-14"),
        ("3/14/2026 9:12:33", "month-first", "2026-03-14"),
        ("14.3.2026", "", "2026-03-14"),
        ("4.3.2026", "", "2026-03-04"),
        ("3/4/2026", "day-first", "2026-04-03"),
        ("3/4/2026", "month-first", "2026-03-04"),
        ("3/3/2026", "", "2026-03-03"),
        ("14 March 2026", "", "2026-03-14"),
        ("14th of March, 2026", "", "2026-03-14"),
        ("14-Mar-26", "", "2026-03-14"),
        ("March 14, 2026", "", "2026-03-14"),
        ("Sat, Mar 14 2026", "", "2026-03-14"),
        ("March 2026", "", "2026-03-01"),
        ("3/2026", "", "2026-03-01"),
        ("46095", "", "2026-03-14"),
        ("46095.39", "", "2026-03-14"),
    ],
)
def test_dates_as_people_and_programs_write_them(text: str, order: str, expected: str) -> None:
    assert read_day(text, order).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["soon", "14/14/2026", "31/2/2026", "2026-13-01", "123456", "14 Foo 2026", "99999", "12", "1/2", "0/0/0000"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_day(text, "day-first")


def test_either_way_round_is_asked_and_the_other_order_refused() -> None:
    with pytest.raises(AmbiguousDate):
        read_day("3/4/2026")
    with pytest.raises(Invalid):
        read_day("14/3/2026", "month-first")
    assert read_day("14 März 2026", language="de") == date(2026, 3, 14)
    assert read_day("March 2026", last=True) == date(2026, 3, 31)
    assert date_orders(["3/4/2026", "14/3/2026", "x"]) == {"day-first"}
    assert date_orders(["3/14/2026", "14/3/2026"]) == {"day-first", "month-first"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Endocrinology, Diabetes and Metabolism, Internal Medicine", ["endocrinology-diabetes-and-metabolism", "internal-medicine"]),
        ("peds, Cardiology", ["pediatrics", "cardiovascular-disease"]),
        ("peds;OB/GYN;", ["pediatrics", "obstetrics-and-gynecology"]),
        ("- peds\n- derm", ["pediatrics", "dermatology"]),
        ("Dermatology (skin, hair), peds", ["dermatology", "pediatrics"]),
        ("Cardiolgy, peds", ["Cardiolgy", "pediatrics"]),
        ("Other", []),
        ("", []),
    ],
)
def test_choices_in_one_cell(text: str, words: list[str]) -> None:
    assert split_words(text, shipped_vocabularies()["specialties"]) == words


def test_choices_with_explanations_plurals_and_brackets() -> None:
    stages = shipped_vocabularies()["stages"]
    assert resolve_word("Residents", stages) == "resident"
    assert resolve_word("Fellow (after residency)", stages) == "fellow"
    assert resolve_word("Fellow - after residency", stages) == "fellow"
    assert resolve_word("Nobody", stages) is None
    assert split_list("heart failure (adults, children), tea") == ["heart failure (adults, children)", "tea"]
    assert split_list("a, b; c") == ["a, b", "c"]
    assert split_list("N/A") == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", True),
        ("Yes, I agree", True),
        ("I agree that this is published", True),
        ("x", True),
        ("1", True),
        ("Checked", True),
        ("No", False),
        ("I do not agree", False),
        ("Unchecked", False),
        ("0", False),
        ("No, thank you", False),
        ("maybe", None),
        ("Yesterday", None),
        ("Nobody", None),
        ("", None),
    ],
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer
