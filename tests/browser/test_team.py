"""The mentor team: whom a trainee has starred, for what, how far they are, and how all of it survives and moves."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from sites import NewPage, assert_accessible, build

NOON = "2026-11-24T12:00:00Z"
KEY = "mentordir:/:team"
MANY = [{"slug": f"no-{number}", "name": f"Nobody the {number}th", "place": "career"} for number in range(80)]
DAMAGED = (
    "",
    "no JSON",
    "null",
    "7",
    '"text"',
    "{}",
    '{"slug": "ana-lima"}',
    '[null, 7, "a", [], {}]',
    '[{"slug": {"toString": null}, "name": {}, "on": {}, "replyDays": {}}]',
    '[{"slug": "__proto__"}, {"slug": "UPPER"}, {"slug": ""}]',
)


def _mentor(name: str, **fields: object) -> dict[str, object]:
    return {"name": name, "role": "attending", "specialties": ["Cardiology"], "last_confirmed": "2026-11-20", **fields}


def _offer(*types: str) -> list[dict[str, str]]:
    return [{"type": kind} for kind in types]


MENTORS: dict[str, dict[str, object]] = {
    "ana-lima": _mentor(
        "Ana Lima",
        interests=["sepsis", "medical education"],
        mentoring=_offer("clinical"),
        contact={"method": "coordinator", "reply_days": 7},
        aliases=["ana-souza"],
    ),
    "bo-chen": _mentor("Bo Chen", interests=["sepsis"], mentoring=_offer("clinical", "research")),
    "chidi-eze": _mentor("Chidi Eze", mentoring=_offer("career"), contact={"method": "coordinator", "reply_days": 5}),
    "dana-levi": _mentor(
        "Dana Levi",
        specialties=["Pediatrics"],
        institution="Cedar Ridge",
        interests=["sepsis", "medical education"],
        mentoring=_offer("research"),
    ),
    "emi-sato": _mentor("Emi Sato", specialties=["Pediatrics"], interests=["sepsis"], mentoring=_offer("research")),
    "finn-moe": _mentor("Finn Moe", interests=["Sepsis registries"], institution="Cedar Ridge", mentoring=_offer("research")),
    "gil-full": _mentor(
        "Gil Full",
        specialties=["Pediatrics"],
        interests=["sepsis", "medical education"],
        availability={"status": "full"},
        mentoring=_offer("research"),
    ),
    "hana-far": _mentor(
        "Hana Far", specialties=["Neurology"], institution="Cedar Ridge", interests=["stroke"], mentoring=_offer("research")
    ),
    "ivo-internal": _mentor("Ivo Internal", specialties=["Internal Medicine"], interests=["sepsis"], mentoring=_offer("research")),
}

Write = Callable[..., Path]


def _project(
    root: Path, write_project: Write, profile: Callable[..., str], mentors: dict[str, dict[str, object]], **settings: object
) -> Path:
    return write_project(root, {slug: profile(**fields) for slug, fields in mentors.items()}, base_url=None, **settings)


@pytest.fixture(scope="module")
def school(
    tmp_path_factory: pytest.TempPathFactory, write_project: Write, profile: Callable[..., str], serve_folder: Callable[[Path], str]
) -> str:
    """The address of a site with the nine mentors above."""
    root = tmp_path_factory.mktemp("school")
    return serve_folder(build(_project(root / "project", write_project, profile, MENTORS), root / "site"))


def _open(page: Page, url: str, team: object = None, time: str = NOON) -> Page:
    """The team page on a day, with a team kept by the browser."""
    page.clock.set_fixed_time(time)
    page.goto(url + "team/")
    if team is not None:
        page.evaluate("([key, team]) => localStorage.setItem(key, JSON.stringify(team))", [KEY, team])
        page.reload()
    expect(page.get_by_text(re.compile("Nobody is in your team|Still missing|All four places"))).to_be_visible()
    return page


def _entry(slug: str, **fields: object) -> dict[str, object]:
    return {"slug": slug, "name": slug, "place": "", "note": "", "status": "to-write", "on": "", **fields}


def _place(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def _one(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True))


def _kept(page: Page) -> list[dict[str, object]]:
    return list(json.loads(page.evaluate("key => localStorage.getItem(key) ?? '[]'", KEY)))


def _link_of(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


# --- stars and places ------------------------------------------------------------------------------------------------


def test_who_is_starred_on_a_list_and_on_a_profile_has_a_place_in_the_team(school: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(school + "mentors/")
    page.get_by_role("button", name="Bo Chen in my team").click()
    expect(page.get_by_role("button", name="Bo Chen in my team", pressed=True)).to_be_visible()
    page.goto(school + "mentors/ana-lima/")
    page.get_by_role("button", name="Ana Lima in my team").first.click()
    expect(page.get_by_role("button", name="Ana Lima in my team", pressed=True).first).to_be_visible()
    page.get_by_role("link", name="My team (2)").click()
    expect(_place(page, "Clinical").get_by_role("link", name="Bo Chen", exact=True)).to_be_visible()
    expect(_place(page, "Clinical").get_by_role("link", name="Ana Lima", exact=True)).to_be_visible()
    expect(page.get_by_text("Still missing: research, career, and personal.")).to_be_visible()


def test_the_second_of_two_kinds_is_filled_first_where_the_first_is_taken(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical"), _entry("bo-chen")])
    expect(_place(page, "Research").get_by_role("heading", name="Bo Chen")).to_be_visible()


def test_a_star_pressed_again_by_mistake_costs_no_notes(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("bo-chen", note="Asked about sepsis", place="research")])
    page.goto(school + "mentors/")
    star = page.get_by_role("button", name="Bo Chen in my team")
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    assert _kept(page) == []
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    assert _kept(page)[0]["note"] == "Asked about sepsis"


def test_an_empty_team_says_how_to_begin_and_where_to_look(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    expect(page.get_by_text("Press the star beside a name")).to_be_visible()
    for kind in ("clinical", "research", "career", "personal"):
        expect(page.get_by_role("link", name=f"Find somebody for {kind} mentoring")).to_have_attribute("href", f"{school}#type={kind}")


def test_the_search_that_fills_a_place_knows_the_stage_of_the_trainee(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    page.evaluate("localStorage.setItem('mentordir:/:me', JSON.stringify({stage: 'resident'}))")
    page.reload()
    expect(page.get_by_role("link", name="Find somebody for career mentoring")).to_have_attribute(
        "href", f"{school}#stage=resident&type=career"
    )


def test_four_filled_places_are_said_to_be_filled(school: str, new_page: NewPage) -> None:
    places = zip(("ana-lima", "bo-chen", "chidi-eze", "emi-sato"), ("clinical", "research", "career", "personal"), strict=True)
    page = _open(new_page(), school, [_entry(slug, place=place) for slug, place in places])
    expect(page.get_by_text("All four places are filled.")).to_be_visible()
    expect(page.get_by_text("Still missing")).to_be_hidden()


def test_another_place_is_chosen_without_losing_the_way(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical"), _entry("bo-chen", place="clinical")])
    _one(page, "Ana Lima").get_by_label("For").focus()
    _one(page, "Ana Lima").get_by_label("For").select_option("Career")
    expect(_place(page, "Career").get_by_role("heading", name="Ana Lima")).to_be_visible()
    expect(_one(page, "Ana Lima").get_by_label("For")).to_be_focused()
    expect(page.get_by_role("status").get_by_text("Ana Lima is now under Career.")).to_be_visible()


def test_who_was_removed_can_be_put_back_with_their_notes(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical", note="Saw her talk"), _entry("bo-chen", place="clinical")])
    page.get_by_role("button", name="Remove Ana Lima").click()
    expect(page.get_by_text("Ana Lima is removed.")).to_be_visible()
    expect(page.get_by_role("heading", name="Ana Lima")).to_be_hidden()
    assert [entry["slug"] for entry in _kept(page)] == ["bo-chen"]
    back = page.get_by_role("button", name="Put Ana Lima back")
    expect(back).to_be_focused()
    back.press("Enter")
    expect(_one(page, "Ana Lima").get_by_label("Notes")).to_have_value("Saw her talk")
    expect(_one(page, "Ana Lima").get_by_label("How far")).to_be_focused()


# --- how far ---------------------------------------------------------------------------------------------------------


def test_a_note_is_kept_while_it_is_written(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical")])
    note = _one(page, "Ana Lima").get_by_label("Notes")
    note.press_sequentially("Ask about the registry")
    expect(note).to_be_focused()
    page.reload()
    expect(_one(page, "Ana Lima").get_by_label("Notes")).to_have_value("Ask about the registry")


@pytest.mark.parametrize(
    ("slug", "name", "day"),
    [("chidi-eze", "Chidi Eze", "December 2"), ("ana-lima", "Ana Lima", "December 3"), ("bo-chen", "Bo Chen", "December 2")],
)
def test_one_reminder_comes_after_eight_days_or_two_past_the_usual_answer(
    slug: str, name: str, day: str, school: str, new_page: NewPage
) -> None:
    page = _open(new_page(timezone_id="UTC"), school, [_entry(slug, place="career")])
    one = _one(page, name)
    expect(one.get_by_label("Sent on")).to_be_hidden()
    one.get_by_label("How far").select_option("sent")
    expect(one.get_by_label("Sent on")).to_have_value("2026-11-24")
    expect(one.get_by_text(f"If no answer comes: one reminder from {day}, 2026.")).to_be_visible()
    with page.expect_download() as download:
        one.get_by_role("button", name="Save the reminder").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert f"DTSTART:202612{day.split()[1]:0>2}T090000Z" in text
    assert f"SUMMARY:Remind {name} once" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("2026-11-17", "one reminder from November 25, 2026"),
        ("2026-11-16", "It is time for one short reminder."),
        ("2026-11-06", "It is time for one short reminder."),
        ("2026-11-05", "This request has lapsed"),
    ],
)
def test_a_request_waits_is_reminded_of_and_lapses_two_weeks_after_the_expected_answer(
    sent: str, said: str, school: str, new_page: NewPage
) -> None:
    page = _open(new_page(timezone_id="UTC"), school, [_entry("chidi-eze", place="career", status="sent", on=sent, replyDays=5)])
    expect(_one(page, "Chidi Eze").get_by_text(said)).to_be_visible()
    expect(page.get_by_text("One request is open.")).to_be_visible(visible="lapsed" not in said)
    expect(page.get_by_role("button", name="Save the reminder")).to_be_visible(visible="from" in said)


def test_the_next_on_the_list_and_the_coordinator_are_named_when_no_answer_comes(school: str, new_page: NewPage) -> None:
    team = [_entry("ana-lima", place="clinical", status="sent", on="2026-11-01"), _entry("bo-chen", place="clinical")]
    page = _open(new_page(), school, team)
    expect(_one(page, "Ana Lima").get_by_text("Next on your list: Bo Chen. Or ask Mentoring Office.")).to_be_visible()


def test_one_request_for_each_kind_is_a_rule_that_is_said_and_lapses(school: str, new_page: NewPage) -> None:
    team = [_entry("chidi-eze", place="clinical", status="sent", on="2026-11-20", replyDays=5), _entry("bo-chen", place="clinical")]
    rule = "One request at a time: Chidi Eze has until December 9, 2026."
    page = _open(new_page(timezone_id="UTC"), school, team)
    expect(_place(page, "Clinical").get_by_text(rule)).to_be_visible()
    page.clock.set_fixed_time("2026-12-09T12:00:00Z")
    page.reload()
    expect(page.get_by_role("heading", name="Bo Chen")).to_be_visible()
    expect(page.get_by_text("One request at a time")).to_be_hidden()
    elsewhere = [team[0], {**team[1], "place": "research"}]
    page = _open(new_page(timezone_id="UTC"), school, elsewhere)
    expect(page.get_by_role("heading", name="Bo Chen")).to_be_visible()
    expect(page.get_by_text("One request at a time")).to_be_hidden()


def test_the_day_of_a_request_is_typed_and_never_lost(school: str, new_page: NewPage) -> None:
    page = _open(new_page(locale="en-US"), school, [_entry("ana-lima", place="clinical", status="sent", on="2026-11-20")])
    on = _one(page, "Ana Lima").get_by_label("Sent on")
    on.focus()
    page.keyboard.type("11032026")
    expect(on).to_have_value("2026-11-03")
    expect(on).to_be_focused()
    assert _kept(page)[0]["on"] == "2026-11-03"
    on.fill("")
    _one(page, "Ana Lima").get_by_label("Notes").focus()
    expect(on).to_have_value("2026-11-03")
    expect(_one(page, "Ana Lima").get_by_label("How far")).to_have_value("sent")
    on.fill("2027-01-01")
    _one(page, "Ana Lima").get_by_label("Notes").focus()
    expect(on).to_have_value("2026-11-03")


def test_a_meeting_is_prepared_after_an_answer(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical", status="sent", on="2026-11-20")])
    one = _one(page, "Ana Lima")
    expect(one.get_by_role("link", name="First meeting")).to_be_hidden()
    one.get_by_label("How far").select_option("answered")
    expect(one.get_by_role("link", name="First meeting")).to_have_attribute("href", re.compile("guide/meeting/#with=ana-lima$"))
    expect(one.get_by_role("link", name="follow-up")).to_be_hidden()


# --- links and files -------------------------------------------------------------------------------------------------


def test_a_link_brings_the_team_without_notes_unless_they_are_wanted(school: str, new_page: NewPage) -> None:
    team = [
        _entry("ana-lima", name="Ana Lima", place="career", note="Secret", status="sent", on="2026-11-20"),
        _entry("bo-chen", name="Bo Chen", place="research"),
    ]
    page = _open(new_page(), school, team)
    plain = _link_of(page)
    page.get_by_label("with my notes").check()
    whole = _link_of(page)
    assert urlsplit(plain).query == urlsplit(whole).query == ""
    for link, note, far in ((plain, "", "to-write"), (whole, "Secret", "sent")):
        other = new_page()
        other.goto(link)
        expect(other.get_by_text("This link carries a team of 2: Ana Lima and Bo Chen.")).to_be_focused()
        assert _kept(other) == []
        other.get_by_role("button", name="Add them to my team").click()
        expect(other.get_by_role("status").get_by_text("Added to your team.")).to_be_visible()
        expect(other.get_by_role("heading", level=1)).to_be_focused()
        expect(_place(other, "Career").get_by_label("Notes")).to_have_value(note)
        expect(_place(other, "Career").get_by_label("How far")).to_have_value(far)
        assert other.url == school + "team/"


def test_an_arrived_team_is_merged_or_left(school: str, new_page: NewPage) -> None:
    giver = _open(
        new_page(), school, [_entry("ana-lima", name="Ana Lima", place="career", note="Theirs", status="answered", on="2026-11-02")]
    )
    giver.get_by_label("with my notes").check()
    link = _link_of(giver)
    page = _open(new_page(), school, [_entry("ana-lima", name="Ana Lima", place="clinical", note="Mine", status="sent", on="2026-11-01")])
    page.goto(link)
    page.get_by_role("button", name="No", exact=True).click()
    assert _kept(page)[0]["note"] == "Mine"
    page.goto(link)
    page.get_by_role("button", name="Add them to my team").click()
    expect(_place(page, "Clinical").get_by_label("Notes")).to_have_value("Mine\nTheirs")
    expect(_place(page, "Clinical").get_by_label("How far")).to_have_value("answered")


@pytest.mark.parametrize(
    "text", ["", "%", "%E0%A4%A", "!!!", "W10", "bnVsbA", "eyJzbHVnIjoiYSJ9", "W251bGwsMV0", "A" * 100_000, "<script>alert(1)</script>"]
)
def test_a_damaged_link_is_no_team_and_no_harm(text: str, school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical")])
    page.goto(f"{school}team/#team={text}")
    expect(page.get_by_text("That is no team of this site.")).to_be_visible()
    expect(page.get_by_role("button", name="Add them to my team")).to_be_hidden()
    expect(page.get_by_role("heading", name="Ana Lima")).to_be_visible()


def test_a_file_moves_the_whole_team(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="career", note="שלום", status="met", on="2026-11-02")])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "mentor-team.json"
    other = _open(new_page(), school)
    other.get_by_label("Load a file").set_input_files(download.value.path())
    other.get_by_role("button", name="Add them to my team").click()
    expect(_place(other, "Career").get_by_label("Notes")).to_have_value("שלום")
    expect(_place(other, "Career").get_by_label("How far")).to_have_value("met")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"no JSON", b'{"other": 1}', b"[]", b'[{"slug": {"toString": 1}}]', b" " * 10_000_000]
)
def test_another_file_is_no_team(content: bytes, school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    page.get_by_label("Load a file").set_input_files({"name": "mentor-team.json", "mimeType": "application/json", "buffer": content})
    expect(page.get_by_text("That is no team of this site.")).to_be_visible()
    expect(page.get_by_role("button", name="Add them to my team")).to_be_hidden()


def test_a_long_link_comes_with_a_warning_and_an_empty_team_moves_nowhere(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("There is nobody in your team yet.")).to_be_visible()
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical", note="n" * 2_000)])
    page.get_by_label("with my notes").check()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("a file is safer")).to_be_visible()


def test_a_link_is_shown_where_the_clipboard_is_forbidden(school: str, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    _open(page, school, [_entry("ana-lima", place="clinical")])
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_label("The link")).to_have_value(re.compile("team/#team=[A-Za-z0-9_-]+$"))


# --- what the browser keeps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", DAMAGED)
def test_whatever_stands_in_the_storage_the_team_is_empty_and_works(kept: str, school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, kept])
    page.reload()
    expect(page.get_by_text("Nobody is in your team yet.")).to_be_visible()
    page.goto(school + "mentors/")
    page.get_by_role("button", name="Ana Lima in my team").click()
    expect(page.get_by_role("button", name="Ana Lima in my team", pressed=True)).to_be_visible()
    page.goto(school + "team/")
    expect(_place(page, "Clinical").get_by_role("heading", name="Ana Lima")).to_be_visible()


def test_wrong_parts_of_an_entry_are_mended(school: str, new_page: NewPage) -> None:
    team = [
        {"slug": "ana-lima", "name": 7, "place": "chief", "note": ["x"], "status": "sent", "on": "9999-12-31", "replyDays": "soon"},
        {"slug": "constructor", "status": "sent", "on": "2026-11-23", "replyDays": 1e9},
        {"slug": "ana-lima", "name": "twice"},
    ]
    page = _open(new_page(), school, team)
    expect(_one(page, "Ana Lima").get_by_label("How far")).to_have_value("to-write")
    expect(_place(page, "Clinical").get_by_role("heading", name="Ana Lima")).to_be_visible()
    expect(_one(page, "constructor").get_by_text("No longer listed.")).to_be_visible()


def test_the_team_survives_a_storage_without_room(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", name="Ana Lima", place="clinical", note="kept")])
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    _one(page, "Ana Lima").get_by_label("How far").select_option("sent")
    expect(page.get_by_text("the last change is not kept")).to_be_visible()
    page.reload()
    expect(_one(page, "Ana Lima").get_by_label("Notes")).to_have_value("kept")


@pytest.mark.parametrize("forbid", ["get() { throw new DOMException('no', 'SecurityError'); }", "value: null"])
def test_a_browser_without_storage_keeps_the_team_for_the_page_and_says_so(forbid: str, school: str, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(f"for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {{ {forbid} }})")
    page.goto(school + "team/")
    expect(page.get_by_text("This browser keeps nothing once you leave the page.")).to_be_visible()
    page.get_by_label("My interests").fill("sepsis")
    page.get_by_label("My school or hospital").fill("Cedar Ridge")
    page.get_by_role("button", name="Suggest somebody different").click()
    page.get_by_role("button", name="Ana Lima in my team").click()
    expect(_place(page, "Clinical").get_by_role("heading", name="Ana Lima")).to_be_visible()


def test_two_tabs_see_the_same_team(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical")])
    other = page.context.new_page()
    other.goto(school + "mentors/")
    other.get_by_role("button", name="Chidi Eze in my team").click()
    expect(_place(page, "Career").get_by_role("heading", name="Chidi Eze")).to_be_visible()
    other.goto(school + "team/")
    other.get_by_role("button", name="Remove Ana Lima").click()
    expect(page.get_by_role("heading", name="Ana Lima")).to_be_hidden()


def test_notes_status_and_place_outlive_a_new_name_and_a_removal(
    tmp_path: Path, write_project: Write, profile: Callable[..., str], serve_folder: Callable[[Path], str], new_page: NewPage
) -> None:
    project, site = tmp_path / "project", tmp_path / "site"
    build(_project(project, write_project, profile, MENTORS), site)
    url = serve_folder(site)
    team = [
        _entry("bo-chen", name="Bo Chen", place="personal", note="My note", status="answered", on="2026-11-02"),
        _entry("emi-sato", name="Emi Sato", place="career", note="Her note"),
    ]
    page = _open(new_page(), url, team)
    expect(_place(page, "Personal").get_by_role("heading", name="Bo Chen")).to_be_visible()
    for slug in ("bo-chen", "emi-sato"):
        (project / "content" / "mentors" / f"{slug}.md").unlink()
    renamed = {**MENTORS["bo-chen"], "name": "Bo Chen-Ortiz", "aliases": ["bo-chen"]}
    build(_project(project, write_project, profile, {"bo-chen-ortiz": renamed}), site)
    page.reload()
    one = _place(page, "Personal")
    expect(one.get_by_role("link", name="Bo Chen-Ortiz", exact=True)).to_have_attribute("href", url + "mentors/bo-chen-ortiz/")
    expect(one.get_by_label("Notes")).to_have_value("My note")
    expect(one.get_by_label("How far")).to_have_value("answered")
    gone = _one(page, "Emi Sato")
    expect(gone.get_by_text("No longer listed. Your notes stay until you remove them.")).to_be_visible()
    expect(gone.get_by_label("Notes")).to_have_value("Her note")
    expect(gone.get_by_role("link")).to_have_count(0)
    page.goto(url + "mentors/")
    expect(page.get_by_role("button", name="Bo Chen-Ortiz in my team", pressed=True)).to_be_visible()


def test_a_former_and_a_present_name_are_one_mentor(school: str, new_page: NewPage) -> None:
    team = [
        _entry("ana-souza", place="clinical", note="Old"),
        _entry("ana-lima", place="career", note="New", status="met", on="2026-11-02"),
    ]
    page = _open(new_page(), school, team)
    expect(page.get_by_role("link", name="My team (1)")).to_be_visible()
    expect(_place(page, "Clinical").get_by_label("Notes")).to_have_value("Old\nNew")
    expect(_place(page, "Clinical").get_by_label("How far")).to_have_value("met")


def test_who_is_too_long_unconfirmed_is_no_longer_listed(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", name="Ana Lima", place="clinical", note="kept")], "2028-01-15T12:00:00Z")
    expect(_one(page, "Ana Lima").get_by_text("No longer listed.")).to_be_visible()
    expect(_one(page, "Ana Lima").get_by_label("Notes")).to_have_value("kept")


def test_without_the_network_nothing_is_lost_and_no_place_is_guessed(school: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.set_fixed_time(NOON)
    page.route("**/people-*.json", lambda route: route.fulfill(status=404))
    _open(page, school, [_entry("bo-chen", name="Bo Chen", note="kept"), _entry("ana-lima", name="Ana Lima", place="clinical")])
    expect(_one(page, "Bo Chen").get_by_text("can't be loaded just now")).to_be_visible()
    expect(_one(page, "Bo Chen").get_by_label("Notes")).to_have_value("kept")
    assert _kept(page)[0]["place"] == ""
    page.unroute("**/people-*.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(_place(page, "Research").get_by_role("heading", name="Bo Chen")).to_be_visible()


# --- different on purpose --------------------------------------------------------------------------------------------


def _suggested(page: Page, **entries: str) -> list[str]:
    """The names in their order, after entries in the form's fields by their labels."""
    section = page.get_by_role("region", name="Different on purpose")
    section.get_by_label("My interests").fill(entries.get("interests", ""))
    section.get_by_label("My specialty").select_option(label=entries.get("specialty", "none yet"))
    section.get_by_label("My school or hospital").fill(entries.get("school", ""))
    section.get_by_role("button", name="Suggest somebody different").click()
    expect(section.get_by_role("status")).not_to_have_text(re.compile("^(Looking ...)?$"))
    return section.get_by_role("heading", level=3).all_inner_texts()


def test_suggestions_share_interests_and_really_come_from_elsewhere(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    names = _suggested(page, interests="Sepsis, medical education", specialty="Cardiovascular Disease", school="Lakeside")
    assert names == ["Dana Levi", "Emi Sato", "Finn Moe"]
    dana, emi, finn = (_one(page, name) for name in names)
    expect(dana.get_by_text("Shares: medical education and sepsis")).to_be_visible()
    expect(dana.get_by_text("Another specialty: Pediatrics")).to_be_visible()
    expect(dana.get_by_text("Another place: Cedar Ridge")).to_be_visible()
    expect(emi.get_by_text("Another place:")).to_be_hidden()
    expect(finn.get_by_text("Shares: Sepsis registries")).to_be_visible()
    expect(finn.get_by_text("Another specialty:")).to_be_hidden()


def test_suggestions_differ_from_the_team_and_are_not_in_it(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("dana-levi", place="research"), _entry("bo-chen", place="clinical")])
    names = _suggested(page)
    assert "Dana Levi" not in names
    assert "Ana Lima" not in names, "cardiology and Lakeside are in the team"
    assert "Finn Moe" not in names, "another school of the team, and the same specialty"


def test_nothing_is_claimed_to_differ_from_what_is_not_known(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    assert _suggested(page) == []
    expect(page.get_by_text("Name an interest, or star somebody first.")).to_be_visible()
    assert _suggested(page, interests="sepsis") == []
    expect(page.get_by_text("it is from them that suggestions differ")).to_be_visible()
    assert _suggested(page, interests="sepsis", school="Cedar Ridge")
    expect(page.get_by_text("Another specialty:")).to_have_count(0)


def test_own_interests_come_before_those_of_the_team(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, [_entry("ana-lima", place="clinical")])
    assert _suggested(page)[0] == "Dana Levi"
    names = _suggested(page, interests="stroke")
    assert names.index("Hana Far") < names.index("Emi Sato")


def test_a_suggestion_is_starred_where_it_stands(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school)
    _suggested(page, interests="sepsis", specialty="Cardiovascular Disease")
    star = page.get_by_role("button", name="Emi Sato in my team")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    expect(_place(page, "Research").get_by_role("heading", name="Emi Sato")).to_be_visible()


# --- for everybody ---------------------------------------------------------------------------------------------------


def _state(page: Page, url: str, state: str) -> None:
    """The team page in a state that people meet."""
    team = [_entry("ana-lima", place="clinical", note="A note"), _entry("bo-chen", place="clinical"), _entry("gone-gone", place="career")]
    if state == "sent":
        team[0] |= {"status": "sent", "on": "2026-11-20"}
        team[1] |= {"status": "met", "on": "2026-11-01"}
    _open(page, url, [] if state == "empty" else team)
    if state == "arrived":
        link = page.evaluate("""team => "#team=" + btoa(JSON.stringify(team))""", [_entry("chidi-eze", name="Chidi Eze")])
        page.goto(f"{url}team/{link}")
        expect(page.get_by_text("This link carries a team of one: Chidi Eze.")).to_be_visible()
    elif state == "suggestions":
        assert _suggested(page, interests="sepsis", school="Cedar Ridge")
    elif state == "removed":
        page.get_by_role("button", name="Remove Ana Lima").click()


STATES = ("empty", "filled", "sent", "arrived", "suggestions", "removed")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state_of_the_team(state: str, scheme: str, width: int, school: str, new_page: NewPage) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 740}, bypass_csp=True)
    _state(page, school, state)
    assert_accessible(page)


@pytest.mark.parametrize("state", STATES)
def test_the_team_fits_the_narrowest_screen(state: str, school: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 700})
    _state(page, school, state)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_names_of_any_length_and_direction_fit(gallery_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 700})
    _open(
        page,
        gallery_url,
        [_entry(slug, place="career") for slug in ("longest", "rtl-name", "cjk-name", "single")]
        + [_entry("x" * 64, name="W" * 100, place="career")],
    )
    expect(_place(page, "Career").get_by_role("heading", level=3)).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_team_of_sixty_is_kept_whole(school: str, new_page: NewPage) -> None:
    page = _open(new_page(), school, MANY)
    expect(_place(page, "Career").get_by_role("heading", level=3)).to_have_count(60)
    _one(page, "Nobody the 59th").get_by_label("Notes").fill("last")
    assert _kept(page)[59]["note"] == "last"


def test_the_keyboard_alone_stars_writes_and_removes(school: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(school + "mentors/")
    page.get_by_role("button", name="Chidi Eze in my team").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Chidi Eze in my team", pressed=True)).to_be_focused()
    _open(page, school)
    expect(_one(page, "Chidi Eze").get_by_role("link", name="Write to Chidi Eze")).to_be_visible()
    _one(page, "Chidi Eze").get_by_role("link", name="Chidi Eze", exact=True).focus()
    visited = []
    for _ in range(6):
        visited.append(
            page.evaluate("(e => e.getAttribute('aria-label') ?? e.labels?.[0].textContent ?? e.textContent)(document.activeElement)")
        )
        page.keyboard.press("Tab")
    assert visited[:5] == ["Chidi Eze", "For", "How far", "Notes", "Write to Chidi Eze"]
    assert visited[5] == "Remove Chidi Eze"


def test_no_request_leaves_the_host_or_carries_what_was_entered(school: str, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, school, [_entry("ana-lima", place="clinical")])
    _one(page, "Ana Lima").get_by_label("Notes").fill("Confidential")
    _suggested(page, interests="sepsis, Confidential", specialty="Neurology", school="Confidential")
    page.goto(_link_of(page))
    page.get_by_role("button", name="Add them to my team").click()
    assert len(asked) > 10
    addresses = [urlsplit(address) for address in asked if not address.startswith("blob:")]
    assert {address.netloc for address in addresses} == {urlsplit(school).netloc}
    assert {address.query for address in addresses} == {""}
    assert "onfidential" not in "".join(address.path for address in addresses)


# --- on paper --------------------------------------------------------------------------------------------------------


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_team_of_six_is_one_page_with_names_status_and_notes(paper: str, example_url: str, example_site: Path, new_page: NewPage) -> None:
    slugs = sorted(path.parent.name for path in (example_site / "mentors").glob("*/index.html"))[:6]
    team = [
        _entry(slug, place=place, note="Met at grand rounds, wants a CV.")
        for slug, place in zip(slugs, ["clinical", "research", "career"] * 2, strict=True)
    ]
    team[0] |= {"status": "sent", "on": "2026-11-20"}
    page = _open(new_page(), example_url, team)
    expect(page.get_by_text("Open", exact=True).first).to_be_visible()
    assert _pages(page.pdf(format=paper, margin={"top": "10mm", "right": "10mm", "bottom": "10mm", "left": "10mm"})) == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("sent on November 20, 2026")).to_be_visible()
    expect(page.get_by_text("Met at grand rounds, wants a CV.").filter(visible=True)).to_have_count(6)
    expect(_place(page, "Personal").get_by_text("For what")).to_be_visible()
    expect(_place(page, "Career").get_by_text("For what")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)


def test_without_scripts_the_sheet_is_there_to_be_filled_in(school: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(school + "team/")
    expect(page.get_by_text("Without them, print this sheet.")).to_be_visible()
    expect(page.get_by_role("link", name="Find somebody for career mentoring")).to_have_attribute("href", "../browse/type/")
    assert _pages(page.pdf(format="A4")) == 1
    page.emulate_media(media="print")
    for name in ("Clinical", "Research", "Career", "Personal"):
        expect(_place(page, name).get_by_text("For what")).to_be_visible()
