"""The search as people meet it: by typing, by filters, by keyboard, on a phone, with a bad connection, and with bad intentions."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from sites import NewPage, assert_accessible, build

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
HOSTILE: list[str] = json.loads((Path(__file__).parents[1] / "search" / "hostile.json").read_text(encoding="utf-8"))


def type_in(page: Page, text: str) -> None:
    page.get_by_role("searchbox", name="Search", exact=True).fill(text)
    settled(page)


def settled(page: Page) -> None:
    """Everything that is asked has its answer. The list says that it is busy from the moment of a key."""
    page.locator("[data-results][aria-busy=false]").wait_for(state="attached")


def names(page: Page) -> list[str]:
    return page.locator("[data-results] h3").all_text_contents()


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


@pytest.fixture
def desk(new_page: NewPage, example_url: str) -> Page:
    page = new_page(viewport=DESK)
    page.goto(example_url)
    return page


# --- typing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_results_change_with_every_key_and_take_the_place_of_the_list(viewport: ViewportSize, new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=viewport)
    page.goto(example_url)
    expect(page.get_by_role("heading", name="Mentors who are available")).to_be_visible()
    box = page.get_by_role("searchbox", name="Search", exact=True)
    seen = []
    for letter in "nephro":
        box.press_sequentially(letter)
        settled(page)
        seen.append(names(page))
    assert seen[0] != seen[-1]
    assert seen[-1] == ["ليلى النقيب (Layla Al-Naqib)"]
    expect(page.get_by_role("heading", name="Mentors who are available")).to_be_hidden()
    assert status(page) == "One mentor."


def test_the_first_results_lead_to_their_profiles(desk: Page) -> None:
    type_in(desk, "villagran")
    desk.get_by_role("link", name="Héctor Villagrán").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Héctor Villagrán")
    desk.go_back()
    settled(desk)
    assert names(desk) == ["Héctor Villagrán"]


@pytest.mark.parametrize("typed", ["heart", "HEART", "cardiology", "cardio", "cardiologist", "cardiolgy", "acrdiology"])
def test_slang_stems_prefixes_and_typos_find_the_cardiologist(typed: str, desk: Page) -> None:
    type_in(desk, typed)
    assert names(desk)[0] == "अरविंद देशपांडे (Arvind Deshpande)"


def test_what_was_understood_is_said(desk: Page) -> None:
    type_in(desk, "OBGYN")
    expect(desk.get_by_text("obgyn: including Obstetrics and Gynecology.")).to_be_visible()
    type_in(desk, "nephrolgy")
    expect(desk.get_by_text("Nothing found for nephrolgy. Showing nephrology.")).to_be_visible()


def test_results_say_why_they_match_and_mark_it(desk: Page) -> None:
    type_in(desk, "sepsis outreach ultrasound")
    desk.get_by_role("searchbox", name="Search", exact=True).fill("ultrasound")
    settled(desk)
    first = desk.locator("[data-results] > li").first
    expect(first.locator(".mentor-card__why")).to_contain_text("Interests: ultrasound")
    expect(first.locator("mark")).to_have_text(["ultrasound"])


def test_nearest_partial_matches_are_shown_under_a_sentence(desk: Page) -> None:
    type_in(desk, "glaucoma zebrafish")
    assert status(desk).startswith("Nobody matches all of these words.")
    assert names(desk)[0] == "Đặng Quỳnh Hương"


def test_a_phrase_stands_as_it_is(desk: Page) -> None:
    type_in(desk, '"end-of-life care"')
    found = names(desk)
    assert "Siobhán O'Dowd-Fennelly" in found
    type_in(desk, '"care end"')
    assert names(desk) == []


def test_a_word_can_be_left_out(desk: Page) -> None:
    type_in(desk, "ultrasound")
    assert "Cormac Ó Loinsigh" in names(desk)
    type_in(desk, "ultrasound -disaster")
    assert "Cormac Ó Loinsigh" not in names(desk)
    assert "한서라 (Han Seora)" in names(desk)


def test_fields_can_be_named(desk: Page) -> None:
    type_in(desk, "name:lund")
    assert names(desk) == ["Inés Zapatero-Lund"]
    type_in(desk, "specialty:family")
    assert "Kaʻiulani Mahoe" in names(desk)
    assert "ሰላማዊት ተስፋዬ (Selamawit Tesfaye)" not in names(desk)
    type_in(desk, 'interest:"family medicine"')
    assert names(desk) == ["ሰላማዊት ተስፋዬ (Selamawit Tesfaye)"]


def test_no_word_is_silently_eaten(desk: Page) -> None:
    type_in(desk, "who")
    assert names(desk)
    type_in(desk, "someone to help me with glaucoma")
    assert names(desk)[0] == "Đặng Quỳnh Hương"


def test_more_results_come_on_request(desk: Page) -> None:
    type_in(desk, "medicine")
    assert len(names(desk)) == 20
    desk.get_by_role("button", name=re.compile(r"Show \d+ more")).click()
    expect(desk.locator("[data-results] > li").nth(20)).to_be_visible()
    expect(desk.locator("[data-results] h3 a").nth(20)).to_be_focused()


@pytest.mark.parametrize(
    ("order", "first"),
    [("name", "Àdùnní Oyèláràn"), ("confirmed", None), ("fair", None)],
)
def test_results_can_be_sorted(order: str, first: str | None, desk: Page) -> None:
    type_in(desk, "health")
    best = names(desk)
    desk.get_by_label("Order").select_option(order)
    settled(desk)
    assert f"sort={order}" in desk.url
    assert sorted(names(desk)) == sorted(best)
    if first:
        assert names(desk)[0] == first


# --- filters -----------------------------------------------------------------------------------------------------------


def test_filters_count_what_they_would_leave(desk: Page) -> None:
    type_in(desk, "health")
    total = int(status(desk).split()[0])
    line = desk.locator(".filter__value", has_text="Research").first
    expect(line.locator(".count")).not_to_have_text("")
    count = int(line.locator(".count").inner_text())
    assert 0 < count < total
    line.click()
    settled(desk)
    assert len(names(desk)) == count
    assert "type=research" in desk.url


def test_values_that_would_give_nothing_are_disabled(desk: Page) -> None:
    type_in(desk, "glaucoma")
    research = desk.get_by_role("checkbox", name=re.compile("^Research"))
    expect(research).to_be_disabled()


def test_values_of_one_filter_add_up_and_chips_remove_them(desk: Page) -> None:
    desk.get_by_role("button", name="Filters").click()
    settled(desk)
    for value in ("Clinical", "Research"):
        desk.get_by_role("checkbox", name=re.compile(f"^{value}")).first.check()
        settled(desk)
    both = int(status(desk).split()[0])
    desk.get_by_role("button", name="Remove Clinical").click()
    settled(desk)
    assert int(status(desk).split()[0]) < both
    expect(desk.get_by_role("heading", name="Results")).to_be_focused()
    expect(desk.get_by_role("checkbox", name=re.compile("^Clinical")).first).not_to_be_checked()


def test_a_way_out_is_offered_where_nothing_is_left(desk: Page, example_url: str) -> None:
    desk.goto(example_url + "#q=glaucoma&type=research")
    settled(desk)
    assert names(desk) == []
    desk.get_by_role("button", name="Without Kind of mentoring: Research (+1)").click()
    settled(desk)
    assert names(desk) == ["Đặng Quỳnh Hương"]


def test_an_offer_is_matched_whole(
    project: Callable[..., Path], profile: Callable[..., str], tmp_path: Path, serve_folder: Callable[[Path], str], new_page: NewPage
) -> None:
    """Research for residents and clinical for premeds is not research for premeds; an offer without stages serves all."""
    both = [
        {"type": "research", "stages": ["resident"], "topics": ["grants"]},
        {"type": "clinical", "stages": ["premed"], "topics": ["interviews"]},
    ]
    root = project(
        {
            "both": profile(name="Both Offers", mentoring=both),
            "any": profile(name="Any Stage", mentoring=[{"type": "research", "topics": ["publishing"]}]),
        }
    )
    page = new_page(viewport=DESK)
    url = serve_folder(build(root, tmp_path / "site", "--as-of", "2026-11-01"))
    for state, expected in (
        ("type=research", ["Any Stage", "Both Offers"]),
        ("type=research&stage=resident", ["Any Stage", "Both Offers"]),
        ("type=research&stage=premed", ["Any Stage"]),
        ("type=research&stage=resident&topic=grants", ["Both Offers"]),
        ("type=research&stage=premed&topic=interviews", []),
        ("type=clinical,research&stage=premed", ["Any Stage", "Both Offers"]),
    ):
        page.goto(f"{url}#{state}&sort=name")
        settled(page)
        assert names(page) == expected, state
    page.goto(f"{url}#type=research&stage=premed")
    settled(page)
    count = page.locator(".filter__value", has_text="Resident").first.locator(".count")
    expect(count).to_have_text("2")


def test_mentors_who_are_not_available_are_one_click_away(desk: Page) -> None:
    type_in(desk, "sepsis")
    assert status(desk) == "No mentor who is available matches this."
    expect(desk.get_by_text("One more is full, paused or closed.")).to_be_visible()
    desk.get_by_role("button", name="Show them too").click()
    settled(desk)
    assert names(desk) == ["Rosalind Okonkwo-Haye"]
    assert "all=1" in desk.url
    expect(desk.locator("[data-results] .status").first).to_contain_text("Back on")
    desk.get_by_role("button", name="Only who is available").click()
    settled(desk)
    assert names(desk) == []


def test_the_delisted_are_gone(desk: Page, example_url: str) -> None:
    desk.goto(example_url + "#q=hsu+wen-chi&all=1")
    settled(desk)
    assert "Hsu" not in " ".join(names(desk))


def test_a_profile_too_old_on_the_day_of_reading_is_not_shown(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=DESK)
    page.clock.install(time="2028-06-01T12:00:00Z")
    page.goto(example_url + "#q=nephrology")
    settled(page)
    assert names(page) == []


# --- the address -------------------------------------------------------------------------------------------------------


def test_the_address_holds_the_whole_state_and_back_returns(desk: Page, new_page: NewPage) -> None:
    type_in(desk, "health")
    desk.locator(".filter__value", has_text="Personal").first.click()
    settled(desk)
    desk.get_by_label("Order").select_option("name")
    settled(desk)
    assert desk.url.split("#")[1] == "q=health&type=personal&sort=name"
    found = names(desk)
    other = new_page(viewport=PHONE)
    other.goto(desk.url)
    settled(other)
    assert names(other) == found
    desk.go_back()
    settled(desk)
    assert desk.get_by_label("Order").input_value() == "best"
    desk.go_back()
    settled(desk)
    expect(desk.get_by_role("checkbox", name=re.compile("^Personal")).first).not_to_be_checked()
    assert desk.get_by_role("searchbox", name="Search", exact=True).input_value() == "health"


def test_typing_leaves_no_trail_of_steps(desk: Page) -> None:
    before = desk.evaluate("history.length")
    desk.get_by_role("searchbox", name="Search", exact=True).press_sequentially("glaucoma", delay=60)
    settled(desk)
    desk.wait_for_url("**/#q=glaucoma")
    assert desk.evaluate("history.length") == before


def test_the_skip_link_leaves_the_search_alone(desk: Page) -> None:
    type_in(desk, "glaucoma")
    desk.wait_for_url("**/#q=glaucoma")
    desk.evaluate("document.activeElement.blur()")
    desk.locator(".skip-link").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_be_focused()
    desk.wait_for_url("**/#q=glaucoma")
    assert names(desk) == ["Đặng Quỳnh Hương"]


def test_nothing_typed_is_in_any_request(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=DESK)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(example_url)
    type_in(page, "glaucoma ultrasound")
    page.locator(".filter__value", has_text="Clinical").first.click()
    settled(page)
    assert len(requests) > 8
    assert all(url.startswith(example_url) for url in requests)
    assert not [url for url in requests if "glaucoma" in url or "ultrasound" in url or "?" in url.split("#")[0]]


# --- keyboard and screen reader ----------------------------------------------------------------------------------------


def test_the_whole_search_works_by_keyboard(desk: Page) -> None:
    desk.keyboard.press("/")
    box = desk.get_by_role("searchbox", name="Search", exact=True)
    expect(box).to_be_focused()
    desk.keyboard.type("ultrasound")
    settled(desk)
    assert box.input_value() == "ultrasound"
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("[data-results] h3 a").first).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("[data-results] h3 a").nth(1)).to_be_focused()
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    desk.keyboard.press("Escape")
    assert box.input_value() == ""
    expect(desk.get_by_role("heading", name="Mentors who are available")).to_be_visible()
    assert "#" not in desk.url


def test_a_slash_within_a_text_is_a_slash(desk: Page) -> None:
    box = desk.get_by_role("searchbox", name="Search", exact=True)
    box.press_sequentially("ob/gyn")
    assert box.input_value() == "ob/gyn"
    settled(desk)
    assert names(desk)[0] == "Àdùnní Oyèláràn"


def test_there_is_one_polite_line_of_status(desk: Page) -> None:
    assert desk.locator("[aria-live], [role=status], [role=alert]").count() == 1
    type_in(desk, "ultrasound")
    expect(desk.get_by_role("status")).to_have_text(re.compile(r"^\d mentors\.$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state", ["#q=health", "#q=glaucoma+zebrafish", "#q=xqzt", "#q=sepsis&all=1", "#q=health&type=personal&stage=premed"]
)
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_axe_finds_nothing_in_any_state_of_the_search(
    viewport: ViewportSize, state: str, scheme: str, new_page: NewPage, example_url: str
) -> None:
    page = new_page(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page.goto(example_url + state)
    settled(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_lost_sideways(width: int, new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport={"width": width, "height": 700})
    page.goto(example_url + "#q=health&type=personal&stage=premed")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- on a phone --------------------------------------------------------------------------------------------------------


def test_on_a_phone_the_filters_are_a_drawer(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=PHONE, bypass_csp=True)
    page.goto(example_url)
    type_in(page, "health")
    drawer = page.get_by_role("dialog", name="Filters")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(drawer).to_be_visible()
    drawer.get_by_role("checkbox", name=re.compile("^Personal")).first.check()
    settled(page)
    assert_accessible(page)
    count = int(drawer.get_by_role("button", name=re.compile(r"Show \d+ mentors")).inner_text().split()[1])
    drawer.get_by_role("button", name=re.compile(r"Show \d+ mentors")).click()
    expect(drawer).to_be_hidden()
    assert len(names(page)) == count
    expect(page.get_by_role("button", name="Filters (1)")).to_be_focused()


def test_escape_closes_the_drawer_and_not_the_search(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=PHONE)
    page.goto(example_url)
    type_in(page, "health")
    page.get_by_role("button", name="Filters").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Filters")).to_be_hidden()
    assert page.get_by_role("searchbox", name="Search", exact=True).input_value() == "health"


# --- when things go wrong ----------------------------------------------------------------------------------------------


def test_without_javascript_the_lists_are_the_way(new_page: NewPage, example_url: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(example_url)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("heading", name="Mentors who are available")).to_be_visible()


@pytest.mark.parametrize("missing", ["manifest.json", "core.json"])
def test_an_index_that_cannot_be_loaded_is_said_and_the_list_stays(missing: str, browser: Browser, example_url: str) -> None:
    page = browser.new_page()  # whose console may complain
    page.route(f"**/{missing}", lambda route: route.abort())
    page.goto(example_url)
    type_in(page, "health")
    assert status(page) == "The search can't be loaded just now. The lists on this page still work."
    expect(page.get_by_role("heading", name="Mentors who are available")).to_be_visible()
    page.unroute(f"**/{missing}")
    type_in(page, "glaucoma")
    assert names(page) == ["Đặng Quỳnh Hương"]
    page.close()


def test_an_index_of_another_format_is_refused(new_page: NewPage, example_url: str) -> None:
    page = new_page()

    def newer(route: Route) -> None:
        manifest = route.fetch().json()
        route.fulfill(json={**manifest, "format": 99})

    page.route("**/manifest.json", newer)
    page.goto(example_url)
    type_in(page, "health")
    assert "Please load the page again" in status(page)


def test_a_renewed_site_is_noticed_and_searched(
    example_site: Path, tmp_path: Path, serve_folder: Callable[[Path], str], browser: Browser
) -> None:
    """The folder of an index goes with the next build; a page that was open finds the new one."""
    site = tmp_path / "site"
    site.mkdir()
    for path in example_site.iterdir():
        (site / path.name).symlink_to(path)
    (site / "search").unlink()
    folder = json.loads((example_site / "search" / "manifest.json").read_bytes())["folder"]
    (site / "search").mkdir()
    (site / "search" / folder).symlink_to(example_site / "search" / folder)
    manifest = (example_site / "search" / "manifest.json").read_text(encoding="utf-8")
    (site / "search" / "manifest.json").write_text(manifest, encoding="utf-8")
    page = browser.new_page()  # whose console may say that a file is gone
    page.goto(serve_folder(site))
    type_in(page, "health")
    (site / "search" / folder).rename(site / "search" / "renewed")
    (site / "search" / "manifest.json").write_text(manifest.replace(folder, "renewed"), encoding="utf-8")
    type_in(page, "glaucoma")
    assert names(page) == ["Đặng Quỳnh Hương"]
    page.close()


def test_it_goes_on_with_what_it_has_when_the_connection_drops(browser: Browser, example_url: str) -> None:
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(example_url)
    type_in(page, "glaucoma")
    context.set_offline(True)
    type_in(page, "glauc")
    assert names(page) == ["Đặng Quỳnh Hương"]
    type_in(page, "zzzz")
    assert status(page) == "The connection dropped. This is what can be said without it."
    assert names(page) == ["Đặng Quỳnh Hương"]
    context.set_offline(False)
    type_in(page, "villagran")
    assert names(page) == ["Héctor Villagrán"]
    context.close()


def test_an_answer_that_comes_too_late_is_dropped(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=DESK)
    page.goto(example_url)
    type_in(page, "glaucoma")
    held: list[Route] = []
    page.route(re.compile(r"/(head|prose)-\d+\.json"), lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers, and a method can't be marked
    page.get_by_role("searchbox", name="Search", exact=True).fill("zoltan")
    page.wait_for_timeout(100)
    type_in(page, "glaucoma ")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    assert held
    assert names(page) == ["Đặng Quỳnh Hương"]


def test_results_come_before_everything_is_there(new_page: NewPage, example_url: str) -> None:
    """Names and interests answer first; what stands in prose follows."""
    page = new_page(viewport=DESK)
    page.goto(example_url)
    held: list[Route] = []
    page.route(re.compile(r"/prose-\d+\.json"), lambda route: held.append(route))  # noqa: PLW0108 - as above
    page.get_by_role("searchbox", name="Search", exact=True).fill("rural practice")
    expect(page.locator("[data-results] > li").first).to_be_visible()
    expect(page.locator("[data-results]")).to_have_attribute("aria-busy", "true")
    for route in held:
        route.continue_()
    settled(page)
    assert "Kaʻiulani Mahoe" in names(page)


# --- bad intentions ----------------------------------------------------------------------------------------------------


def test_there_are_a_hundred_hostile_queries() -> None:
    assert len(set(HOSTILE)) >= 100
    assert max(map(len, HOSTILE)) >= 10_000


def test_hostile_queries_do_no_harm_when_typed(desk: Page) -> None:
    """No exception and no console error (the page is watched for both), an answer to each, and nothing executed."""
    for query in HOSTILE:
        desk.evaluate(
            """(query) => { const box = document.querySelector("input[name=q]"); box.value = query;
            box.dispatchEvent(new Event("input", {bubbles: true})); }""",
            query,
        )
        settled(desk)
    assert desk.evaluate("window.hacked") is None
    type_in(desk, "glaucoma")
    assert names(desk) == ["Đặng Quỳnh Hương"]


def test_hostile_queries_do_no_harm_as_addresses(desk: Page, example_url: str) -> None:
    for query in HOSTILE:
        for fragment in (f"q={quote(query.encode('utf-8', 'replace'))}", query):
            desk.evaluate("(hash) => { location.hash = hash; }", fragment)
            settled(desk)
    assert desk.evaluate("window.hacked") is None
    desk.goto(example_url + "#q=glaucoma")
    settled(desk)
    assert names(desk) == ["Đặng Quỳnh Hương"]
