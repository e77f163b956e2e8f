"""The whole way of a trainee: three taps, a search, a team of four, a letter, a reminder, an agreement on paper."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from sites import NewPage

REASON = 'You wrote "what the chart leaves out" & I can\'t forget it 🩺\nالسلام عليكم, <b>50%</b> of my list + more'


def download(page: Page, button: Locator) -> bytes:
    with page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()


def test_from_three_taps_to_an_agreement(example_url: str, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, timezone_id="America/Detroit")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.clock.install(time="2026-11-24T15:00:00Z")
    tap_three_times(page, example_url)
    gather_a_team(page, example_url)
    write_a_letter(page, example_url)
    meet_the_rule(page, example_url)
    put_on_paper(page, example_url, tmp_path / "paper.pdf")
    # All that time nothing was asked of anybody else, and nothing typed was in a query.
    assert len(asked) > 50
    assert [url for url in asked if not url.startswith((example_url, "blob:"))] == []
    assert [url for url in asked if "?" in url or any(word in unquote(url) for word in ("Tobias", "fellowship", "chart"))] == []


def tap_three_times(page: Page, home: str) -> None:
    page.goto(home)
    start = page.locator("[data-start]")
    start.get_by_role("button", name="Resident").click()
    start.get_by_role("button", name=re.compile("^Career")).click()
    start.get_by_role("button", name="Video call").click()
    first = results(page).first
    expect(first).to_contain_text("Matches: Career, Resident, Video call")
    assert "type=career" in page.url
    assert "stage=resident" in page.url


def results(page: Page) -> Locator:
    return page.locator("[data-results][aria-busy=false] > li")


def gather_a_team(page: Page, home: str) -> None:
    """A star for one mentor of each kind."""
    starred: list[str] = []
    for kind in ("career", "clinical", "research", "personal"):
        page.goto(f"{home}#type={kind}&stage=resident")
        page.reload()
        expect(results(page).first).to_be_visible()
        card = next(card for card in results(page).all() if card.get_by_role("heading").inner_text() not in starred)
        star = card.get_by_role("button", name=re.compile("in my team"))
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
        starred.append(card.get_by_role("heading").inner_text())
    page.get_by_role("link", name="My team (4)").click()
    for name in starred:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("Nobody yet. Find somebody")).to_have_count(0)


def compose(page: Page, home: str, slug: str) -> None:
    page.goto(f"{home}mentors/{slug}/")
    page.get_by_role("link", name="Write a first message").click()
    expect(page.get_by_role("heading", name=re.compile("^A first message to"))).to_be_focused()


def write_a_letter(page: Page, home: str) -> None:
    compose(page, home, "adunni-oyelaran")
    page.get_by_label("Your name").fill("Tobias Amankwah")
    page.get_by_role("combobox", name="Your stage").select_option("Resident")
    page.get_by_label("One specific reason for writing to them").fill(REASON)
    page.get_by_role("radio", name="Career").check()
    page.get_by_label("I'd like to ...").fill("decide between two fellowships")
    page.get_by_role("checkbox", name="Whenever suits them").check()
    text = page.get_by_label("Text, which you can change").input_value()
    assert REASON in text
    link = urlsplit(str(page.get_by_role("link", name="Open in mail").get_attribute("href")))
    assert link.path == "oyelaran@lakeside.example"
    fields = parse_qs(link.query, strict_parsing=True)
    assert fields["subject"] == [page.get_by_label("Subject").input_value()]
    assert fields["body"][0].replace("\r\n", "\n") == text


def meet_the_rule(page: Page, home: str) -> None:
    """What was sent is reminded of once, and stands against a second request of its kind."""
    page.get_by_role("button", name="I have sent it").click()
    reminder = download(page, page.get_by_role("button", name="Save the reminder (.ics)"))
    [event] = icalendar.Calendar.from_ical(reminder).walk("VEVENT")
    assert event.decoded("DTSTART").isoformat() == "2026-12-06T14:00:00+00:00"
    compose(page, home, "thaddeus-blackwood")
    page.get_by_role("radio", name="Career").check()
    expect(page.get_by_text("You wrote to Àdùnní Oyèláràn about career mentoring")).to_be_visible()


def put_on_paper(page: Page, home: str, pdf: Path) -> None:
    """They answered: an agreement, filled in from the letter."""
    compose(page, home, "adunni-oyelaran")
    page.get_by_role("button", name="They have answered").click()
    page.get_by_role("link", name="What to agree on", exact=True).first.click()
    paper = page.locator("[data-paper]")
    for part in ("Tobias Amankwah", "Àdùnní Oyèláràn", "decide between two fellowships"):
        expect(paper).to_contain_text(part)
    page.pdf(path=pdf, format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})
    sheets = PdfReader(pdf).pages
    assert 1 <= len(sheets) <= 2
    assert "decide between two fellowships" in re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in sheets))


def test_the_same_way_with_the_keyboard_alone(example_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    keys = page.keyboard

    def go_to(name: str | re.Pattern[str], *roles: str) -> None:
        for _ in range(150):
            keys.press("Tab")
            focused = page.locator(":focus")
            if any(page.get_by_role(role, name=name).and_(focused).count() for role in roles):  # type: ignore[arg-type]
                return
        raise AssertionError(f"the keyboard doesn't reach {name}")

    page.goto(example_url)
    for answer in ("Resident", re.compile("^Career"), "Video call"):
        go_to(answer, "button")
        keys.press("Enter")
    expect(page.locator("[data-results][aria-busy=false] > li").first).to_be_visible()
    go_to(re.compile("in my team"), "button")
    name = str(page.locator(":focus").get_attribute("data-name"))
    keys.press("Space")
    expect(page.locator(":focus")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+Home")
    page.evaluate("document.body.focus(); document.activeElement.blur()")
    go_to("My team (1)", "link")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My mentor team")
    go_to(f"Write to {name}", "link")
    keys.press("Enter")
    expect(page.get_by_role("heading", name=f"A first message to {name}")).to_be_visible()
    go_to("Your name", "textbox")
    keys.type("Tobias Amankwah")
    go_to("I have sent it", "button")
    keys.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Sent on"))).to_be_focused()
    go_to("What to agree on", "link")
    keys.press("Enter")
    expect(page.locator("[data-paper]")).to_contain_text("Tobias Amankwah")


def test_the_same_way_without_scripts(example_url: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(example_url)
    page.get_by_role("link", name="Resident", exact=True).first.click()
    assert "browse/stage/resident" in page.url
    page.get_by_role("listitem").get_by_role("heading", level=3).get_by_role("link").first.click()
    expect(page.get_by_role("region", name="How to reach me")).to_be_visible()
    page.get_by_text("A message to start from").click()
    expect(page.get_by_text("[one specific reason]")).to_be_visible()
    page.get_by_role("link", name="My team").click()
    expect(page.get_by_text("print this sheet")).to_be_visible()
    for kind in ("Clinical", "Research", "Career", "Personal"):
        expect(page.get_by_role("heading", name=kind)).to_be_visible()
    page.goto(example_url + "guide/agreement/")
    expect(page.get_by_text("MENTORING AGREEMENT")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_pages_of_the_way_work_under_any_path(
    example_site: Path, serve_folder: Callable[[Path], str], new_page: NewPage, tmp_path: Path
) -> None:
    (tmp_path / "schools").mkdir()
    (tmp_path / "schools" / "lakeside").symlink_to(example_site)
    home = serve_folder(tmp_path) + "schools/lakeside/"
    page = new_page()
    page.goto(home + "mentors/adunni-oyelaran/")
    page.get_by_role("button", name="Àdùnní Oyèláràn in my team").click()
    page.get_by_role("link", name="Write a first message").click()
    page.get_by_label("Your name").fill("Tobias")
    assert f"{home}join/#pause=adunni-oyelaran" in page.get_by_label("Text, which you can change").input_value()
    assert all(key.startswith("mentordir:/schools/lakeside/:") for key in page.evaluate("Object.keys(localStorage)"))
    page.goto(home + "team/")
    expect(page.get_by_role("link", name="Àdùnní Oyèláràn", exact=True)).to_be_visible()
