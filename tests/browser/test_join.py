"""The profile form: what it makes passes the checks, a change names what changed, and the steps that a link leads to."""

import random
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from slugify import slugify

from mentordir.edits import add_profile
from mentordir.errors import Invalid
from mentordir.joining import NOT_ASKED
from mentordir.markup import render_markdown
from mentordir.pipeline import check
from mentordir.project import load_project
from mentordir.scalars import MAX_SLUG, Surroundings
from mentordir.schema import Profile, field_guides
from mentordir.source import FORBIDDEN_CHARACTER, read_source
from mentordir.vocabulary import shipped_vocabularies
from mentordir.writing import profile_text
from sites import AS_OF, REPOSITORY, NewPage, assert_accessible, build

DAY = date.fromisoformat(AS_OF)
MENTORS = sorted(path for path in (REPOSITORY / "content" / "mentors").iterdir() if path.suffix in (".md", ".yaml"))
CAMPUS = {path.stem for path in MENTORS if re.search(r"^audience: campus", path.read_text(encoding="utf-8"), re.MULTILINE)}
KEYS = frozenset(guide.name for guide in field_guides(Profile))

TEXTS = ("bio", "ideal_mentee", "expectations", "why_i_mentor", "hope_to_gain")

OpenForm = Callable[..., Page]


@pytest.fixture
def open_form(example_url: str, new_page: NewPage) -> OpenForm:
    """The form of this repository's directory, on the day of its build."""

    def open_it(fragment: str = "", home: str = example_url, **options: object) -> Page:
        page = new_page(**options)
        page.clock.set_fixed_time(f"{AS_OF}T12:00:00")
        page.goto(f"{home}join/{fragment}")
        expect(page.locator("[data-step], [data-whole]").locator("visible=true").first).to_be_visible()
        return page

    return open_it


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this repository's directory, to add to."""
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(REPOSITORY / "directory.yml", root)
    shutil.copytree(REPOSITORY / "content", root / "content")
    return root


def add(root: Path, text: str) -> Path:
    project, _ = load_project(root)
    assert project
    return add_profile(project, text, DAY).path


def errors(root: Path) -> list[str]:
    return [f"{problem.path}: {problem.field} {problem.message}" for problem in check(root, DAY).errors]


def ready(page: Page) -> str:
    page.locator("[data-ready-part]").evaluate("part => { part.open = true; }")
    return page.get_by_role("textbox", name="The text that is sent").input_value()


def mail(page: Page, link: Locator) -> tuple[str, str, str]:
    """(to, subject, body) as a mail program reads them from a link."""
    parts = urlsplit(link.get_attribute("href") or "")
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query, keep_blank_values=True)
    return unquote(parts.path), fields.get("subject", [""])[0], fields.get("body", [""])[0].replace("\r\n", "\n")


def unfold(page: Page) -> None:
    page.evaluate("() => { for (const part of document.querySelectorAll('[data-form] details')) part.open = true; }")


def fill_in(page: Page, name: str = "Ana Lima") -> None:
    """What is required."""
    page.get_by_label("Your name", exact=False).first.fill(name)
    page.get_by_label("Your role").select_option("Student")
    page.get_by_role("group", name="Offer 1").get_by_label("Kind of mentoring").select_option("Career")
    page.get_by_label("Availability").select_option("Open")
    page.get_by_label("The way").select_option("Email")
    page.get_by_label("Your email or web address").fill("ana.lima@lakeside.example")
    page.get_by_label("This is right, and may be published.").check()


# --- a new profile -----------------------------------------------------------------------------------------------------


def test_a_mentor_needs_only_a_keyboard_and_is_told_of_three_mistakes(  # noqa: PLR0915 - one way, step by step
    open_form: OpenForm, project: Path, tmp_path: Path
) -> None:
    page = open_form()
    keys = page.keyboard
    page.get_by_role("heading", level=1).evaluate("heading => heading.focus()")

    def to(label: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if (
                page.evaluate(
                    "() => [...(document.activeElement.labels ?? [])].map((one) => one.textContent).join() || document.activeElement.textContent"
                )
                .strip()
                .startswith(label)
            ):
                return
        pytest.fail(f"the keyboard doesn't reach {label}")

    to("Your name")
    keys.type("Zoë O'Dowd")
    to("Your role")
    keys.type("Attending")
    to("Specialties")
    keys.type("obstetrics & gyn")
    expect(page.get_by_role("listbox", name="Specialties").get_by_role("option").first).to_have_text("Obstetrics and Gynecology")
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.type("peds")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Remove Pediatrics")).to_be_visible()
    keys.type("cardiolgy")
    to("Kind of mentoring")
    keys.type("Research")
    to("Resident")
    keys.press("Space")
    to("Availability")
    keys.type("Open")
    to("How many more people")
    keys.type("two")
    to("The way")
    keys.type("Email")
    to("Your email or web address")
    keys.type("zoe at lakeside.example")
    to("This is right")
    keys.press("Space")
    to("Download")
    keys.press("Enter")

    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("3 things need your attention")
    links = summary.get_by_role("link")
    expect(links).to_contain_text(
        ["Specialties has a word that is not known: cardiolgy", "is not a whole number: two", "has a space in it: zoe at lakeside.example"]
    )
    keys.press("Tab")
    keys.press("Enter")
    specialties = page.get_by_role("combobox", name="Specialties")
    expect(specialties).to_be_focused()
    expect(specialties).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    keys.press("Control+A")
    keys.type("cardiology")
    keys.press("Enter")
    expect(links).to_have_count(2)
    slots = page.get_by_label("How many more people you could take")
    to("How many more people")
    expect(slots).to_have_attribute("aria-invalid", "true")
    described = slots.get_attribute("aria-describedby") or ""
    assert "is not a whole number" in page.locator(f"#{described.split()[0]}").inner_text()
    keys.press("Control+A")
    keys.type("2")
    to("Your email or web address")
    keys.press("Control+A")
    keys.type("zoe@lakeside.example")
    expect(summary).to_be_hidden()
    to("Download")
    with page.expect_download() as waiting:
        keys.press("Enter")
    assert waiting.value.suggested_filename == "zoe-o-dowd.md"
    written = Path(waiting.value.path()).read_bytes()
    assert written.decode() == ready(page)
    (project / "content" / "mentors" / "zoe-o-dowd.md").write_bytes(written)
    assert errors(project) == []
    site = build(project, tmp_path / "site")
    assert "Zoë O&#39;Dowd" in (site / "mentors" / "zoe-o-dowd" / "index.html").read_text(encoding="utf-8")


def test_the_mail_becomes_a_file_that_says_the_same(open_form: OpenForm, project: Path) -> None:
    page = open_form()
    fill_in(page)
    link = page.get_by_role("link", name="Email it to the coordinator")
    to, subject, body = mail(page, link)
    assert (to, subject) == ("mentoring@lakeside.example", "A new mentor profile: Ana Lima")
    path = add(project, body)
    assert path.name == "ana-lima.md"
    assert path.read_text(encoding="utf-8") == ready(page)
    assert errors(project) == []


def test_every_field_of_the_form_reaches_the_file(open_form: OpenForm, project: Path) -> None:
    page = open_form()
    fill_in(page)
    unfold(page)
    for label, text in {
        "Pronouns": "she/her",
        "Degrees and memberships": "MD\nMPH",
        "Position": "Head of # things: all",
        "City": "Lakeside",
        "Time zone": "America/Detroit",
        "About me": "One story.\n\n- a list\n- of two",
        "What a first message should have": "your stage\none question",
        "ORCID iD": "https://orcid.org/0000-0002-1694-233x",
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("combobox", name="Interests").fill("sepsis, medical education,")
    page.get_by_role("combobox", name="Languages").fill("Spanish")
    page.keyboard.press("Enter")
    page.get_by_label("Do you mentor people from other fields?").select_option("No")
    page.get_by_role("button", name="Add a school or hospital").click()
    page.get_by_role("group", name="School or hospital 1").get_by_label("School or hospital", exact=False).first.fill("Harbor Point")
    page.get_by_role("button", name="Add one").click()
    page.get_by_role("group", name="Background 1").get_by_label("Category").select_option("rural")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("[data-summary]")).to_contain_text("without your consent it isn't published")
    page.get_by_label("I agree that this is shown.").check()
    expect(page.locator("[data-summary]")).to_be_hidden()
    path = add(project, ready(page))
    fields = read_source(path.read_bytes(), "x.md", "x", "front matter", KEYS).document.fields
    assert fields["credentials"] == ["MD", "MPH"]
    assert fields["title"] == "Head of # things: all"
    assert fields["interests"] == ["sepsis", "medical education"]
    assert fields["languages"] == ["es"]
    assert fields["training"] == [{"school": "Harbor Point"}]
    assert fields["open_outside_specialty"] == "false"
    assert fields["links"] == {"orcid": "0000-0002-1694-233X"}
    assert fields["background"] == {"consent": {"date": AS_OF}, "identifies": [{"category": "rural"}]}
    assert fields["bio"] == "One story.\n\n- a list\n- of two"
    assert errors(project) == []


@pytest.mark.parametrize("name", ["Ana Lima", "Zoë Øster-Đặng", "O’Brien & Søn", "李雷", "ليلى النقيب", "Ωmega 50% + #1", "Анна"])
def test_the_prefilled_address_decodes_to_the_exact_file(name: str, open_form: OpenForm) -> None:
    page = open_form()
    fill_in(page, name)
    latin = page.get_by_label("Your name in Latin letters")
    if (slugify(name) and name.isascii()) or re.match("[A-Z]", name):
        expect(latin).to_be_hidden()
    else:
        page.get_by_role("button", name="Copy").click()
        expect(page.locator("[data-summary]")).to_contain_text("Write your name in Latin letters")
        latin.fill("Lei Li")
    link = page.get_by_role("link", name="Propose it on GitHub")
    address = link.get_attribute("href") or ""
    parts = urlsplit(address)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://github.com/lakeside-example/mentors/new/main"
    assert fields["value"] == [ready(page)]
    slug = fields["filename"][0].removeprefix("content/mentors/").removesuffix(".md")
    assert slug == ("lei-li" if latin.is_visible() else slugify(name, max_length=MAX_SLUG))
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_text_too_long_for_an_address_is_copied(open_form: OpenForm) -> None:
    page = open_form(permissions=["clipboard-read", "clipboard-write"])
    fill_in(page)
    unfold(page)
    page.get_by_label("About me", exact=True).fill("A story told once more, and at length. " * 150)
    page.evaluate("() => addEventListener('click', (event) => { if (event.target.closest('a[target]')) event.preventDefault(); })")
    link = page.get_by_role("link", name="Propose it on GitHub")
    expect(link).to_have_attribute("href", re.compile(r"/new/main\?filename=content/mentors/ana-lima\.md$"))
    link.click()
    expect(page.locator("[data-said]")).to_contain_text("paste it there. The file's name is content/mentors/ana-lima.md")
    assert page.evaluate("() => navigator.clipboard.readText()") == ready(page)
    page.evaluate("() => addEventListener('click', (event) => event.preventDefault())")
    page.get_by_role("link", name="Email it to the coordinator").click()
    expect(page.locator("[data-said]")).to_contain_text("only its subject went there. The text is copied")
    assert "body=" not in (page.get_by_role("link", name="Email it to the coordinator").get_attribute("href") or "")


@pytest.mark.parametrize(
    ("kind", "page_of"),
    [
        ("github", "https://code.example/r/new/a/b?filename=content/mentors/ana.md&value=x%20%26"),
        ("gitlab", "https://code.example/r/-/new/a/b?file_name=content/mentors/ana.md"),
        ("gitea", "https://code.example/r/_new/a/b/content/mentors/ana.md"),
    ],
)
def test_each_forge_has_its_page_for_a_new_file(kind: str, page_of: str, open_form: OpenForm) -> None:
    page = open_form()
    made = page.evaluate(
        """async (kind) => (await import(new URL("../assets/join/forge.js", location.href)))
        .newPage({ url: "https://code.example/r/", branch: "a/b", kind }, "ana", "x &")""",
        kind,
    )
    assert made == {"address": page_of, "carries": kind == "github"}


def test_a_draft_is_kept_until_it_is_forgotten(open_form: OpenForm) -> None:
    page = open_form()
    fill_in(page)
    page.get_by_role("combobox", name="Specialties").fill("peds")
    page.keyboard.press("Enter")
    before = ready(page)
    page.reload()
    expect(page.get_by_text("This is the draft that you left in this browser.")).to_be_visible()
    page.get_by_label("This is right, and may be published.").check()
    assert ready(page) == before
    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_label("Your name", exact=False).first).to_have_value("")
    page.reload()
    expect(page.get_by_label("Your name", exact=False).first).to_have_value("")


def test_an_address_that_is_taken_is_said(open_form: OpenForm) -> None:
    page = open_form()
    fill_in(page, "Bart Quince")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-summary]")).to_contain_text("There is a profile at the address bart-quince already")


# --- changes -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def campus_url(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(build(REPOSITORY, tmp_path_factory.mktemp("campus") / "site", "--audience", "campus"))


def test_a_change_of_any_mentor_changes_that_field_alone(open_form: OpenForm, campus_url: str, example_url: str, project: Path) -> None:
    """All 48: loaded into the form, one field changed, and the file differs in that field; comments and what is withheld stay."""
    assert len(MENTORS) == 48
    pages = {True: open_form(home=campus_url), False: open_form()}
    for file in MENTORS:
        page, home = (pages[True], campus_url) if file.stem in CAMPUS else (pages[False], example_url)
        page.goto("about:blank")
        page.goto(f"{home}join/#change={file.stem}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Change the profile of")
        expect(page.locator("[data-whole]")).to_be_visible()
        assert ready(page) == "Nothing is changed yet.", file.stem
        unfold(page)
        page.get_by_label("Position", exact=True).fill("Keeper of #1: the new title")
        text = ready(page)
        assert text == f'# mentordir: change {file.stem}\ntitle: "Keeper of #1: the new title"\n'
        path = add(project, text)
        before, after = file.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
        kind = "front matter" if file.suffix == ".md" else "yaml"
        old, new = (read_source(one.encode(), file.name, file.stem, kind, KEYS).document.fields for one in (before, after))  # type: ignore[arg-type]
        assert new.pop("title") == "Keeper of #1: the new title"
        old.pop("title", None)
        assert new == old, file.stem
        gone, come = (set(one.splitlines()) for one in (before, after))
        assert len(come - gone) == 1
        assert len(gone - come) <= 2
    assert errors(project) == []


def test_a_change_names_groups_by_leaf_lists_whole_and_what_is_emptied(open_form: OpenForm, project: Path) -> None:
    page = open_form("#change=adunni-oyelaran")
    unfold(page)
    page.get_by_label("How many more people you could take").fill("")
    page.get_by_label("How often", exact=True).select_option("weekly")
    page.get_by_label("Department", exact=True).fill("")
    page.get_by_role("button", name="Remove health equity").click()
    page.get_by_label("Say my background anew").check()
    page.get_by_role("group", name="Whom you support").get_by_label("Parent").check()
    page.get_by_label("I agree that this is shown.").check()
    text = ready(page)
    assert text == (
        "# mentordir: change adunni-oyelaran\n"
        "department:\n"
        "interests: [maternal health, hypertension in pregnancy, international medical graduates]\n"
        "availability:\n  slots:\n  cadence: weekly\n"
        f"background:\n  consent:\n    date: {AS_OF}\n    audience:\n  identifies:\n  ally_for: [parent]\n"
    )
    fields: dict[str, Any] = dict(read_source(add(project, text).read_bytes(), "x.md", "x", "front matter", KEYS).document.fields)
    assert fields["background"] == {"consent": {"date": AS_OF}, "ally_for": ["parent"]}
    assert fields["availability"]["modes"] == ["in-person", "phone"]
    assert "slots" not in fields["availability"]
    assert "department" not in fields
    assert errors(project) == []
    assert_accessible(page)


def test_what_is_withheld_is_neither_shown_nor_taken_out(
    open_form: OpenForm, gallery_url: str, new_page: NewPage, tmp_path: Path, serve_folder: Callable[[Path], str]
) -> None:
    root = tmp_path / "p"
    (root / "content" / "mentors").mkdir(parents=True)
    (root / "directory.yml").write_text("name: T\ncoordinator: {name: Office, email: office@t.example}\n", encoding="utf-8")
    text = (
        "# kept\nname: Ana Lima\nrole: student\ninstitution: T\nmentoring: [{type: career}]\navailability: {status: open}\n"
        "last_confirmed: 2026-11-01\ncontact: {method: email, value: ana@t.example, audience: campus, instructions: Room 12}\n"
        "background: {consent: {date: 2026-11-01, audience: campus}, identifies: [{category: rural, words: A valley}]}\nprograms: [inner]\n"
    )
    (root / "content" / "mentors" / "ana-lima.yaml").write_text(text, encoding="utf-8")
    (root / "content" / "programs").mkdir()
    (root / "content" / "programs" / "inner.yaml").write_text(
        "name: Inner\nkind: school\nurl: https://t.example\nsummary: For us.\naudience: campus\n", encoding="utf-8"
    )
    home = serve_folder(build(root, tmp_path / "site"))
    page = open_form("#change=ana-lima", home=home)
    unfold(page)
    assert "A valley" not in page.content()
    expect(page.get_by_label("The way")).to_have_value("coordinator")
    page.get_by_label("Days within which you usually answer").fill("9")
    page.get_by_label("Everything else is still right").check()
    path = add(root, ready(page))
    assert path.read_text(encoding="utf-8") == text.replace("Room 12}", "Room 12, reply_days: 9}").replace(
        "2026-11-01\ncontact", f"{AS_OF}\ncontact"
    )


def test_who_is_not_listed_can_still_say_what_changes(open_form: OpenForm) -> None:
    page = open_form("#change=nobody-here")
    expect(page.get_by_text("No profile called nobody-here is in the lists.")).to_be_visible()
    unfold(page)
    page.get_by_label("Position", exact=True).fill("Dean")
    assert ready(page) == "# mentordir: change nobody-here\ntitle: Dean\n"
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-summary]")).to_be_hidden()


# --- one step ----------------------------------------------------------------------------------------------------------


def test_confirm_pause_and_leave_are_one_step_each(open_form: OpenForm, project: Path) -> None:
    page = open_form("#confirm=bart-quince")
    expect(page.get_by_role("heading", level=1)).to_have_text('Confirm the profile of Bartholomew "Bart" Quince')
    _, subject, body = mail(page, page.get_by_role("link", name="Open in mail"))
    assert subject == "The profile bart-quince is right"
    assert f"last_confirmed: {AS_OF}" in add(project, body).read_text(encoding="utf-8")
    assert_accessible(page)

    page.goto(page.url.split("#")[0] + "#pause=bart-quince")
    expect(page.get_by_role("heading", level=1)).to_have_text('Pause the profile of Bartholomew "Bart" Quince')
    until = page.get_by_label("Last day of the pause")
    until.fill("2026-01-01")
    expect(page.get_by_text("is over already")).to_be_visible()
    until.fill("2027-01-31")
    expect(page.get_by_text("is over already")).to_be_hidden()
    _, _, body = mail(page, page.get_by_role("link", name="Open in mail"))
    text = add(project, body).read_text(encoding="utf-8")
    assert "status: paused" in text
    assert "paused_until: 2027-01-31" in text
    forge = page.get_by_role("link", name="Edit the file yourself")
    assert forge.get_attribute("href") == "https://github.com/lakeside-example/mentors/edit/main/content/mentors/bart-quince.md"
    assert_accessible(page)

    page.goto(page.url.split("#")[0] + "#leave=bart-quince")
    expect(page.get_by_role("heading", level=1)).to_have_text('Take out the profile of Bartholomew "Bart" Quince')
    _, _, body = mail(page, page.get_by_role("link", name="Open in mail"))
    assert "mentordir remove bart-quince" in body
    assert errors(project) == []


def test_a_profile_leads_to_every_step_and_to_its_file(example_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(example_url + "mentors/ximena-arrieta-luna/")
    yours = page.get_by_role("region", name="Is this your profile?")
    expect(yours.get_by_role("link", name="Edit the file")).to_have_attribute(
        "href", re.compile(r"/edit/main/content/mentors/ximena-arrieta-luna\.yaml$")
    )
    for name, title in (("confirm", "Confirm"), ("Pause", "Pause"), ("Leave", "Take out"), ("Change my profile", "Change")):
        page.goto(example_url + "mentors/ximena-arrieta-luna/")
        yours.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{title} the profile of Ximena Arrieta Luna"))


@pytest.mark.parametrize("fragment", ["#pause=", "#pause=<script>", "#confirm=../x", "#leave=A%20b", "#change=%00"])
def test_a_link_that_names_nobody_is_said(fragment: str, open_form: OpenForm) -> None:
    page = open_form(fragment)
    expect(page.get_by_text("This link names no profile.")).to_be_visible()


# --- both sides agree --------------------------------------------------------------------------------------------------

ALPHABET = [
    *"aZ09 -_:#,[]{}&*!|>'\"%@`\\~=?/.;<(\n\tßéñ李ل²½Ⅷ",
    "  ",
    "\u00a0",
    "👩🏽‍⚕️",
    "e\u0301",
    "no",
    "true",
    "12:30",
    "2026-01-01",
    "- ",
]


def some_text(draw: random.Random, most: int = 14) -> str:
    text = "".join(draw.choice(ALPHABET) for _ in range(draw.randrange(1, most)))
    return text if not FORBIDDEN_CHARACTER.search(text) else "x"


def some_fields(draw: random.Random) -> dict[str, Any]:
    def words(most: int = 5) -> list[str]:
        return [some_text(draw).strip() or "x" for _ in range(draw.randrange(most))]

    def prose() -> str:
        return "\n".join(some_text(draw, 30) for _ in range(draw.randrange(1, 5)))

    return {
        "name": some_text(draw),
        "interests": words(14),
        "mentoring": [{"topics": words(12), "type": some_text(draw), "stages": words()} for _ in range(draw.randrange(3))],
        "contact": {"instructions": prose(), "value": some_text(draw), "include": words(), "method": ""},
        "background": {"identifies": [{"words": some_text(draw), "category": "rural"}], "consent": {"date": "2026-11-01"}},
        "open_outside_specialty": draw.choice([True, False]),
        "location": {"timezone": "Europe/Rome", "city": some_text(draw)},
        "ideal_mentee": prose(),
        "bio": prose(),
    }


def test_the_writer_in_the_browser_gives_the_same_bytes(open_form: OpenForm) -> None:
    page = open_form()
    draw = random.Random(5)
    cases = [some_fields(draw) for _ in range(500)]
    written = page.evaluate(
        """async (cases) => {
          const { order } = await (await fetch("form.json")).json();
          const { Writer } = await import(new URL("../assets/join/writing.js", location.href));
          const writer = new Writer(order);
          return cases.map((fields) => [writer.profile(fields), writer.fields(fields)]);
        }""",
        cases,
    )
    for fields, (markdown, yaml) in zip(cases, written, strict=True):
        assert markdown == profile_text(fields), fields
        assert yaml == profile_text(fields, ".yaml"), fields


VALUES = {
    "Line": [
        "Ana",
        "  two   spaces ",
        "x" * 100,
        "x" * 101,
        "x" * 201,
        "a@b.example",
        "a&#64;b.example",
        "a\\@b.example",
        "“q”",
        "“half",
        "‘q’",
        "\u202e",
        "é" * 100,
        "@x",
        "&commat;",
    ],
    "Prose": [
        "Hi **there**",
        "<b>x</b>",
        "a < b > c",
        "<!-- x -->",
        "![x](https://x.example/y)",
        "[x](http://x.example)",
        "[x](https://x.example)",
        "[x](javascript:alert)",
        "<https://x.example>",
        "[a]: //x.example",
        "[" * 101,
        "[" * 100,
        " " * 17 + "x",
        " " * 16 + "x",
        "\t" * 5 + "x",
        ">" * 5 + " x",
        "> > > > x",
        "x" * 1501,
        "me@x.example",
        "<https://a@b.example/>",
    ],
    "Day": [
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
        "2026-02-30",
        "1899-12-31",
        "2200-12-31",
        "2201-01-01",
        "24.11.2026",
        "2026-1-1",
        "0000-01-01",
        "２０２６-11-24",
    ],
    "Whole": ["0", "1", "-1", "99", "100", "007", "1.0", "1e3", "½", "1234567890", "2000", "1929", "2100", "٣"],
    "YesNo": ["true", "Yes", "no", "FALSE", "1", "y", "maybe"],
    "Choice": ["public", "Campus", "nobody"],
    "Url": [
        "https://x.example",
        "HTTPS://x.example/a@b",
        "http://x.example",
        "//x.example",
        "x.example/y",
        "https://a@x.example",
        "https://x",
        "https://x.example:80/y",
        "https://x.example:123456",
        "https://[::1]/",
        "https://x.example/ y",
        "https://x.example/{y}",
        "https://münchen.example/?q=ü#f",
        "https://x_y.example",
        "https://-x.example",
        "https://x℀y.example",
        "ftp://x.example",
        "https://x.example/" + "y" * 500,
        "https://",
    ],
    "Reach": ["anything", "x" * 500, "x" * 501],
    "Orcid": [
        "0000-0001-0391-4228",
        "0000-0001-0391-4229",
        "https://orcid.org/0000-0001-0391-4228",
        "0000000103914228",
        "0000-0002-1694-233x",
        "12",
    ],
    "TimeZone": ["America/New_York", "america/new_york", "EST", "Europe/Kiev", "Mars/Phobos"],
    "Language": [
        "en",
        "EN",
        "pt-br",
        "zh-hant",
        "English",
        "xx",
        "qq",
        "e",
        "en-",
        "ase",
        "bfi",
        "en-GB-oxendict",
        "zh-419x",
        "sr-Latn-RS",
    ],
    "Program": ["lakeside-near-peers", "Lakeside", "none", "a b"],
}


def test_the_checks_in_the_browser_agree_with_check(open_form: OpenForm) -> None:
    page = open_form()
    project, _ = load_project(REPOSITORY)
    assert project
    around = Surroundings(
        vocabularies=project.vocabularies,
        day=DAY,
        programs=frozenset(path.stem for path in (REPOSITORY / "content" / "programs").glob("*.yaml")),
    )
    cases: list[tuple[str, str]] = []
    expected: list[Any] = []
    draw = random.Random(7)
    shipped = shipped_vocabularies()
    for guide in field_guides(Profile):
        if guide.kind is None or guide.name in ("file", "aliases", "draft"):
            continue
        values = [*VALUES.get(type(guide.kind).__name__, []), *(some_text(draw, 24) for _ in range(25)), "", "   ", "\n\n"]
        if vocabulary := getattr(guide.kind, "vocabulary", ""):
            for entry in shipped[vocabulary].entries.values():
                values += [entry.id, entry.label.upper(), *entry.aliases, entry.label.replace(" and ", " & "), entry.label + "x"]
        for value in values:
            cases.append((guide.path, value))
            expected.append(_read(guide.kind, value, around))
    in_files = list(_values_in_files())
    assert len(in_files) > 400
    for kind_path, value in in_files:
        cases.append((kind_path, value))
        expected.append(_read(GUIDES[kind_path].kind, value, around))
    assert len(cases) > 3_000
    found = page.evaluate(
        """async ([cases, day]) => {
          const description = await (await fetch("form.json")).json();
          const { Checks, Invalid } = await import(new URL("../assets/join/checks.js", location.href));
          const checks = new Checks(description, day);
          return cases.map(([path, text]) => {
            try { return checks.read(description.fields[path], text); } catch (refusal) { if (refusal instanceof Invalid) return null; throw refusal; }
          });
        }""",
        [cases, AS_OF],
    )
    different = [(case, ours, theirs) for case, ours, theirs in zip(cases, expected, found, strict=True) if ours != theirs]
    assert different == []


GUIDES = {
    guide.path: guide for guide in field_guides(Profile) if guide.kind and guide.path.split(".")[0].removesuffix("[]") not in NOT_ASKED
}


def _values_in_files() -> Iterator[tuple[str, str]]:
    """(path of a field, text) of whatever stands in the example files, valid or not, where a form has such a field."""
    files = [path for path in (REPOSITORY / "tests" / "profiles").rglob("*") if path.suffix in (".md", ".yaml")]
    assert files
    for file in files:
        yield from _values_in(file)


def _values_in(file: Path) -> Iterator[tuple[str, str]]:
    kind = "front matter" if file.suffix == ".md" else "yaml"
    return _texts(read_source(file.read_bytes(), file.name, file.stem, kind, KEYS).document.fields, "")  # type: ignore[arg-type]


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, f"{path}[]")
    elif path in GUIDES:
        yield path, value


def _read(kind: Any, value: str, around: Surroundings) -> str | None:
    """The value as a file has it, None where check refuses it."""
    text = unicodedata.normalize("NFC", value)
    try:
        if FORBIDDEN_CHARACTER.search(text):
            return None
        prepared = kind.prepare(text)
        if not prepared:
            return None
        read = kind.read(prepared, around)
    except Invalid:
        return None
    return str(read).lower() if isinstance(read, bool) else str(read)


NAMES = [
    "Ana Lima",
    "Zoë",
    "O'Dowd-Fennelly",
    "Đặng Quỳnh Hương",
    "Zsófia Kerekes",
    "Þóra Ægisdóttir",
    "Øyvind Łukasz Straße",
    "Jean-Rony 'JR' Désulmé",
    "A, 1,000",
    "Müller, 3rd",
    "--x--",
    "A" * 80,
    "Ana (Annie) Lima",
]


def test_an_address_is_made_as_the_office_makes_it(open_form: OpenForm) -> None:
    page = open_form()
    names = [*NAMES, *(name for file in MENTORS for name in re.findall("^name: (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE))]
    made = page.evaluate(
        """async (names) => {
          const { slugOf, needsLatin } = await import(new URL("../assets/join/slug.js", location.href));
          return names.map((name) => (needsLatin(name) ? null : slugOf(name)));
        }""",
        names,
    )
    compared = [(name, slug, slugify(name, max_length=MAX_SLUG)) for name, slug in zip(names, made, strict=True) if slug is not None]
    assert len(compared) >= len(NAMES)
    assert [case for case in compared if case[1] != case[2]] == []


def outline_of(html: str) -> list[str]:
    """Elements and words of a text in their order, without spaces; the preview underlines links, and all its headings are small."""
    tags = re.sub(r"<(/?)h\d>", r"<\1h4>", re.sub(r"<(/?)a\b[^>]*>", r"<\1u>", html))
    parts = re.findall(r"<[^>]+>|[^<]+", tags)
    return [part for part in (re.sub(r"\s+", "", unescape(part)) for part in parts) if part]


PREVIEWED = """async (text) => { const { prose } = await import(new URL("../assets/join/prose.js", location.href));
    const write = (node) => node.nodeType === 3 ? node.data.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
        : `<${node.localName}>${[...node.childNodes].map(write).join("")}</${node.localName}>`;
    return prose(text).map(write).join(""); }"""


def test_the_preview_shows_every_text_of_this_directory_as_its_page_does(open_form: OpenForm) -> None:
    page = open_form()
    texts = [text for file in MENTORS for path, text in _values_in(file) if path in TEXTS]
    assert len(texts) > len(MENTORS)
    for text in texts:
        assert outline_of(page.evaluate(PREVIEWED, text)) == outline_of(str(render_markdown(text))), text


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two\n  goes on\n\nand *then* **this *and* that**",
        "1. first\n2. second `code`",
        "> quoted\n> twice",
        "A [link](https://lakeside.example/a_b_c) and a snake_case_word, 2 * 3 * 4, 5*",
        "\\*not slanted\\*",
        "One\n- no list without an empty line",
        "## A heading\nand what follows",
    ],
)
def test_the_preview_reads_markdown_as_the_site_does(text: str, open_form: OpenForm) -> None:
    assert outline_of(open_form().evaluate(PREVIEWED, text)) == outline_of(str(render_markdown(text)))


def test_the_preview_executes_nothing(open_form: OpenForm) -> None:
    page = open_form()
    shown = page.evaluate(PREVIEWED, "<img src=x onerror=alert(1)> [a](javascript:alert(1)) <b>not bold</b>")
    assert shown == "<p>&lt;img src=x onerror=alert(1)> [a](javascript:alert(1)) &lt;b>not bold&lt;/b></p>"


# --- the page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("fragment", ["", "#change=adunni-oyelaran", "#pause=nobody"])
def test_the_form_is_accessible_and_fits(fragment: str, width: int, scheme: str, open_form: OpenForm) -> None:
    page = open_form(fragment, viewport={"width": width, "height": 800}, color_scheme=scheme)
    if not fragment.startswith("#pause"):
        unfold(page)
        page.get_by_role("combobox", name="Specialties").fill("card")
        expect(page.get_by_role("listbox", name="Specialties").get_by_role("option").first).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_nothing_is_sent_while_the_form_is_filled_in(open_form: OpenForm, example_url: str) -> None:
    page = open_form()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    fill_in(page, "Very Secret")
    page.get_by_role("button", name="Copy").click()
    page.wait_for_timeout(100)
    assert all(url.startswith(example_url) and "?" not in url and "ecret" not in url for url in requests)


def test_without_scripts_the_page_says_whom_to_write_to(example_url: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(example_url + "join/")
    expect(page.get_by_text("The form needs scripts.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Ottoline Marsh, Mentoring Office")).to_be_visible()
    expect(page.get_by_label("Your role")).to_be_hidden()
