"""Calendar files as other programs read them: two parsers that are not ours."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from playwright.sync_api import Page

from sites import NewPage

NAMES = (
    ("Ana Lima", "Kavita Lindqvist-Rao"),
    ("فاطمة الزهراء بن عيسى", "王小明"),
    ("👩🏽‍⚕️ Dr. Zoë", "Œuvre d’Ångström"),
    ('"Q", semi; colon: back\\slash', "comma, comma; \\n not a line"),
)
PLACE = 'Room 4; "B", link: https://example.org/a?b=c,d\\e'
SAVE_AS = """async ([events, now]) => (await import("/assets/calendar.js")).calendarFile(events, now)"""
NOW = 1_795_532_400_000
Download = Callable[..., bytes]


@pytest.fixture
def download(example_url: str, new_page: NewPage, tmp_path: Path) -> Download:
    """The file of a filled agreement."""

    def download_it(
        zone: str,
        first: str,
        count: int = 6,
        cadence: str = "Weekly",
        names: tuple[str, str] = NAMES[0],
        place: str = PLACE,
        times: int = 1,
    ) -> bytes:
        page = new_page(timezone_id=zone, locale="en-US", reduced_motion="reduce")
        page.clock.set_fixed_time("2026-11-24T15:00:00Z")
        page.goto(example_url + "guide/agreement/")
        page.get_by_label("Trainee", exact=True).fill(names[0])
        page.get_by_label("Mentor", exact=True).fill(names[1])
        page.get_by_label("How often", exact=True).select_option(cadence)
        page.get_by_label("How", exact=True).select_option("Video call")
        page.get_by_label("Where, or the link").fill(place)
        page.get_by_label("What the mentor does").fill("A private note")
        page.get_by_label("First meeting").fill(first)
        page.get_by_label("How many meetings").fill(str(count))
        for _ in range(times):
            with page.expect_download() as waiting:
                page.get_by_role("button", name="Download the meetings").click()
            waiting.value.save_as(tmp_path / "meetings.ics")
            page.clock.set_fixed_time("2026-11-25T15:00:00Z")
            page.reload()
        return (tmp_path / "meetings.ics").read_bytes()

    return download_it


def events(file: bytes) -> list[dict[str, Any]]:
    """The events as both parsers read them alike."""
    ours = [
        {
            "uid": str(event["UID"]),
            "title": str(event["SUMMARY"]),
            "text": str(event.get("DESCRIPTION", "")),
            "place": str(event.get("LOCATION", "")),
            "start": event.decoded("DTSTART"),
            "end": event.decoded("DTEND"),
        }
        for event in Calendar.from_ical(file).walk("VEVENT")
    ]
    theirs = [
        {
            "uid": event.uid.value,
            "title": event.summary.value,
            "text": event.description.value if "description" in event.contents else "",
            "place": event.location.value if "location" in event.contents else "",
            "start": event.dtstart.value,
            "end": event.dtend.value,
        }
        for event in vobject.readOne(file.decode()).contents["vevent"]
    ]
    assert [{**one, "start": one["start"].timestamp(), "end": one["end"].timestamp()} for one in ours] == [
        {**one, "start": one["start"].timestamp(), "end": one["end"].timestamp()} for one in theirs
    ]
    return ours


def assert_well_formed(file: bytes) -> None:
    lines = file.split(b"\r\n")
    assert lines[-1] == b""
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    for line in lines:
        line.decode()  # a folded line never cuts a character


@pytest.mark.parametrize(
    ("zone", "first", "offsets"),
    [
        ("America/New_York", "2027-02-25T16:00", {-5, -4}),
        ("America/New_York", "2026-10-15T16:00", {-4, -5}),
        ("Europe/Berlin", "2027-03-11T08:30", {1, 2}),
        ("Australia/Lord_Howe", "2027-03-18T17:15", {11, 10.5}),
        ("Asia/Kolkata", "2027-03-18T17:15", {5.5}),
    ],
)
def test_four_o_clock_stays_four_o_clock(zone: str, first: str, offsets: set[float], download: Download) -> None:
    file = download(zone, first)
    assert_well_formed(file)
    meetings = [event for event in events(file) if not event["title"].startswith("Mentoring review")]
    assert len(meetings) == 6
    assert {event["start"].tzinfo for event in meetings} <= {UTC, ZoneInfo("UTC")}
    local = [event["start"].astimezone(ZoneInfo(zone)) for event in meetings]
    begin = datetime.fromisoformat(first)
    assert [moment.replace(tzinfo=None) for moment in local] == [begin + timedelta(weeks=week) for week in range(6)]
    assert {(moment.utcoffset() or timedelta()).total_seconds() / 3600 for moment in local} == offsets
    assert {event["end"] - event["start"] for event in meetings} == {timedelta(minutes=30)}


@pytest.mark.parametrize("names", NAMES)
def test_names_of_every_script_arrive_whole(names: tuple[str, str], download: Download) -> None:
    file = download("America/New_York", "2027-01-07T16:00", 2, names=names)
    assert_well_formed(file)
    found = events(file)
    assert [event["title"] for event in found] == [f"Mentoring: {names[0]} and {names[1]}"] * 2 + [
        f"Mentoring review: {names[0]}, {names[1]}"
    ]
    assert {event["place"] for event in found[:2]} == {PLACE}
    assert {event["text"] for event in found[:2]} == {"Video call"}


def test_an_event_says_when_how_and_where_and_no_more(download: Download) -> None:
    file = download("America/New_York", "2027-01-07T16:00", 1)
    assert b"private" not in file
    [meeting, review] = Calendar.from_ical(file).walk("VEVENT")
    assert set(meeting) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION"}
    [alarm] = meeting.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-1)
    assert review.decoded("DTSTART").astimezone(ZoneInfo("America/New_York")) == datetime(
        2027, 2, 24, 9, tzinfo=ZoneInfo("America/New_York")
    )


def test_a_second_import_updates_the_first(download: Download) -> None:
    first, second = download("America/New_York", "2027-01-07T16:00", times=1), download("America/New_York", "2027-01-07T16:00", times=2)
    assert_well_formed(second)
    assert not {event["uid"] for event in events(first)} & {event["uid"] for event in events(second)}, "two people, two calendars"


def test_the_ids_of_a_paper_stay(example_url: str, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(timezone_id="America/New_York", locale="en-US", reduced_motion="reduce")
    files = []
    for day, first in (("24", "2027-01-07T16:00"), ("25", "2027-01-08T17:00")):
        page.clock.set_fixed_time(f"2026-11-{day}T15:00:00Z")
        page.goto(example_url + "guide/agreement/")
        page.get_by_label("First meeting").fill(first)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download the meetings").click()
        waiting.value.save_as(tmp_path / f"{day}.ics")
        files.append((tmp_path / f"{day}.ics").read_bytes())
    before, after = (Calendar.from_ical(file).walk("VEVENT") for file in files)
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert len({event["UID"] for event in before}) == len(before) == 7
    assert all(old.decoded("DTSTART") < new.decoded("DTSTART") for old, new in zip(before[:6], after[:6], strict=True))
    assert all(old.decoded("SEQUENCE") < new.decoded("SEQUENCE") for old, new in zip(before, after, strict=True))


def test_the_agenda_gives_its_one_meeting(example_url: str, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(timezone_id="Asia/Kathmandu", locale="en-US", reduced_motion="reduce")
    page.goto(example_url + "guide/meeting/")
    page.get_by_label("When", exact=True).fill("2027-01-07T16:00")
    page.get_by_label("How many minutes").fill("50")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the meeting").click()
    assert waiting.value.suggested_filename == "meeting.ics"
    waiting.value.save_as(tmp_path / "meeting.ics")
    [event] = events((tmp_path / "meeting.ics").read_bytes())
    assert event["title"] == "Mentoring"
    assert event["start"] == datetime(2027, 1, 7, 10, 15, tzinfo=UTC)
    assert event["end"] - event["start"] == timedelta(minutes=50)


# --- the writer by itself --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def writer(example_url: str, browser: Any) -> Any:
    """A page of the site that can import calendar.js."""
    page = browser.new_page()
    page.goto(example_url + "guide/")
    yield page
    page.close()


def write(page: Page, **fields: object) -> bytes:
    event = {"id": "a@b", "title": "t", "start": NOW, "minutes": 30, **fields}
    text: str = page.evaluate(SAVE_AS, [[event], NOW])
    return text.encode()


def as_read(text: str) -> str:
    """What of a text a calendar file can carry: every line end as one, no control characters."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", re.sub("\r\n?", "\n", text))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_any_text_comes_back_from_both_parsers(text: str, writer: Page) -> None:
    file = write(writer, title=f"<{text}>", text=f"<{text}>", place=f"<{text}>")
    assert_well_formed(file)
    [event] = events(file)
    assert {event["title"], event["text"], event["place"]} == {f"<{as_read(text)}>"}


def test_a_file_has_what_the_format_demands(writer: Page) -> None:
    calendar = Calendar.from_ical(write(writer, url="https://example.org/" + "x" * 100))
    assert (str(calendar["VERSION"]), str(calendar["CALSCALE"])) == ("2.0", "GREGORIAN")
    assert calendar["PRODID"]
    [event] = calendar.walk("VEVENT")
    assert event.decoded("DTSTAMP") == datetime.fromtimestamp(NOW / 1000, UTC)
    assert str(event["URL"]) == "https://example.org/" + "x" * 100
    assert event.walk("VALARM") == []
