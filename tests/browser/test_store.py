"""What the site keeps in a browser: where, for how long, and that it is forgotten when it should be."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sites import NewPage, build

NOON = "2026-11-24T12:00:00Z"
MENTORS = {"ana-lima": "Ana Lima", "bo-chen": "Bo Chen"}
EVERYTHING = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, write_project: Callable[..., Path], profile: Callable[..., str]) -> Path:
    root = tmp_path_factory.mktemp("school")
    mentors = {slug: profile(name=name) for slug, name in MENTORS.items()}
    return build(write_project(root / "project", mentors, base_url=None), root / "host" / "north")


@pytest.fixture(scope="module")
def url(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def _open(page: Page, url: str) -> Page:
    page.goto(url + "team/")
    expect(page.get_by_label("This is a shared computer")).to_be_visible()
    return page


def _star(page: Page, url: str, name: str) -> None:
    page.goto(url + "mentors/")
    page.get_by_role("button", name=f"{name} in my team").click()
    expect(page.get_by_role("button", name=f"{name} in my team", pressed=True)).to_be_visible()


def _heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, exact=True)


def test_a_team_is_kept_for_the_next_tab(url: str, new_page: NewPage) -> None:
    page = new_page()
    _star(page, url, "Ana Lima")
    page.close()
    expect(_heading(_open(page.context.new_page(), url), "Ana Lima")).to_be_visible()


def test_on_a_shared_computer_what_was_entered_before_stays_in_the_tab(url: str, new_page: NewPage) -> None:
    page = new_page()
    _star(page, url, "Ana Lima")
    _open(page, url)
    expect(_heading(page, "Ana Lima")).to_be_visible()
    page.get_by_label("This is a shared computer").check()
    expect(page.get_by_text("From now on everything stays in this tab")).to_be_visible()
    expect(_heading(page, "Ana Lima")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    _open(page, url)
    expect(_heading(page, "Ana Lima")).to_be_visible()
    expect(page.get_by_label("This is a shared computer")).to_be_checked()
    other = _open(page.context.new_page(), url)
    expect(other.get_by_text("Nobody is in your team yet.")).to_be_visible()


def test_on_a_shared_computer_what_is_entered_later_stays_in_the_tab(url: str, new_page: NewPage) -> None:
    page = _open(new_page(), url)
    page.get_by_label("This is a shared computer").check()
    _star(page, url, "Bo Chen")
    _open(page, url)
    page.get_by_label("Notes", exact=True).fill("Ask about asthma")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("This is a shared computer").uncheck()
    expect(page.get_by_text("From now on this browser keeps what you enter.")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    other = _open(page.context.new_page(), url)
    expect(other.get_by_label("Notes", exact=True)).to_have_value("Ask about asthma")


def test_where_there_is_no_room_to_move_nothing_is_lost(url: str, new_page: NewPage) -> None:
    page = _open(new_page(), url)
    page.get_by_label("This is a shared computer").check()
    _star(page, url, "Ana Lima")
    _open(page, url)
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    page.get_by_label("This is a shared computer").click()
    expect(page.get_by_label("This is a shared computer")).to_be_checked()
    expect(_heading(page, "Ana Lima")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(("minutes", "kept"), [(19, True), (21, False)])
def test_a_shared_computer_forgets_after_twenty_minutes_on_the_open_page(minutes: int, kept: bool, url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time=NOON)
    _open(page, url).get_by_label("This is a shared computer").check()
    _star(page, url, "Ana Lima")
    _open(page, url)
    page.get_by_label("My school or hospital").fill("Secret Hospital")
    page.get_by_role("button", name="Suggest somebody different").click()
    page.clock.run_for(minutes * 60_000)
    expect(_heading(page, "Ana Lima")).to_be_visible(visible=kept)
    expect(page.get_by_label("My school or hospital")).to_have_value("Secret Hospital" if kept else "")
    assert ("ana-lima" in page.evaluate(EVERYTHING)) == kept


def test_use_starts_the_twenty_minutes_anew(url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time=NOON)
    _open(page, url).get_by_label("This is a shared computer").check()
    _star(page, url, "Ana Lima")
    _open(page, url)
    page.clock.run_for(19 * 60_000)
    page.keyboard.press("Shift")
    page.clock.run_for(19 * 60_000)
    expect(_heading(page, "Ana Lima")).to_be_visible()


def test_after_the_twenty_minutes_the_computer_is_still_shared(url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.set_fixed_time(NOON)
    _open(page, url).get_by_label("This is a shared computer").check()
    _star(page, url, "Ana Lima")
    page.clock.set_fixed_time("2026-11-24T12:21:00Z")
    _open(page, url)
    expect(page.get_by_text("Nobody is in your team yet.")).to_be_visible()
    expect(page.get_by_label("This is a shared computer")).to_be_checked()
    _star(page, url, "Bo Chen")
    assert page.evaluate("localStorage.length") == 0


def test_forget_everything_leaves_nothing_in_any_tab(url: str, new_page: NewPage) -> None:
    page = new_page()
    _star(page, url, "Ana Lima")
    other = _open(page.context.new_page(), url)
    other.get_by_label("My interests").fill("asthma")
    other.get_by_role("button", name="Suggest somebody different").click()
    expect(other.get_by_text("it is from")).to_be_hidden()
    _open(page, url)
    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_text("Forgotten.")).to_be_visible()
    for tab in (page, other):
        expect(tab.get_by_text("Nobody is in your team yet.")).to_be_visible()
        expect(tab.get_by_label("My interests")).to_have_value("")
        expect(tab.get_by_role("link", name="My team", exact=True)).to_be_visible()
        assert tab.evaluate(EVERYTHING) == "[{},{}]"


def test_a_shared_tab_is_not_disturbed_by_another(url: str, new_page: NewPage) -> None:
    page = _open(new_page(), url)
    page.get_by_label("This is a shared computer").check()
    _star(page, url, "Ana Lima")
    other = page.context.new_page()
    _star(other, url, "Bo Chen")
    _open(other, url).get_by_role("button", name="Forget everything").click()
    _open(page, url)
    expect(_heading(page, "Ana Lima")).to_be_visible()
    expect(_heading(page, "Bo Chen")).to_be_hidden()


def test_two_sites_of_one_host_know_nothing_of_each_other(
    site: Path,
    tmp_path: Path,
    write_project: Callable[..., Path],
    profile: Callable[..., str],
    serve_folder: Callable[[Path], str],
    new_page: NewPage,
) -> None:
    project = write_project(tmp_path / "project", {"ana-lima": profile(name="Ana Lima")}, base_url=None)
    build(project, site.parent / "south")
    host = serve_folder(site.parent)
    page = new_page()
    _star(page, host + "north/", "Ana Lima")
    _open(page, host + "south/")
    expect(page.get_by_text("Nobody is in your team yet.")).to_be_visible()
    _star(page, host + "south/", "Ana Lima")
    _open(page, host + "south/").get_by_role("button", name="Forget everything").click()
    expect(page.get_by_text("Forgotten.")).to_be_visible()
    expect(_heading(_open(page, host + "north/"), "Ana Lima")).to_be_visible()
