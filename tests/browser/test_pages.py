"""Every page kind as a person meets it: found, readable, reachable by keyboard, without scripts, at any width."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from crawl import crawl
from sites import NewPage, assert_accessible, build

# One of each kind, and a profile in each state.
EXAMPLE_PAGES = (
    "",
    "mentors/",
    "browse/",
    "browse/specialty/",
    "browse/type/research/",
    "programs/",
    "guide/",
    "guide/message/",
    "guide/agreeing/",
    "team/",
    "join/",
    "404.html",
)
STATES = (
    "open-complete",
    "limited",
    "full",
    "paused-date",
    "paused",
    "starts-later",
    "closed",
    "stale",
    "delisted",
    "visit-over",
    "campus",
    "contact-form",
    "contact-booking",
    "contact-profile",
    "contact-coordinator",
    "rtl-name",
    "cjk-name",
    "longest",
    "single",
)
GALLERY_PAGES = ("", "mentors/", *(f"mentors/{slug}/" for slug in STATES))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", EXAMPLE_PAGES)
def test_axe_finds_nothing_on_a_page_kind(path: str, scheme: str, example_url: str, new_page: NewPage) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.goto(example_url + path)
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", GALLERY_PAGES)
def test_axe_finds_nothing_in_any_state(path: str, scheme: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.goto(gallery_url + path)
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize(
    "path",
    ["mentors/", "mentors/open-complete/", "mentors/longest/", "browse/", "programs/", "guide/", "guide/agreement/", "team/", "join/"],
)
def test_nothing_is_lost_sideways(path: str, width: int, gallery_url: str, new_page: NewPage) -> None:
    """320 px is also what 400 % zoom leaves of a 1280 px window."""
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(gallery_url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["", "mentors/", "mentors/open-complete/", "mentors/longest/", "programs/", "browse/", "guide/"])
def test_targets_are_large_enough_for_thumbs(path: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(gallery_url + path)
    # WCAG 2.2 exempts links within a sentence or list of words; those stand in a p, dd or li with other text.
    small = page.evaluate("""() => [...document.querySelectorAll("nav a, .ways a, .more, h3 a, .value-list a, .guide-list__page > a")]
        .filter(a => { const box = a.getBoundingClientRect(); return box.width && box.height < 24; }).map(a => a.outerHTML)""")
    assert small == []


@pytest.mark.parametrize("path", ["", "mentors/", "mentors/open-complete/", "browse/", "programs/", "guide/", "team/", "404.html"])
def test_the_keyboard_reaches_everything_in_order(path: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(gallery_url + path)
    controls = "[...document.querySelectorAll('a[href], button, input, select, summary')].filter(e => e.checkVisibility())"
    expected = page.evaluate(f"{controls}.length")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    expect(page.locator(":focus")).to_be_in_viewport()
    visited = []
    for _ in range(expected):
        visited.append(page.evaluate(f"{controls}.indexOf(document.activeElement)"))
        outline = page.evaluate("""() => { const a = document.activeElement;
            return [getComputedStyle(a).outlineStyle, getComputedStyle(a, "::after").outlineStyle]; }""")
        assert "solid" in outline, "the focus must show"
        page.keyboard.press("Tab")
    assert visited == list(range(expected))


def test_the_skip_link_leads_to_the_content(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_every_listed_mentor_is_within_three_clicks_without_scripts(example_site: Path, example_url: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(example_url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lakeside Mentor Directory")
    depths = crawl(example_url)
    listed = [path for path in (example_site / "mentors").iterdir() if (path / "index.html").is_file()]
    listed = [path for path in listed if "noindex" not in (path / "index.html").read_text(encoding="utf-8")]
    assert len(listed) == 40
    assert all(depths[f"mentors/{path.name}/"] <= 3 for path in listed)


def test_a_pause_ends_in_the_browser_too(gallery_url: str, new_page: NewPage) -> None:
    page = new_page(timezone_id="America/Detroit")
    page.clock.install(time="2027-01-31T20:00:00-05:00")
    page.goto(gallery_url + "mentors/paused-date/")
    head = page.locator(".profile__head")
    expect(head.get_by_text("Back on February 1, 2027").first).to_be_visible()
    expect(head.get_by_text("Back since")).to_be_hidden()

    page = new_page(timezone_id="America/Detroit")
    page.clock.install(time="2027-02-01T00:30:00-05:00")
    page.goto(gallery_url + "mentors/paused-date/")
    head = page.locator(".profile__head")
    expect(head.get_by_text("Back since February 1, 2027")).to_be_visible()
    expect(head.locator(".status--paused")).to_be_hidden()


def test_an_old_build_says_that_it_is_old(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time="2026-12-07T12:00:00Z")
    page.goto(gallery_url)
    expect(page.get_by_text("has not been renewed")).to_be_hidden()

    page = new_page()
    page.clock.install(time="2026-12-09T12:00:00Z")
    page.goto(gallery_url)
    expect(page.get_by_text("has not been renewed")).to_be_visible()


def test_a_profile_turns_stale_in_the_browser(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time="2027-05-01T12:00:00Z")
    page.goto(gallery_url + "mentors/limited/")
    head = page.locator(".profile__head")
    expect(head.get_by_text("not confirmed since November 1, 2026")).to_be_visible()
    expect(head.get_by_text("confirmed on November 1, 2026", exact=True)).to_be_hidden()


def test_an_address_is_spelled_out_and_nowhere_written(gallery_url: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(gallery_url + "mentors/limited/")
    expect(page.get_by_text("the address made of someone, the at sign, and gallery.example")).to_be_visible()
    assert "someone@" not in page.content()


def test_a_former_address_leads_to_the_profile(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + "mentors/former-name/")
    page.wait_for_url("**/mentors/open-complete/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Complete Open")


def test_an_empty_directory_and_one_of_one_are_good_pages(tmp_path: Path, serve_folder: Callable[[Path], str], new_page: NewPage) -> None:
    project = tmp_path / "school"
    project.mkdir()
    (project / "directory.yml").write_text(
        "name: New School Mentors\ncoordinator: {name: Office, url: 'https://office.example'}\n", encoding="utf-8"
    )
    url = serve_folder(build(project, tmp_path / "empty"))
    for path in ("", "mentors/", "browse/", "programs/", "guide/", "guide/message/", "team/", "join/"):
        page = new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
        page.goto(url + path)
        assert_accessible(page)
    page.goto(url)
    expect(page.get_by_text("No mentor is listed yet")).to_be_visible()

    mentors = project / "content" / "mentors"
    mentors.mkdir(parents=True)
    (mentors / "suharti.yaml").write_text(
        "name: Suharti\nrole: other\ninstitution: New School\nmentoring: [{type: personal}]\navailability: {status: open}\n"
        "last_confirmed: 2026-11-20\ncontact: {method: coordinator}\n",
        encoding="utf-8",
    )
    page.goto(serve_folder(build(project, tmp_path / "one")))
    expect(page.get_by_text("1 of one mentor takes requests")).to_be_visible()
    expect(page.get_by_role("link", name="Suharti")).to_be_visible()
    assert_accessible(page)
