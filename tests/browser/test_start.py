"""The guided start, what results say of the filters they meet, and programs as other routes where few mentors are found."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from sites import NewPage, assert_accessible, build

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
# Where each question stands in an address, and what it asks.
STEPS = (
    ("", "1 of 3 Where are you now?"),
    ("#stage=resident&start=need", "2 of 3 What do you need?"),
    ("#stage=resident&type=career&start=meet", "3 of 3 How could you meet?"),
)
ANSWERS: tuple[str | re.Pattern[str], ...] = ("Resident", re.compile("^Career"), "Video call")
FOUND = "#stage=resident&type=career&mode=video"
NEAR_PEERS = {
    "name": "Near Peers",
    "kind": "school",
    "url": "https://near-peers.example",
    "summary": "For *new* students.",
    "stages": ["premed"],
}
OPEN_HOUSE = {"name": "Open House", "kind": "national", "url": "https://open-house.example", "summary": "For everybody.", "region": "Ohio"}
FELLOWS = {
    "name": "Fellows Forum",
    "kind": "society",
    "url": "https://fellows.example",
    "summary": "For fellows.",
    "stages": ["fellow", "resident"],
}

Make = Callable[..., Path]
Profile = Callable[..., str]
Serve = Callable[[Path], str]


def start(page: Page) -> Locator:
    return page.get_by_role("region", name="Find mentors by a few questions")


def chosen(url: str) -> dict[str, list[str]]:
    """What an address asks for, in any order."""
    return parse_qs(url.partition("#")[2])


def at_address(page: Page, address: str) -> None:
    page.wait_for_url(lambda url: chosen(url) == chosen(address))


def question(page: Page) -> Locator:
    return start(page).get_by_role("heading")


def tap(page: Page, answer: str | re.Pattern[str]) -> None:
    start(page).get_by_role("button", name=answer, exact=True).click()


def settled(page: Page) -> None:
    page.locator("[data-results][aria-busy=false]").wait_for(state="attached")


def found(page: Page) -> list[str]:
    """The slugs of the mentors in the results."""
    settled(page)
    links = page.locator("[data-results] h3 a")
    return [str(link.get_attribute("href")).rstrip("/").rsplit("/", 1)[1] for link in links.all()]


def offered(page: Page, name: str) -> list[str]:
    """The answers that a question has, whether it is asked now or later."""
    buttons = page.locator(f"[data-start-steps] button[name={name}]")
    return [str(button.get_attribute("value")) for button in buttons.all()]


def reasons(page: Page) -> list[str]:
    settled(page)
    return page.locator("[data-results] .mentor-card__why").all_text_contents()


def routes(page: Page) -> list[str]:
    settled(page)
    return page.locator("[data-routes] .route__name:visible").all_text_contents()


@pytest.fixture
def phone(new_page: NewPage, example_url: str) -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto(example_url)
    return page


@pytest.fixture
def facts(example_site: Path) -> dict[str, dict[str, object]]:
    """slug -> what the directory says of each listed mentor."""
    mentors = json.loads((example_site / "mentors.json").read_bytes())["mentors"]
    return {mentor["slug"]: mentor for mentor in mentors}


def serves(mentor: dict[str, object], stage: str = "", kind: str = "", topic: str = "", mode: str = "") -> bool:
    """Whether one offer of an available mentor has all of these, and the mentor meets in this way."""
    availability = mentor["availability"]
    offers = mentor["mentoring"]
    assert isinstance(availability, dict)
    assert isinstance(offers, list)
    return (
        availability["status"] in ("open", "limited")
        and (not mode or mode in availability.get("modes", ()))
        and any(
            (not kind or offer["type"] == kind)
            and (not stage or stage in offer.get("stages", [stage]))
            and (not topic or topic in offer.get("topics", ()))
            for offer in offers
        )
    )


# --- the three taps ----------------------------------------------------------------------------------------------------


def test_three_taps_on_a_phone_lead_to_mentors_who_fit_and_say_why(
    phone: Page, facts: dict[str, dict[str, object]], example_url: str
) -> None:
    expect(question(phone)).to_have_text("1 of 3 Where are you now?")
    for answer, (address, asked) in zip(ANSWERS[:2], STEPS[1:], strict=True):
        start(phone).get_by_role("button", name=answer, exact=True).tap()
        expect(question(phone)).to_have_text(asked)
        expect(question(phone)).to_be_focused()
        at_address(phone, address)
    start(phone).get_by_role("button", name="Video call").tap()
    expect(phone.get_by_role("heading", name="Results")).to_be_focused()
    at_address(phone, FOUND)
    expect(start(phone)).to_be_hidden()
    slugs = found(phone)
    assert sorted(slugs) == sorted(slug for slug in facts if serves(facts[slug], "resident", "career", mode="video"))
    assert len(slugs) >= 2
    assert reasons(phone) == ["Matches: Career, Resident, Video call"] * len(slugs)
    phone.locator("[data-results] h3 a").first.click()
    expect(phone.locator(".facts")).to_contain_text("Video call")


def test_the_keyboard_alone_is_enough(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=DESK)
    page.goto(example_url)
    for answer, key in zip(ANSWERS, ("Enter", "Space", "Enter"), strict=True):
        button = start(page).get_by_role("button", name=answer, exact=True)
        expect(button).to_be_visible()
        asked = question(page).inner_text()
        for _ in range(40):
            page.keyboard.press("Tab")
            if button.evaluate("(button) => button === document.activeElement"):
                break
        expect(button).to_be_focused()
        page.keyboard.press(key)
        if answer != ANSWERS[-1]:
            expect(question(page)).not_to_have_text(asked)
            expect(question(page)).to_be_focused()
    expect(page.get_by_role("heading", name="Results")).to_be_focused()
    at_address(page, FOUND)
    assert found(page)


def test_each_question_is_a_group_that_its_heading_names(phone: Page, example_url: str) -> None:
    for address, asked in STEPS:
        phone.goto(example_url + address)
        expect(question(phone)).to_have_text(asked)
        expect(start(phone).get_by_role("group", name=asked)).to_be_visible()
        expect(start(phone).get_by_role("group", name=re.compile("of 3"))).to_have_count(1)


@pytest.mark.parametrize(
    ("answers", "address"),
    [
        (("Not sure yet", re.compile("^Career"), "Video call"), "#type=career&mode=video"),
        (("Resident", "Not sure yet", "Video call"), "#stage=resident&mode=video"),
        (("Resident", re.compile("^Career"), "Not sure yet"), "#stage=resident&type=career"),
        (("Not sure yet",) * 3, "#sort=fair"),
    ],
)
def test_not_sure_sets_no_filter(
    answers: tuple[str | re.Pattern[str], ...], address: str, phone: Page, facts: dict[str, dict[str, object]], example_url: str
) -> None:
    for answer, (_, asked) in zip(answers, STEPS, strict=True):
        expect(question(phone)).to_have_text(asked)
        tap(phone, answer)
    at_address(phone, address)
    stage, kind, mode = (chosen(address).get(key, [""])[0] for key in ("stage", "type", "mode"))
    expected = [slug for slug in facts if serves(facts[slug], stage, kind, mode=mode)]
    expect(phone.get_by_role("status")).to_have_text(f"{len(expected)} mentors.")
    slugs = found(phone)
    assert slugs
    assert set(slugs) <= set(expected)
    assert len(slugs) == min(20, len(expected))


def test_a_topic_takes_the_place_of_a_kind(phone: Page, facts: dict[str, dict[str, object]], example_url: str) -> None:
    tap(phone, "Resident")
    topic = start(phone).get_by_role("button", name="Choosing a specialty")
    expect(topic).to_be_hidden()
    start(phone).get_by_text("Something more particular").click()
    topic.click()
    expect(start(phone).get_by_text("So far:")).to_have_text("So far: Resident · Choosing a specialty")
    tap(phone, "Not sure yet")
    phone.wait_for_url(f"{example_url}#stage=resident&topic=specialty-choice")
    expect(phone.get_by_role("heading", name="Results")).to_be_focused()
    assert sorted(found(phone)) == sorted(slug for slug in facts if serves(facts[slug], "resident", topic="specialty-choice"))


def test_two_quick_taps_answer_one_question(phone: Page, example_url: str) -> None:
    phone.evaluate("""() => ["premed", "fellow"].forEach((value) => document.querySelector(`button[value=${value}]`).click())""")
    expect(question(phone)).to_have_text("2 of 3 What do you need?")
    phone.wait_for_url(f"{example_url}#stage=fellow&start=need")


# --- back, addresses, other ways ---------------------------------------------------------------------------------------


def test_back_takes_an_answer_back(phone: Page, example_url: str) -> None:
    tap(phone, "Resident")
    tap(phone, re.compile("^Career"))
    expect(start(phone).get_by_text("So far:")).to_have_text("So far: Resident · Career")
    tap(phone, "Back")
    expect(question(phone)).to_have_text("2 of 3 What do you need?")
    expect(question(phone)).to_be_focused()
    expect(start(phone).get_by_text("So far:")).to_have_text("So far: Resident")
    assert phone.url == f"{example_url}#stage=resident&start=need"
    tap(phone, "Back")
    expect(question(phone)).to_have_text("1 of 3 Where are you now?")
    expect(question(phone)).to_be_focused()
    expect(start(phone).get_by_role("button", name="Back")).to_be_hidden()
    assert phone.url == example_url


def test_the_browsers_back_and_forward_go_from_question_to_question(phone: Page, example_url: str) -> None:
    for answer in ANSWERS:
        tap(phone, answer)
    expect(phone.get_by_role("heading", name="Results")).to_be_focused()
    slugs = found(phone)
    assert slugs
    for address, asked in reversed(STEPS):
        phone.go_back()
        expect(question(phone)).to_have_text(asked)
        expect(question(phone)).to_be_focused()
        expect(phone.get_by_role("heading", name="Results")).to_be_hidden()
        at_address(phone, address)
    for _ in STEPS:
        phone.go_forward()
    expect(phone.get_by_role("heading", name="Results")).to_be_visible()
    assert found(phone) == slugs


@pytest.mark.parametrize("at", range(len(STEPS)))
def test_every_question_has_an_address_to_share_and_to_reload(at: int, phone: Page, new_page: NewPage, example_url: str) -> None:
    for answer in ANSWERS[:at]:
        tap(phone, answer)
    address, asked = STEPS[at]
    expect(question(phone)).to_have_text(asked)
    at_address(phone, address)
    phone.reload()
    shared = new_page(viewport=DESK)
    shared.goto(phone.url)
    for page in (phone, shared):
        expect(question(page)).to_have_text(asked)
        for answer in ANSWERS[at:]:
            tap(page, answer)
        at_address(page, FOUND)
        expect(page.get_by_role("heading", name="Results")).to_be_focused()
        assert found(page)


@pytest.mark.parametrize("address", ["#start=nonsense", "#start=", "#start=need,meet"])
def test_an_address_with_an_unknown_step_asks_the_first_question(address: str, phone: Page, example_url: str) -> None:
    phone.goto("about:blank")
    phone.goto(example_url + address)
    expect(question(phone)).to_have_text("1 of 3 Where are you now?")


def test_it_can_be_skipped_at_once(phone: Page, example_url: str) -> None:
    tap(phone, "Skip to the search")
    expect(phone.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    assert phone.url == example_url


def test_skipped_later_the_answers_stay(phone: Page, example_url: str) -> None:
    tap(phone, "Resident")
    tap(phone, "Skip to the search")
    phone.wait_for_url(f"{example_url}#stage=resident")
    expect(phone.get_by_role("heading", name="Results")).to_be_visible()
    expect(phone.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    assert found(phone)
    assert set(reasons(phone)) == {"Matches: Resident"}


def test_who_skips_at_once_skips_the_question_that_is_still_on_its_way(phone: Page, example_url: str) -> None:
    held: list[Route] = []
    phone.route("**/search/start.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers, and a method can't be marked
    with phone.expect_request("**/search/start.js"):
        tap(phone, "Resident")
    tap(phone, "Skip to the search")
    for route in held:
        route.continue_()
    phone.wait_for_url(f"{example_url}#stage=resident")
    assert found(phone)
    expect(start(phone)).to_be_hidden()


def test_whoever_types_is_searching(phone: Page, example_url: str) -> None:
    tap(phone, "Resident")
    expect(question(phone)).to_have_text("2 of 3 What do you need?")
    box = phone.get_by_role("searchbox", name="Search", exact=True)
    box.fill("ultrasound")
    expect(phone.get_by_role("heading", name="Results")).to_be_visible()
    expect(start(phone)).to_be_hidden()
    phone.wait_for_url(f"{example_url}#q=ultrasound&stage=resident")
    assert found(phone)


def test_the_filters_can_be_opened_from_a_question(phone: Page, example_url: str) -> None:
    tap(phone, "Resident")
    expect(question(phone)).to_have_text("2 of 3 What do you need?")
    phone.get_by_role("button", name="Filters (1)").click()
    expect(phone.get_by_role("dialog", name="Filters")).to_be_visible()
    assert phone.url == f"{example_url}#stage=resident"


def test_the_skip_link_leaves_the_question_alone(phone: Page, example_url: str) -> None:
    tap(phone, "Resident")
    expect(question(phone)).to_be_focused()
    phone.locator(".skip-link").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"{example_url}#stage=resident&start=need")
    expect(question(phone)).to_have_text("2 of 3 What do you need?")


def test_it_folds_while_there_are_results_and_can_be_started_over(phone: Page, example_url: str) -> None:
    phone.goto(example_url + FOUND)
    settled(phone)
    expect(start(phone)).to_be_hidden()
    phone.get_by_role("button", name="Start over with a few questions").click()
    expect(question(phone)).to_have_text("1 of 3 Where are you now?")
    expect(question(phone)).to_be_focused()
    assert phone.url == example_url
    phone.go_back()
    expect(phone.get_by_role("heading", name="Results")).to_be_visible()
    at_address(phone, FOUND)


def test_an_emptied_box_leads_back_to_the_first_question(phone: Page) -> None:
    box = phone.get_by_role("searchbox", name="Search", exact=True)
    box.fill("ultrasound")
    expect(start(phone)).to_be_hidden()
    box.fill("")
    expect(question(phone)).to_have_text("1 of 3 Where are you now?")
    expect(box).to_be_focused()


# --- where it stands ---------------------------------------------------------------------------------------------------


def test_on_a_phone_it_comes_first_and_leaves_the_box_in_sight(phone: Page) -> None:
    first = start(phone).bounding_box()
    box = phone.get_by_role("searchbox", name="Search", exact=True).bounding_box()
    assert first is not None
    assert box is not None
    assert first["y"] + first["height"] <= box["y"]
    assert box["y"] + box["height"] <= PHONE["height"]


def test_on_a_wide_screen_the_box_comes_first_for_eyes_and_for_the_keyboard(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=DESK)
    page.goto(example_url)
    first = start(page).bounding_box()
    box = page.get_by_role("searchbox", name="Search", exact=True).bounding_box()
    assert first is not None
    assert box is not None
    assert box["y"] + box["height"] <= first["y"]
    assert first["y"] + first["height"] <= DESK["height"]
    assert page.evaluate("document.querySelector('[data-search]').compareDocumentPosition(document.querySelector('[data-start]')) & 4") == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("at", range(len(STEPS) + 1))
def test_axe_finds_nothing_at_any_question(at: int, width: int, scheme: str, new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True)
    page.goto(example_url)
    for answer in ANSWERS[:at]:
        tap(page, answer)
    expect(question(page) if at < len(STEPS) else page.get_by_role("heading", name="Results")).to_be_visible()
    settled(page)
    if at == 1:
        start(page).get_by_text("Something more particular").click()
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_lost_sideways_and_targets_suit_thumbs(width: int, new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport={"width": width, "height": 740})
    for address, asked in STEPS:
        page.goto(example_url + address)
        expect(question(page)).to_have_text(asked)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        heights = start(page).locator("button:visible").evaluate_all("(all) => all.map((button) => button.getBoundingClientRect().height)")
        assert len(heights) >= 7
        assert min(heights) >= 24


# --- without JavaScript, and when things go wrong ----------------------------------------------------------------------


def test_without_javascript_the_first_question_is_links_to_the_lists(new_page: NewPage, example_url: str, example_site: Path) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(example_url)
    expect(start(page).get_by_role("heading")).to_have_text("Where are you now?")
    expect(start(page).get_by_role("button")).to_have_count(0)
    addresses = [str(link.get_attribute("href")) for link in start(page).get_by_role("link").all()]
    stages = {path.name for path in (example_site / "browse" / "stage").iterdir() if path.is_dir()}
    assert len(stages) >= 5
    assert {address.removeprefix("./") for address in addresses} == {f"browse/stage/{stage}/" for stage in stages} | {"browse/type/"}
    start(page).get_by_role("link", name="Resident").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Resident")


def test_an_index_that_cannot_be_loaded_is_said_and_the_questions_stay(browser: Browser, example_url: str) -> None:
    page = browser.new_page(viewport=PHONE)  # whose console may complain
    page.route("**/manifest.json", lambda route: route.abort())
    page.goto(example_url)
    for answer in ANSWERS:
        tap(page, answer)
    expect(page.get_by_role("status")).to_have_text("The search can't be loaded just now. The lists on this page still work.")
    expect(start(page)).to_be_visible()
    page.unroute("**/manifest.json")
    tap(page, "Not sure yet")
    expect(page.get_by_role("heading", name="Results")).to_be_focused()
    assert found(page)
    page.close()


@pytest.mark.parametrize("address", ["", "#stage=resident&start=need"])
def test_questions_that_cannot_be_loaded_are_said(address: str, browser: Browser, example_url: str) -> None:
    page = browser.new_page(viewport=PHONE)  # whose console may complain
    page.route("**/start.js", lambda route: route.abort())
    page.goto(example_url + address)
    tap(page, "Resident")
    expect(page.get_by_role("status")).to_have_text("The search can't be loaded just now. The lists on this page still work.")
    expect(page.get_by_role("heading", name="Mentors who are available")).to_be_visible()
    page.close()


def test_a_word_alone_loads_nothing_of_it(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=PHONE)
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url.rsplit("/", 1)[1]))
    page.goto(example_url, wait_until="networkidle")
    assert "view.js" in scripts
    assert not {"start.js", "met.js", "answer.js", "manifest.json"} & set(scripts)
    page.get_by_role("searchbox", name="Search", exact=True).fill("ultrasound")
    expect(page.get_by_role("heading", name="Results")).to_be_visible()
    settled(page)
    assert "answer.js" in scripts
    assert not {"start.js", "met.js"} & set(scripts)
    page.get_by_role("button", name="Start over with a few questions").click()
    tap(page, "Resident")
    expect(question(page)).to_have_text("2 of 3 What do you need?")
    assert "start.js" in scripts


# --- only what there is ------------------------------------------------------------------------------------------------


def test_only_what_somebody_has_is_offered(project: Make, profile: Profile, tmp_path: Path, serve_folder: Serve, new_page: NewPage) -> None:
    root = project(
        {
            "ana": profile(name="Ana", availability={"status": "open", "modes": ["video"]}),
            "ben": profile(
                name="Ben",
                mentoring=[{"type": "research", "stages": ["fellow"]}],
                availability={"status": "full", "modes": ["shadowing"]},
            ),
        }
    )
    page = new_page(viewport=PHONE)
    page.goto(serve_folder(build(root, tmp_path / "site", "--as-of", "2026-11-01")))
    assert offered(page, "stage") == ["premed", "fellow", ""]
    assert offered(page, "type") == ["research", "career", ""]
    assert offered(page, "topic") == ["interviews"]
    assert offered(page, "mode") == ["video", ""]


def test_where_nobody_says_how_to_meet_there_are_two_questions(
    project: Make, profile: Profile, tmp_path: Path, serve_folder: Serve, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    url = serve_folder(build(project({"ana": profile(name="Ana")}), tmp_path / "site", "--as-of", "2026-11-01"))
    page.goto(url)
    expect(question(page)).to_have_text("1 of 2 Where are you now?")
    tap(page, "Pre-med student")
    expect(question(page)).to_have_text("2 of 2 What do you need?")
    tap(page, re.compile("^Career"))
    expect(page.get_by_role("button", name="Start over with a few questions")).to_be_visible()
    assert page.url == f"{url}#stage=premed&type=career"
    assert found(page) == ["ana"]
    page.goto(f"{url}#stage=premed&start=meet")
    assert found(page) == ["ana"]


# --- what results say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("type=research", {"both": "Matches: Research", "any": "Matches: Research"}),
        (
            "type=clinical,research&stage=premed,resident",
            {"both": "Matches: Research, Resident", "any": "Matches: Research, Pre-med student, Resident"},
        ),
        (
            "type=clinical,research&stage=premed",
            {"both": "Matches: Clinical, Pre-med student", "any": "Matches: Research, Pre-med student"},
        ),
        ("type=research&stage=resident&topic=grants,publishing", {"both": "Matches: Research, Resident, Grants and funding"}),
        ("specialty=internal-medicine&outside=yes", {"any": "Matches: Internal Medicine, Welcomes other fields"}),
        ("mode=video,phone&language=es", {"both": "Matches: Video call, Spanish"}),
        ("q=asthma&type=research", {"both": "Interests: asthma · Matches: Research", "any": "Interests: asthma · Matches: Research"}),
        ("q=asthma", {"both": "Interests: asthma", "any": "Interests: asthma"}),
    ],
)
def test_each_result_says_which_filters_it_meets_in_one_offer(
    state: str, expected: dict[str, str], project: Make, profile: Profile, tmp_path: Path, serve_folder: Serve, new_page: NewPage
) -> None:
    both = [
        {"type": "research", "stages": ["resident"], "topics": ["grants"]},
        {"type": "clinical", "stages": ["premed"], "topics": ["interviews"]},
    ]
    root = project(
        {
            "both": profile(
                "I like maps.", name="Both", mentoring=both, languages=["en", "es"], availability={"status": "open", "modes": ["video"]}
            ),
            "any": profile(
                name="Any",
                mentoring=[{"type": "research", "topics": ["interviews"]}],
                specialties=["cardiovascular-disease"],
                open_outside_specialty=True,
            ),
        }
    )
    page = new_page(viewport=DESK)
    page.goto(serve_folder(build(root, tmp_path / "site", "--as-of", "2026-11-01")) + f"#{state}")
    expect(page.get_by_role("heading", name="Results")).to_be_visible()
    assert dict(zip(found(page), reasons(page), strict=True)) == expected


# --- other routes ------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_url(project: Make, profile: Profile, tmp_path: Path, serve_folder: Serve) -> str:
    """Two mentors, one of them in two programs, and three programs."""
    root = project(
        {
            "ana": profile("I like maps.", name="Ana", programs=["near-peers", "open-house"]),
            "ben": profile(name="Ben", mentoring=[{"type": "research", "stages": ["fellow"]}]),
        },
        {"near-peers": NEAR_PEERS, "open-house": OPEN_HOUSE, "fellows-forum": FELLOWS},
    )
    return serve_folder(build(root, tmp_path / "site", "--as-of", "2026-11-01"))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("q=xqzt", ["Near Peers", "Fellows Forum", "Open House"]),
        ("q=xqzt&stage=premed", ["Near Peers", "Open House"]),
        ("q=xqzt&stage=fellow", ["Fellows Forum", "Open House"]),
        ("q=xqzt&stage=premed,fellow", ["Near Peers", "Fellows Forum", "Open House"]),
        ("q=xqzt&stage=mid-career", ["Open House"]),
    ],
)
def test_where_nobody_is_found_programs_for_the_stage_are_shown(state: str, expected: list[str], small_url: str, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, bypass_csp=True)
    page.goto(f"{small_url}#{state}")
    expect(page.get_by_role("heading", name="No match here. Other routes:")).to_be_visible()
    assert found(page) == []
    assert routes(page) == expected
    assert_accessible(page)
    page.get_by_role("link", name=expected[0]).click()
    assert page.url == f"{small_url}programs/#program-{expected[0].lower().replace(' ', '-')}"
    expect(page.locator(":target")).to_contain_text(expected[0])


def test_programs_are_shown_beside_a_few_mentors_and_not_beside_many(new_page: NewPage, example_url: str) -> None:
    page = new_page(viewport=DESK)
    page.goto(f"{example_url}#q=villagran")
    expect(page.get_by_role("heading", name="Other routes", exact=True)).to_be_visible()
    assert len(found(page)) == 1
    assert len(routes(page)) == 4
    page.get_by_role("searchbox", name="Search", exact=True).fill("health")
    expect(page.get_by_role("heading", name="Other routes", exact=True)).to_be_hidden()
    assert len(found(page)) >= 4
    assert routes(page) == []


def test_what_a_guided_start_finds_nobody_for_ends_with_other_routes(small_url: str, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{small_url}#stage=fellow&start=need")
    tap(page, re.compile("^Career"))
    expect(page.get_by_role("heading", name="No match here. Other routes:")).to_be_visible()
    expect(page.get_by_role("heading", name="Results")).to_be_focused()
    assert routes(page) == ["Fellows Forum", "Open House"]


def test_of_very_many_programs_the_page_holds_some_for_each_stage(
    project: Make, profile: Profile, tmp_path: Path, serve_folder: Serve, new_page: NewPage
) -> None:
    many: dict[str, dict[str, object]] = {f"premed-{n}": {**NEAR_PEERS, "name": f"Premed {n:02}"} for n in range(60)}
    root = project({"ana": profile("I like maps.", name="Ana")}, {**many, "zeta": {**FELLOWS, "name": "Zeta"}})
    page = new_page(viewport=PHONE)
    url = serve_folder(build(root, tmp_path / "site", "--as-of", "2026-11-01"))
    for state, expected in (("q=xqzt&stage=premed", [f"Premed {n:02}" for n in range(4)]), ("q=xqzt&stage=fellow", ["Zeta"])):
        page.goto(f"{url}#{state}")
        expect(page.get_by_role("heading", name="No match here. Other routes:")).to_be_visible()
        expect(page.locator("[data-routes] .route__name:visible")).to_have_text(expected)
    assert page.locator("[data-routes] [data-stages]").count() == 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_profile_names_the_programs_that_its_mentor_belongs_to(scheme: str, small_url: str, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{small_url}mentors/ana/")
    section = page.get_by_role("region", name="Programs I belong to")
    assert section.get_by_role("link").all_text_contents() == ["Near Peers", "Open House"]
    expect(section).to_contain_text("For new students.")
    expect(section).to_contain_text("Ohio")
    assert_accessible(page)
    section.get_by_role("link", name="Open House").click()
    assert page.url == f"{small_url}programs/#program-open-house"


def test_the_list_of_a_stage_ends_with_its_programs(example_url: str, new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, bypass_csp=True)
    page.goto(f"{example_url}browse/stage/fellow/")
    section = page.get_by_role("region", name="Programs for this stage")
    names = section.locator(".route__name").all_text_contents()
    assert "Cedar Ridge Research Match" in names
    assert "Lakeside Near-Peers" not in names
    assert_accessible(page)
    page.goto(f"{example_url}browse/type/research/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Research")
    expect(section).to_have_count(0)


@pytest.mark.parametrize("path", ["", "mentors/", "browse/"])
def test_an_empty_directory_shows_its_programs(path: str, project: Make, tmp_path: Path, serve_folder: Serve, new_page: NewPage) -> None:
    root = project({}, {"near-peers": NEAR_PEERS, "open-house": OPEN_HOUSE})
    page = new_page(viewport=PHONE, bypass_csp=True)
    page.goto(serve_folder(build(root, tmp_path / "site", "--as-of", "2026-11-01")) + path)
    expect(page.get_by_text("No mentor is listed yet.")).to_be_visible()
    assert page.locator(".route__name").all_text_contents() == ["Near Peers", "Open House"]
    expect(start(page)).to_have_count(0)
    assert_accessible(page)


def test_a_directory_without_programs_names_no_other_routes(
    project: Make, profile: Profile, tmp_path: Path, serve_folder: Serve, new_page: NewPage
) -> None:
    page = new_page(viewport=PHONE)
    url = serve_folder(build(project({"ana": profile("I like maps.", name="Ana")}), tmp_path / "site", "--as-of", "2026-11-01"))
    page.goto(f"{url}#q=xqzt")
    expect(page.get_by_role("status")).to_have_text("No mentor who is available matches this.")
    expect(page.locator("[data-routes]")).to_have_count(0)
    page.goto(f"{url}mentors/ana/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    expect(page.get_by_role("heading", name="Programs I belong to")).to_have_count(0)
    page.goto(f"{url}browse/stage/premed/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pre-med student")
    expect(page.get_by_role("heading", name="Programs for this stage")).to_have_count(0)
