"""Agenda and agreement as people fill them in: what stands on the paper, in print, in the files, and what is kept."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from sites import NewPage, assert_accessible

ME = {"name": "Tobias Amankwah", "stage": "preclinical-student", "school": "Harbor Point"}
RESEARCH = {
    "type": "research",
    "goals": ["take one project to an abstract", "learn enough R to check my own numbers"],
    "by": "2027-05-01",
    "minutes": 20,
    "mode": "video",
    "cadence": "biweekly",
    "to": "Kavita Lindqvist-Rao",
    "updated": 2_000,
}
PERSONAL = {
    "type": "personal",
    "goals": ["decide by October"],
    "by": "next autumn",
    "minutes": 45,
    "to": "Ruth Achterhof",
    "updated": 1_000,
}
LETTERS = {"kavita-lindqvist-rao": RESEARCH, "ruth-achterhof": PERSONAL}
TEAM = [
    {"slug": "ruth-achterhof", "name": "Ruth Achterhof", "place": "personal"},
    {"slug": "noor-haddad", "name": "Noor Haddad", "place": "career", "note": "met at grand rounds"},
]
ODD = "*not bold*\n# no heading\n1. no list\n- nor this\n<script>alert(1)</script> & &amp; `code` [link](https://example.org)\n    | a | ~~b~~\n=== $x$"
ODD_LINES = [line.strip() for line in ODD.split("\n")]
OpenTool = Callable[..., Page]


@pytest.fixture
def open_tool(example_url: str, new_page: NewPage) -> OpenTool:
    """Opens agenda or agreement on a day in November 2026, with what composer and team have kept before."""

    def open_it(kind: str, *, kept: dict[str, Any] | None = None, fragment: str = "", **options: object) -> Page:
        page = new_page(**{"timezone_id": "America/New_York", "locale": "en-US", "reduced_motion": "reduce", **options})
        page.clock.set_fixed_time("2026-11-24T15:00:00Z")
        page.goto(example_url + "guide/")
        for name, value in (kept or {}).items():
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"mentordir:/:{name}", json.dumps(value)])
        page.goto(f"{example_url}guide/{kind}/{fragment}")
        expect(paper(page).get_by_role("heading", level=2)).to_be_visible()
        return page

    return open_it


def paper(page: Page) -> Locator:
    return page.get_by_role("region", name="The paper")


def section(page: Page, title: str) -> Locator:
    return paper(page).locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))


def row(place: Locator, label: str) -> Locator:
    """The text of a row of the paper."""
    return place.locator("dl > div").filter(has_text=re.compile(f"^{re.escape(label)}")).locator("dd")


def unfold(page: Page) -> None:
    """Open all steps of the form."""
    page.locator("[data-step]").evaluate_all("steps => steps.forEach(step => { step.open = true; })")


def save(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def status(page: Page) -> Locator:
    return page.locator("[data-done]")


def fill_generously(page: Page) -> dict[str, str]:
    """Every field of the form filled to the brim; returns the words that mark each, by field."""
    unfold(page)
    marks = {}
    for field in page.locator("[data-form] :is(input[type=text], textarea)").all():
        name = field.get_attribute("name") or ""
        if not field.is_visible():
            continue
        length = int(field.get_attribute("maxlength") or 0)
        marks[name] = f"{name.capitalize()}mark"
        field.fill((marks[name] + " " + "careful words about it " * 30)[:length].strip())
    return marks


# --- what it begins with ---------------------------------------------------------------------------------------------


def test_the_agreement_begins_with_the_latest_letter(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS, "team": TEAM})
    expect(paper(page)).to_contain_text("Between Tobias Amankwah and Kavita Lindqvist-Rao")
    expect(row(paper(page), "Kind of mentoring")).to_have_text("Research")
    expect(section(page, "Goals").get_by_role("listitem")).to_have_text(
        ["take one project to an abstract, by May 1, 2027", "learn enough R to check my own numbers, by May 1, 2027"]
    )
    meetings = section(page, "Meetings")
    expect(row(meetings, "How often")).to_have_text("Every two weeks")
    expect(row(meetings, "How long")).to_have_text("20 minutes")
    expect(row(meetings, "How")).to_have_text(["Every two weeks", "20 minutes", "Video call"])
    expect(section(page, "Authorship and data")).to_be_visible()
    expect(section(page, "Check-in at the beginning of each meeting")).to_have_count(0)
    expect(section(page, "Review")).to_contain_text("On February 24, 2027 we ask")


def test_the_address_says_for_whom_and_the_choice_changes_it(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS, "team": TEAM}, fragment="#with=ruth-achterhof")
    expect(paper(page)).to_contain_text("Between Tobias Amankwah and Ruth Achterhof")
    expect(section(page, "Check-in at the beginning of each meeting").get_by_role("listitem")).to_have_text(
        ["How are you, really?", "Are you sleeping?"]
    )
    expect(section(page, "Authorship and data")).to_have_count(0)
    expect(page.get_by_text("Your letter says: by next autumn.")).to_be_visible()

    whom = page.get_by_label("For the agreement with")
    expect(whom.locator("option")).to_have_text(["Kavita Lindqvist-Rao", "Ruth Achterhof", "Noor Haddad", "Somebody else"])
    whom.select_option("Noor Haddad")
    expect(paper(page)).to_contain_text("Between Tobias Amankwah and Noor Haddad")
    expect(row(paper(page), "Kind of mentoring")).to_have_text("Career")
    assert urlsplit(page.url).fragment == "with=noor-haddad"
    whom.select_option("Somebody else")
    expect(paper(page)).to_contain_text("Between Tobias Amankwah and ………………")

    page.evaluate("location.hash = '#with=ruth-achterhof'")
    expect(page.get_by_label("Mentor", exact=True)).to_have_value("Ruth Achterhof")
    page.evaluate("location.hash = '#main'")
    expect(page.get_by_label("Mentor", exact=True)).to_have_value("Ruth Achterhof")


def test_who_comes_from_a_profile_finds_the_mentor_named(open_tool: OpenTool, example_site: Path) -> None:
    slug, name = next(
        (mentor["slug"], mentor["name"]) for mentor in json.loads((example_site / "mentors.json").read_text(encoding="utf-8"))["mentors"]
    )
    page = open_tool("agreement", fragment=f"#with={slug}")
    expect(page.get_by_label("Mentor", exact=True)).to_have_value(name)


@pytest.mark.parametrize(
    "kept",
    [
        {
            "me": [],
            "letters": {"a": None, "b": 3, "c": {"goals": "x", "minutes": "y", "to": 5}},
            "team": [None, 4, {"slug": []}, {"slug": "d"}],
        },
        {
            "me": {"name": 7},
            "letters": {"__proto__": {"to": "x"}, "../x": {"to": "y"}, "e": {"type": "evil", "minutes": 1e9, "mode": ["video"]}},
        },
        {"papers": {"": {"agreement": {"minutes": [], "meetings": [None, {"id": "x"}], "research": "yes", "nothing": 1}, "id": 5}}},
        {"papers": {"": 5}},
    ],
)
@pytest.mark.parametrize("kind", ["agreement", "meeting"])
def test_odd_things_in_the_store_do_no_harm(kind: str, kept: dict[str, Any], open_tool: OpenTool) -> None:
    page = open_tool(kind, kept=kept, fragment="#with=")
    page.get_by_label("How many minutes").fill("25")
    expect(row(paper(page), "How long")).to_have_text("25 minutes")


# --- the paper -------------------------------------------------------------------------------------------------------


def test_what_is_entered_stands_on_the_agreement(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"letters": LETTERS})
    page.get_by_label("With a check-in").check()
    marks = fill_generously(page)
    text = paper(page).inner_text()
    assert len(marks) > 20
    assert [mark for mark in marks.values() if mark not in text] == []

    page.get_by_label("No", exact=True).check()
    expect(section(page, "Grading and selecting")).to_contain_text("The mentor does not grade, evaluate, or select the trainee.")
    page.get_by_label("Yes", exact=True).check()
    expect(section(page, "Grading and selecting")).to_contain_text("The mentor grades, evaluates, or selects the trainee.")
    page.get_by_label("Starting on").fill("2027-01-31")
    expect(section(page, "Review")).to_contain_text("On April 30, 2027")


def test_the_kind_decides_what_is_in_it_until_somebody_says_otherwise(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    authorship, checkin = page.get_by_label("With authorship and data"), page.get_by_label("With a check-in")
    kind = page.get_by_label("Kind of mentoring")
    kind.select_option("Research")
    expect(authorship).to_be_checked()
    kind.select_option("Personal")
    expect(authorship).not_to_be_checked()
    expect(checkin).to_be_checked()
    authorship.check()
    kind.select_option("Clinical")
    expect(authorship).to_be_checked()
    expect(section(page, "Authorship and data")).to_be_visible()
    expect(checkin).not_to_be_checked()


@pytest.mark.parametrize(
    ("minutes", "checkin", "parts"),
    [
        (30, False, [5, 10, 10, 5]),
        (60, False, [10, 20, 20, 10]),
        (20, False, [3, 7, 7, 3]),
        (17, False, [3, 6, 5, 3]),
        (5, False, [1, 2, 1, 1]),
        (30, True, [5, 5, 5, 10, 5]),
        (47, True, [8, 8, 8, 15, 8]),
    ],
)
def test_the_parts_of_the_agenda_add_up(minutes: int, checkin: bool, parts: list[int], open_tool: OpenTool) -> None:
    page = open_tool("meeting")
    page.get_by_label("How many minutes").fill(str(minutes))
    page.get_by_label("Begin with a check-in").set_checked(checkin)
    titles = " ".join(paper(page).get_by_role("heading", level=3).all_inner_texts())
    shown = [int(number) for number in re.findall(r"(\d+) minutes?:", titles)]
    assert sum(shown) == minutes
    assert sorted(shown) == sorted(parts)


def test_the_agenda_carries_what_the_trainee_brings(open_tool: OpenTool) -> None:
    page = open_tool("meeting", kept={"me": ME, "letters": LETTERS})
    expect(row(section(page, "Ahead of the meeting"), "About me")).to_have_text("Preclinical medical student, Harbor Point")
    expect(row(section(page, "7 minutes: Where I want to go"), "My goals")).to_contain_text("take one project to an abstract")
    expect(section(page, "3 minutes: What next")).to_contain_text("who will be an author")
    marks = fill_generously(page)
    text = paper(page).inner_text()
    assert {"wish", "about", "question", "picture", "place"} <= marks.keys()
    assert [mark for mark in marks.values() if mark not in text] == []
    page.get_by_label("When", exact=True).fill("2026-12-03T16:00")
    expect(row(paper(page), "When")).to_have_text("Thu, Dec 3, 2026, 4:00 PM, Eastern Time (America/New_York)")


# --- print -----------------------------------------------------------------------------------------------------------


def printed(page: Page, size: str, folder: Path) -> tuple[int, str]:
    """Pages, and all their words with single spaces, and without the ligatures that fonts make of some letters."""
    file = folder / f"{size}.pdf"
    page.pdf(path=file, format=size)
    reader = PdfReader(file)
    text = unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in reader.pages))
    return len(reader.pages), " ".join(text.split())


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("mentor", ["kavita-lindqvist-rao", "ruth-achterhof"])
def test_an_agreement_filled_to_the_brim_is_printed_on_two_pages(mentor: str, size: str, open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS}, fragment=f"#with={mentor}")
    page.get_by_label("With authorship and data").check()
    page.get_by_label("With a check-in").check()
    marks = fill_generously(page)
    page.get_by_label("First meeting").fill("2027-01-07T16:00")
    page.get_by_label("How many meetings").fill("12")
    page.get_by_label("Yes", exact=True).check()
    for n in ("First", "Second", "Third"):
        page.get_by_label(f"{n} goal, by").fill("2027-06-30")
    headings = paper(page).get_by_role("heading").all_inner_texts()
    count, text = printed(page, size, tmp_path)
    assert count == 2
    assert len(headings) == 11
    assert [heading for heading in headings if heading not in text] == []
    assert [mark for mark in marks.values() if mark not in text] == []
    assert "12. " in text
    assert f"{marks['trainee']}" in text.rsplit("signature and date", maxsplit=2)[0]
    assert "Lakeside Mentor Directory" not in text
    assert "Download" not in text


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_an_empty_agreement_is_one_page_to_write_on(size: str, open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("agreement")
    count, text = printed(page, size, tmp_path)
    assert count == 1
    for words in ("Mentoring agreement", "Goals", "Where", "Channel", "To be reported, namely", "Feedback", "Trainee, signature and date"):
        assert words in text
    assert "Authorship and data" not in text
    assert paper(page).locator(".paper__line").count() > 8


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("mentor", ["kavita-lindqvist-rao", "ruth-achterhof", ""])
def test_an_agenda_is_printed_on_one_page(mentor: str, size: str, open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("meeting", kept={"me": ME, "letters": LETTERS}, fragment=f"#with={mentor}")
    marks = fill_generously(page) if mentor else {}
    headings = paper(page).get_by_role("heading").all_inner_texts()
    count, text = printed(page, size, tmp_path)
    assert count == 1
    assert len(headings) >= 6
    assert [words for words in (*headings, *marks.values()) if words not in text] == []


def test_without_scripts_the_guide_is_printed(example_url: str, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(example_url + "guide/agreement/")
    expect(page.locator("[data-tool]")).to_be_hidden()
    _, text = printed(page, "A4", tmp_path)
    assert "MENTORING AGREEMENT" in text


# --- files -----------------------------------------------------------------------------------------------------------


def test_markdown_says_what_the_paper_says(open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS})
    file = save(page, "Download as Markdown", tmp_path)
    assert file.name == "agreement-kavita-lindqvist-rao.md"
    expect(status(page)).to_have_text("Saved as agreement-kavita-lindqvist-rao.md, where your downloads are.")
    text = file.read_text(encoding="utf-8")
    assert text.startswith(
        "# Mentoring agreement\n\nBetween Tobias Amankwah and Kavita Lindqvist-Rao\n\n- **Kind of mentoring:** Research\n"
    )
    assert "\n\n## Goals\n\n1. take one project to an abstract, by May 1, 2027\n2. learn" in text
    assert re.findall("^## (.+)$", text, re.MULTILINE) == paper(page).get_by_role("heading", level=3).all_inner_texts()


def literal_text(markdown: str) -> str:
    """What a reader of the rendered Markdown sees. Fails where anything but headings, lists and our own labels is markup."""
    parser = MarkdownIt("gfm-like", {"linkify": False})
    lines = []
    for token in parser.parse(markdown):
        kinds = {child.type for child in token.children or ()}
        assert kinds <= {"text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close"}, token.content
        assert token.type not in {"html_block", "code_block", "fence", "table_open", "blockquote_open", "hr"}, token.content
        lines.append("".join("\n" if "break" in child.type else child.content for child in token.children or ()))
    return "\n".join(lines)


@pytest.mark.parametrize(
    "field", ["What stays between us", "Notes", "Trainee", "Where, or the link", "First goal", "Questions, one on each line"]
)
def test_what_people_enter_stays_text_in_markdown(field: str, open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("agreement")
    page.get_by_label("Kind of mentoring").select_option("Personal")
    unfold(page)
    plain = re.sub(r"\S", "", save(page, "Download as Markdown", tmp_path).read_text(encoding="utf-8"))
    place = page.get_by_label(field, exact=True)
    lines = (
        ODD_LINES if place.evaluate("field => field.tagName") == "TEXTAREA" else ["# *x* <b>y</b> `z` [a](b) | ~~c~~ &lt; \\* 1. _d_ $e$"]
    )
    place.fill("\n".join(lines))
    text = save(page, "Download as Markdown", tmp_path).read_text(encoding="utf-8")
    assert len(re.sub(r"\S", "", text)) >= len(plain)
    seen = literal_text(text)
    assert [line for line in lines if line not in seen] == []
    assert re.findall("^## (.+)$", text, re.MULTILINE) == paper(page).get_by_role("heading", level=3).all_inner_texts()
    if len(lines) > 1:
        assert "\n".join(lines) in paper(page).inner_text() or field.startswith("Questions")


def test_the_paper_runs_no_markup(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    page.get_by_label("Trainee", exact=True).fill("<img src=x onerror=alert(1)>")
    expect(paper(page)).to_contain_text("Between <img src=x onerror=alert(1)> and")
    expect(paper(page).locator("img, script")).to_have_count(0)


def test_the_paper_can_be_copied_as_text(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS}, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Where, or the link").fill("*Room* 4")
    page.get_by_role("button", name="Copy").click()
    expect(status(page)).to_contain_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Mentoring agreement\n\nBetween Tobias Amankwah and Kavita Lindqvist-Rao\n")
    assert "- Where: *Room* 4\n" in text


def test_print_opens_the_print_dialog(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")


# --- the list of meetings --------------------------------------------------------------------------------------------


def test_meetings_can_be_moved_removed_and_added(open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("agreement", kept={"letters": LETTERS})
    page.get_by_label("First meeting").fill("2027-01-07T16:00")
    page.get_by_label("How many meetings").fill("3")
    dates = page.get_by_role("list", name="The dates, to change, remove, or add to")
    expect(dates.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_label("Meeting 2", exact=True)).to_have_value("2027-01-21T16:00")
    expect(dates).to_contain_text("Thursday")
    first = Calendar.from_ical(save(page, "Download the meetings", tmp_path).read_bytes())

    page.get_by_label("Meeting 2", exact=True).fill("2027-01-22T15:30")
    expect(section(page, "Meetings").get_by_role("listitem")).to_have_text(
        ["Thu, Jan 7, 2027, 4:00 PM", "Fri, Jan 22, 2027, 3:30 PM", "Thu, Feb 4, 2027, 4:00 PM"]
    )
    page.get_by_role("button", name="Remove meeting 1").click()
    expect(status(page)).to_have_text("Removed: Thu, Jan 7, 2027, 4:00 PM")
    expect(page.get_by_label("Meeting 1", exact=True)).to_be_focused()
    page.get_by_role("button", name="Add a meeting").click()
    expect(page.get_by_label("Meeting 3", exact=True)).to_be_focused()
    expect(page.get_by_label("Meeting 3", exact=True)).to_have_value("2027-02-18T16:00")
    second = Calendar.from_ical(save(page, "Download the meetings", tmp_path).read_bytes())

    uids = [{str(event["UID"]): event.decoded("DTSTART") for event in calendar.walk("VEVENT")} for calendar in (first, second)]
    kept = uids[0].keys() & uids[1].keys()
    assert len(kept) == 3, "the second and third meeting and the review"
    assert sum(uids[0][uid] != uids[1][uid] for uid in kept) == 1
    assert len(uids[1]) == 4

    page.get_by_label("How many meetings").fill("5")
    expect(status(page)).to_contain_text("keeps the dates that you have changed")
    page.get_by_role("button", name="List the dates anew").click()
    expect(dates.get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_label("Meeting 1", exact=True)).to_have_value("2027-01-07T16:00")


@pytest.mark.parametrize(
    ("first", "cadence", "dates"),
    [
        ("2027-01-14T16:00", "Monthly", ["Jan 14", "Feb 11", "Mar 11", "Apr 8"]),
        ("2027-01-29T16:00", "Monthly", ["Jan 29", "Feb 26", "Mar 26", "Apr 30"]),
        ("2026-12-28T16:00", "Quarterly", ["Dec 28", "Mar 22", "Jun 28", "Sep 27"]),
        ("2027-02-22T16:00", "Weekly", ["Feb 22", "Mar 1", "Mar 8", "Mar 15"]),
        ("2027-02-22T16:00", "As needed", ["Feb 22"]),
    ],
)
def test_a_series_keeps_its_weekday(first: str, cadence: str, dates: list[str], open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    page.get_by_label("How often", exact=True).select_option(cadence)
    page.get_by_label("First meeting").fill(first)
    page.get_by_label("How many meetings").fill("4")
    shown = section(page, "Meetings").get_by_role("listitem").all_inner_texts()
    assert [re.findall(r", (\w+ \d+), ", text)[0] for text in shown] == dates
    assert len({text[:3] for text in shown}) == 1


def test_there_are_at_most_24_meetings(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    page.get_by_label("How often", exact=True).select_option("Weekly")
    page.get_by_label("First meeting").fill("2027-01-07T16:00")
    page.get_by_label("How many meetings").fill("23")
    add = page.get_by_role("button", name="Add a meeting")
    add.click()
    expect(section(page, "Meetings").get_by_role("listitem")).to_have_count(24)
    expect(add).to_be_hidden()


# --- what can be wrong -----------------------------------------------------------------------------------------------


def assert_refused(page: Page, field: Locator, message: str) -> None:
    """The field says what is wrong and has the focus."""
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(message)))
    expect(field).to_be_focused()
    expect(status(page)).to_contain_text("Nothing was done.")


def refuse_downloads(page: Page) -> list[str]:
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    return downloads


@pytest.mark.parametrize(
    ("kind", "label", "button"), [("agreement", "First meeting", "Download the meetings"), ("meeting", "When", "Download the meeting")]
)
def test_a_calendar_needs_a_date(kind: str, label: str, button: str, open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool(kind)
    downloads = refuse_downloads(page)
    page.get_by_role("button", name=button).click()
    field = page.get_by_label(label, exact=True)
    assert_refused(page, field, "meeting begins")
    field.fill("2027-01-07T16:00")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert downloads == []
    assert save(page, button, tmp_path).stat().st_size > 200


def test_a_review_before_the_start_is_refused(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    downloads = refuse_downloads(page)
    unfold(page)
    page.get_by_label("Starting on").fill("2027-01-07")
    review = page.get_by_label("Review on")
    review.fill("2027-01-06")
    page.get_by_text("Review and ending").first.click()
    expect(review).to_be_hidden()
    for button in ("Download as Markdown", "Copy", "Print", "Download the meetings"):
        page.get_by_role("button", name=button).click()
        expect(review).to_have_accessible_description(re.compile("The review comes before the start"))
    assert downloads == []
    review.fill("2027-01-07")
    expect(page.get_by_text("The review comes before the start")).to_have_count(0)


def test_a_date_that_does_not_exist_is_refused(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    downloads = refuse_downloads(page)
    start = page.get_by_label("Starting on")
    start.focus()
    page.keyboard.type("02302027")
    page.get_by_role("button", name="Download as Markdown").click()
    assert_refused(page, start, "There is no such date or time.")
    assert downloads == []


def test_half_a_date_is_refused_and_not_lost_while_typing(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    first = page.get_by_label("First meeting")
    first.focus()
    page.keyboard.type("01072027")
    page.get_by_role("button", name="Print").click()
    assert_refused(page, first, "There is no such date or time.")
    first.focus()
    page.keyboard.type("010720270400PM")
    expect(first).to_have_value("2027-01-07T16:00")


def test_an_hour_that_the_clocks_leave_out_is_refused(open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    page.get_by_label("How often", exact=True).select_option("Weekly")
    page.get_by_label("First meeting").fill("2027-03-07T02:30")
    page.get_by_role("button", name="Download the meetings").click()
    assert_refused(page, page.get_by_label("Meeting 2", exact=True), "There is no such date or time.")


@pytest.mark.parametrize(
    ("label", "value", "message"),
    [
        ("How many minutes", "0", "between 5 and 240"),
        ("How many meetings", "25", "between 1 and 24"),
        ("How many minutes", "20.5", "between 5 and 240"),
        ("Agenda, days ahead", "-1", "between 0 and 30"),
    ],
)
def test_a_number_out_of_range_is_refused(label: str, value: str, message: str, open_tool: OpenTool) -> None:
    page = open_tool("agreement")
    downloads = refuse_downloads(page)
    field = page.get_by_label(label)
    field.fill(value)
    page.get_by_role("button", name="Download as Markdown").click()
    assert_refused(page, field, message)
    assert downloads == []


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_what_is_entered_is_there_again_for_each_mentor(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS})
    page.get_by_label("Where, or the link").fill("Room 4")
    page.get_by_label("First meeting").fill("2027-01-07T16:00")
    page.get_by_label("Meeting 2", exact=True).fill("2027-01-22T15:30")
    page.get_by_label("For the agreement with").select_option("Ruth Achterhof")
    expect(page.get_by_label("Where, or the link")).to_have_value("")
    page.get_by_label("Where, or the link").fill("The park")
    page.reload()
    expect(page.get_by_label("Where, or the link")).to_have_value("The park")
    page.get_by_label("For the agreement with").select_option("Kavita Lindqvist-Rao")
    expect(page.get_by_label("Where, or the link")).to_have_value("Room 4")
    expect(page.get_by_label("Meeting 2", exact=True)).to_have_value("2027-01-22T15:30")


def test_what_is_untouched_follows_the_letter(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"letters": LETTERS})
    page.get_by_label("First goal", exact=True).fill("Another goal")
    changed = {"kavita-lindqvist-rao": {**RESEARCH, "goals": ["new first", "new second"]}}
    page.evaluate("text => localStorage.setItem('mentordir:/:letters', text)", json.dumps(changed))
    page.reload()
    expect(page.get_by_label("First goal", exact=True)).to_have_value("Another goal")
    expect(page.get_by_label("Second goal", exact=True)).to_have_value("new second")


def test_the_form_can_be_emptied_after_asking(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME})
    page.get_by_label("Where, or the link").fill("Room 4")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Empty this form").click()
    expect(page.get_by_label("Where, or the link")).to_have_value("Room 4")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Empty this form").click()
    expect(page.get_by_label("Where, or the link")).to_have_value("")
    expect(page.get_by_label("Trainee", exact=True)).to_have_value("Tobias Amankwah")
    expect(row(paper(page), "Where")).to_have_text("")


def test_forgetting_everything_empties_the_paper(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS})
    page.get_by_label("Where, or the link").fill("Room 4")
    page.get_by_role("button", name="Forget everything").click()
    expect(paper(page)).to_contain_text("Between ………………")
    expect(paper(page)).not_to_contain_text("Room 4")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_another_tab_changes_this_one(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"me": ME})
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Where, or the link").fill("Room 4")
    expect(row(paper(page), "Where")).to_have_text("Room 4")


def test_a_letter_written_in_another_tab_does_not_change_whom_the_paper_is_for(open_tool: OpenTool) -> None:
    page = open_tool("agreement", kept={"letters": LETTERS})
    other = page.context.new_page()
    other.goto(page.url)
    latest = {**LETTERS, "noor-haddad": {"to": "Noor Haddad", "updated": 3_000}, "kavita-lindqvist-rao": {**RESEARCH, "minutes": 55}}
    other.evaluate("text => localStorage.setItem('mentordir:/:letters', text)", json.dumps(latest))
    expect(row(paper(page), "How long")).to_have_text("55 minutes")
    expect(page.get_by_label("Mentor", exact=True)).to_have_value("Kavita Lindqvist-Rao")


def test_nothing_leaves_the_host_or_stands_in_a_query(open_tool: OpenTool, example_url: str, tmp_path: Path) -> None:
    page = open_tool("agreement", kept={"me": ME, "letters": LETTERS})
    requests: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    page.reload()
    fill_generously(page)
    page.get_by_label("First meeting").fill("2027-01-07T16:00")
    save(page, "Download the meetings", tmp_path)
    page.keyboard.press("Enter")
    assert [url for url in requests if not url.startswith((example_url, f"blob:{example_url}"))] == []
    assert [url for url in (*requests, page.url) if urlsplit(url).query] == []
    assert len(requests) > 10


# --- for everybody ---------------------------------------------------------------------------------------------------


def test_the_keyboard_alone_fills_and_saves_an_agreement(open_tool: OpenTool, tmp_path: Path) -> None:
    page = open_tool("agreement")

    def go_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
            if focused == name:
                return
        pytest.fail(f"the keyboard does not reach {name}")

    go_to("Trainee")
    page.keyboard.type("Tobias")
    go_to("Mentor")
    page.keyboard.type("Ruth")
    go_to("Kind of mentoring")
    page.keyboard.type("Pers")
    go_to("With authorship and data")
    page.keyboard.press("Space")
    go_to("First goal")
    page.keyboard.type("Sleep again")
    go_to("First meeting")
    page.keyboard.type("010720270400PM")
    go_to("Grading and selecting")
    page.keyboard.press("Enter")
    go_to("Not asked yet")
    page.keyboard.press("ArrowDown")
    with page.expect_download() as waiting:
        go_to("Download as Markdown")
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "paper.md")
    text = (tmp_path / "paper.md").read_text(encoding="utf-8")
    for words in (
        "Between Tobias and Ruth",
        "Sleep again",
        "Personal",
        "## Authorship and data",
        "1. Thu, Jan 7, 2027",
        "The mentor grades,",
    ):
        assert words in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ["agreement", "meeting"])
def test_axe_finds_nothing_empty_filled_or_wrong(kind: str, width: int, scheme: str, open_tool: OpenTool) -> None:
    page = open_tool(kind, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Download the meeting")).click()
    expect(page.locator("[aria-invalid]")).to_have_count(1)
    assert_accessible(page)
    fill_generously(page)
    page.get_by_label("First meeting" if kind == "agreement" else "When", exact=True).fill("2027-01-07T16:00")
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("kind", ["agreement", "meeting"])
def test_nothing_of_the_paper_is_lost_sideways(kind: str, width: int, open_tool: OpenTool) -> None:
    page = open_tool(kind, kept={"me": ME, "letters": LETTERS}, viewport={"width": width, "height": 800})
    fill_generously(page)
    page.get_by_label("Where, or the link").fill("https://example.org/" + "x" * 100)
    if kind == "agreement":
        page.get_by_label("First meeting").fill("2027-01-07T16:00")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        "[...document.querySelectorAll('.tool *')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && !e.closest('.visually-hidden')).map(e => e.outerHTML.slice(0, 80))"
    )
    assert [found for found in wide if "<input" not in found and "<select" not in found] == []


def test_beside_the_form_the_paper_shows_what_is_worked_on(open_tool: OpenTool) -> None:
    page = open_tool("agreement", viewport={"width": 1280, "height": 700})
    unfold(page)
    page.get_by_label("Ending", exact=True).focus()
    expect(section(page, "Ending")).to_be_in_viewport()
    page.get_by_label("First goal", exact=True).focus()
    expect(section(page, "Goals")).to_be_in_viewport()
