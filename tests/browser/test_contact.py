"""The contact pack of a profile: its steps, the address for who asks, the composer, what follows a message that was sent."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest
import vobject
from playwright.sync_api import Locator, Page, expect

from mentordir.concealment import conceal
from sites import NewPage, assert_accessible

PROFILE = "mentors/open-complete/"
HOSTILE = 'He said "yes & no" <b>50%</b> + #1?\nNew line; ünïcode 👩🏽‍⚕️ السلام عليكم 你好 \\n {name} {me} end'


@pytest.fixture
def open_composer(gallery_url: str, new_page: NewPage) -> Callable[..., Page]:
    """A profile of the gallery with its composer open: `open_composer("mentors/limited/", viewport=...)`."""

    def open_it(path: str = PROFILE, **options: object) -> Page:
        page = new_page(**options)
        page.goto(gallery_url + path)
        start(page)
        return page

    return open_it


def start(page: Page) -> None:
    page.get_by_role("link", name="Write a first message").click()
    expect(page.get_by_role("heading", name=re.compile("A first message to"))).to_be_focused()


def letter(page: Page) -> str:
    return page.get_by_label("Text, which you can change").input_value()


def mail(page: Page) -> tuple[str, str, str]:
    """(to, subject, body) as a mail program reads them from the link."""
    link = page.get_by_role("link", name="Open in mail").get_attribute("href")
    assert link
    assert link.startswith("mailto:")
    parts = urlsplit(link)
    fields = parse_qs(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True)
    assert "+" not in parts.query, "a plus sign stays a plus sign in some programs"
    return unquote(parts.path), fields.get("subject", [""])[0], fields.get("body", [""])[0]


def fill_in(page: Page, **entries: str) -> None:
    for label, text in {
        "Your name": "Tobias Amankwah",
        "School or hospital": "Harbor Point",
        "One specific reason for writing to them": "Your study of missed follow-up stayed with me for weeks",
        "I'd like to ...": "finish one abstract",
        **entries,
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("combobox", name="Your stage").select_option("Resident")
    page.get_by_role("radio", name="Research").check()


def hints(page: Page) -> dict[str, bool]:
    """What the list says -> whether it is done."""
    lines = (
        page.get_by_role("list").filter(has_text="One specific reason for writing to this person").get_by_role("listitem").all_inner_texts()
    )
    assert lines
    return {line.split(":", 1)[1].strip(): line.startswith("Done") for line in (re.sub(r"\s+", " ", line).strip() for line in lines)}


def download(page: Page, button: Locator) -> str:
    with page.expect_download() as waiting:
        button.click()
    # Line ends matter in these formats.
    return Path(waiting.value.path()).read_bytes().decode("utf-8")


# --- how to reach ------------------------------------------------------------------------------------------------------


def test_an_address_is_shown_to_who_asks_and_can_be_saved(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + PROFILE)
    contact = page.get_by_role("region", name="How to reach me")
    assert "someone@" not in page.content()
    expect(contact.get_by_role("button", name="Save contact")).to_be_hidden()
    contact.get_by_role("button", name="Show the address").first.focus()
    page.keyboard.press("Enter")
    link = contact.get_by_role("link", name="someone@gallery.example")
    expect(link).to_be_focused()
    assert link.get_attribute("href") == "mailto:someone@gallery.example"

    card = vobject.readOne(download(page, contact.get_by_role("button", name="Save contact")))
    assert card.fn.value == "Complete Open"
    assert card.email.value == "someone@gallery.example"
    assert card.title.value == "Professor of Everything That Fits Into One Line"
    assert card.org.value == ["Gallery School of Medicine"]
    assert card.n.value.suffix == ["MD", "PhD", "FACP"]
    assert card.url.value == gallery_url + PROFILE


@pytest.mark.parametrize(
    "name", ["Ana Lima", "李雷", "ليلى النقيب (Layla Al-Naqib)", 'O\'Neil; "Jr", \\ the 3rd', "🦋 Ωmega", "Wolfe" * 19]
)
def test_a_contact_file_says_names_of_every_script_as_they_are(name: str, example_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(example_url)
    text = page.evaluate(
        """async (name) => { const { vcard } = await import(new URL("assets/contact/vcard.js", location.href));
        return vcard({ name, title: name, institution: name, credentials: ["MD", name] }, "a+b@x.example", "https://x.example/"); }""",
        name,
    )
    card = vobject.readOne(text)
    assert (card.fn.value, card.title.value, card.org.value) == (name, name, [name])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCARD\r\n")


@pytest.mark.parametrize(
    "address", ["a@b.example", "o'neil+list@x-y.example", "Ünï@exämple.example", "a.very.long.local.part" * 3 + "@x.example"]
)
def test_what_is_concealed_can_be_revealed(address: str, example_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(example_url)
    reveal = """async (text) => (await import(new URL("assets/contact/address.js", location.href))).reveal(text)"""
    assert page.evaluate(reveal, conceal(address)) == address


@pytest.mark.parametrize(
    ("slug", "step"),
    [
        ("contact-form", "Fill in the request form"),
        ("contact-booking", "Book a first conversation"),
        ("contact-profile", "Use the contact on my own page"),
        ("contact-coordinator", "Mentoring Office"),
    ],
)
def test_each_method_has_its_own_step(slug: str, step: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{gallery_url}mentors/{slug}/")
    contact = page.get_by_role("region", name="How to reach me")
    expect(contact.get_by_role("link", name=step).first).to_be_visible()
    expect(contact).to_contain_text("as of November 24, 2026")


def test_who_has_no_room_is_said_first_with_who_has(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + "mentors/paused-date/")
    contact = page.get_by_role("region", name="How to reach me")
    first = contact.locator("p").first
    expect(first).to_contain_text("Back on February 1, 2027")
    expect(first).to_contain_text("as of November 24, 2026")
    contact.get_by_role("link", name="These similar mentors are available.").click()
    expect(page.get_by_role("heading", name="Similar mentors who are available")).to_be_in_viewport()
    page.goto(gallery_url + "mentors/closed/")
    expect(page.get_by_role("link", name="Write a first message")).to_have_count(0)


def test_the_steps_say_when_to_remind_and_how_many_requests_fit(gallery_url: str, example_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + PROFILE)
    contact = page.get_by_role("region", name="How to reach me")
    expect(contact).to_contain_text("Expect an answer within 7 days. No answer after 9 days? Send one short reminder")
    expect(contact).to_contain_text("I can answer about 3 new requests a month.")
    page.goto(example_url + "mentors/cormac-o-loinsigh/")
    expect(page.get_by_role("region", name="How to reach me")).to_contain_text("No answer after 8 days?")


def test_without_scripts_there_is_a_letter_to_start_from(example_url: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(example_url + "mentors/adunni-oyelaran/")
    page.get_by_text("A message to start from").click()
    template = page.locator("pre")
    expect(template).to_contain_text("Dear Àdùnní Oyèláràn,")
    expect(template).to_contain_text("[clinical or career]")
    expect(page.get_by_role("button", name="Show the address")).to_have_count(0)
    page.get_by_role("link", name="Write a first message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first message")
    expect(page.get_by_text("[one specific reason]").first).to_be_visible()
    expect(page.get_by_label("Your name")).to_be_hidden()


# --- the letter --------------------------------------------------------------------------------------------------------


def test_the_letter_says_what_was_entered_and_what_the_page_knows(open_composer: Callable[..., Page]) -> None:
    page = open_composer(timezone_id="Europe/Amsterdam")
    fill_in(page, **{"and ... (optional)": "to learn R.", "By when (optional)": "by next summer", "One question": "Is R enough?"})
    page.get_by_role("group", name="When you are free").get_by_label("Time 1").fill("2027-03-03T16:00")
    text = letter(page)
    assert text.startswith("Dear Dr. Complete Open,\n\n")
    for part in (
        *("Tobias Amankwah", "a resident", "Harbor Point", "Gallery of States", "research mentoring"),
        *("Your study of missed follow-up stayed with me for weeks.", "finish one abstract", "learn R", "next summer", "Is R enough?"),
        *("20 minutes", "by video", "every month", "suggest"),
    ):
        assert part.lower() in text.lower().replace("once a month", "every month"), part
    assert "by by" not in text.lower()
    assert "to to" not in text.lower()
    assert "Wednesday, March 3 at 4:00 PM (Central European Time), which is Wednesday, March 3 at 10:00 AM in Detroit" in text
    head, foot = text.split("\n---\n")
    assert foot.splitlines()[-1].endswith("/join/#pause=open-complete")
    assert len(head.split()) < 200
    to, subject, body = mail(page)
    assert to == "someone@gallery.example"
    assert subject == page.get_by_label("Subject").input_value()
    assert "research" in subject
    assert body.replace("\r\n", "\n") == text


def test_whatever_is_typed_reaches_the_mail_program_as_it_was(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    page.get_by_label("One specific reason for writing to them").fill(HOSTILE)
    assert HOSTILE in letter(page)
    _, _, body = mail(page)
    assert body.replace("\r\n", "\n") == letter(page)
    page.get_by_label("Subject").fill(HOSTILE.replace("\n", " "))
    page.get_by_label("Text, which you can change").fill(HOSTILE)
    assert mail(page)[1:] == (HOSTILE.replace("\n", " "), HOSTILE.replace("\n", "\r\n"))


def test_a_letter_too_long_for_an_address_goes_by_the_clipboard(open_composer: Callable[..., Page]) -> None:
    page = open_composer(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Subject").fill("A long one")
    text = page.get_by_label("Text, which you can change")
    link = page.get_by_role("link", name="Open in mail")
    overhead = len("mailto:someone@gallery.example?subject=A%20long%20one&body=")
    text.fill("x" * (1_900 - overhead))
    assert len(str(link.get_attribute("href"))) == 1_900
    text.fill("x" * (1_901 - overhead))
    assert mail(page) == ("someone@gallery.example", "A long one", "")
    long = "السلام " * 300
    text.fill(long)
    link.click()
    expect(page.get_by_text("The text is copied: paste it.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == long


def test_two_trainees_of_one_school_send_different_letters(gallery_url: str, new_page: NewPage) -> None:
    letters = []
    for seed in range(12):
        page = new_page()
        page.add_init_script(f"localStorage.setItem('mentordir:/:me', JSON.stringify({{seed: {seed * 7919 + 1}}}))")
        page.goto(gallery_url + PROFILE)
        start(page)
        fill_in(page)
        letters.append(letter(page).split("\n---\n")[0])
        page.context.close()
    assert len(set(letters)) == len(letters)
    openings = {text.split("\n\n")[1] for text in letters}
    assert len(openings) >= 6


def test_each_kind_and_stage_has_words_of_its_own(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + "guide/message/")
    page.get_by_label("Your name").fill("Tobias")
    seen: dict[str, set[str]] = {}
    for stage in ("Pre-med student", "Fellow", "Mid-career"):
        page.get_by_role("combobox", name="Your stage").select_option(stage)
        for kind in ("Clinical", "Research", "Career", "Personal"):
            page.get_by_role("radio", name=kind).check()
            text = letter(page)
            assert f"{kind.lower()} mentoring" in text.lower()
            seen.setdefault(kind, set()).add(text.split("\n\n")[2 if text.startswith("Dear") else 1])
    assert all(len(paragraphs) == 3 for paragraphs in seen.values())


def test_other_wording_says_the_same_otherwise(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    fill_in(page)
    first = letter(page)
    page.get_by_role("button", name="Other wording").click()
    second = letter(page)
    assert first != second
    for text in (first, second):
        assert "Your study of missed follow-up stayed with me for weeks." in text
        assert "finish one abstract" in text
    page.reload()
    start(page)
    assert letter(page) == second


def test_a_text_changed_by_hand_stays_until_it_is_given_up(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    fill_in(page)
    page.get_by_label("Text, which you can change").fill("My own words.")
    page.get_by_label("I'd like to ...").fill("something else")
    assert letter(page) == "My own words."
    page.reload()
    start(page)
    assert letter(page) == "My own words."
    page.get_by_role("button", name="Write it again from the form").click()
    assert "something else" in letter(page)


def test_hints_follow_what_is_written(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    assert hints(page)["One specific reason for writing to this person"] is False
    fill_in(page)
    page.get_by_label("Minutes").select_option("60")
    state = hints(page)
    assert state["One specific reason for writing to this person"]
    assert state["The kind of mentoring"]
    assert state["A goal"]
    assert not state["One small ask: half an hour or less"]
    assert not state["Times with their zone, or “whenever suits them”"]
    page.get_by_label("Minutes").select_option("30")
    page.get_by_role("checkbox", name="Whenever suits them").check()
    assert all(hints(page).values())
    page.get_by_label("One specific reason for writing to them").fill("word " * 190)
    assert [done for line, done in hints(page).items() if line.startswith("Under 200 words")] == [False]
    page.get_by_label("One specific reason for writing to them").fill("I saw a 67-year-old man with chest pain, and you taught me")
    expect(page.get_by_text("looks like a patient's")).to_be_visible()
    page.get_by_label("One specific reason for writing to them").fill("I have a two-year-old at home, as you had")
    expect(page.get_by_text("looks like a patient's")).to_have_count(0)


def test_who_is_at_another_stage_is_told_whom_the_offer_is_for(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    page.get_by_role("combobox", name="Your stage").select_option("Pre-med student")
    page.get_by_role("radio", name="Clinical").check()
    expect(page.get_by_text("They offer this to: Resident and Fellow.")).to_be_visible()
    page.get_by_role("radio", name="Research").check()
    expect(page.get_by_text("They offer this to:")).to_have_count(0)


def test_only_what_the_mentor_offers_can_be_chosen(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    assert [radio.get_attribute("value") for radio in page.get_by_role("radio").all()] == ["clinical", "research"]
    page.get_by_role("radio", name="Clinical").check()
    page.get_by_text("Topics (optional)").click()
    assert len(page.get_by_role("group").get_by_role("checkbox").all()) >= 2
    page.get_by_role("checkbox", name="Board exams").check()
    assert "board exams" in letter(page)
    page.get_by_role("radio", name="Research").check()
    assert "board exams" not in letter(page)


# --- other ways than mail ------------------------------------------------------------------------------------------------


def test_a_message_through_the_coordinator_names_the_mentor(open_composer: Callable[..., Page]) -> None:
    page = open_composer("mentors/contact-coordinator/")
    fill_in(page)
    to, subject, body = mail(page)
    assert to == "office@gallery.example"
    assert "Reached Through The Office" in subject
    assert "Reached Through The Office" in body.splitlines()[0]
    assert body.replace("\r\n", "\n") == letter(page)


def test_for_a_form_the_text_is_copied_and_the_page_opened(open_composer: Callable[..., Page]) -> None:
    page = open_composer("mentors/contact-form/", permissions=["clipboard-read", "clipboard-write"])
    fill_in(page)
    expect(page.get_by_role("link", name="Open in mail")).to_be_hidden()
    page.context.route("https://gallery.example/**", lambda route: route.fulfill(body="their form"))
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Copy, and open their page").click()
    assert opened.value.url == "https://gallery.example/form"
    page.bring_to_front()
    assert page.evaluate("navigator.clipboard.readText()").endswith(letter(page))


def test_a_phone_can_share_the_letter(gallery_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    # The sheet is the phone's; here it takes down what it is given.
    page.add_init_script("navigator.share = async (data) => { window.handed = data; };")
    page.goto(gallery_url + PROFILE)
    start(page)
    fill_in(page)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("Handed to the program you chose.")).to_be_visible()
    assert page.evaluate("window.handed.text").endswith(letter(page))
    assert page.evaluate("window.handed.title") == page.get_by_label("Subject").input_value()


def test_copying_is_possible_where_the_clipboard_is_closed(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); document.execCommand = () => false;")
    page.goto(gallery_url + PROFILE)
    start(page)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("The text is selected: copy it by hand.")).to_be_visible()
    expect(page.get_by_label("Text, which you can change")).to_be_focused()


def test_the_same_composer_writes_to_who_is_not_listed(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + "guide/message/")
    page.get_by_label("Your name").fill("Tobias Amankwah")
    page.get_by_label("Their name").fill("Professor Ingrid Lindqvist-Rao")
    page.get_by_label("Their published work address (optional)").fill("ingrid@harbor.example")
    page.get_by_label("What or who that was").fill("your paper on newborn screening")
    expect(page.get_by_label("How to address them")).to_have_value("Professor Ingrid Lindqvist-Rao")
    text = letter(page)
    assert text.startswith("Dear Professor Ingrid Lindqvist-Rao,")
    assert "your paper on newborn screening" in text
    assert "Pause your listing" not in text
    assert mail(page)[0] == "ingrid@harbor.example"
    page.get_by_label("How you found them").select_option("I heard their talk")
    assert letter(page) != text
    page.get_by_label("Their published work address (optional)").fill("not an address")
    expect(page.get_by_text("This doesn't look like an email address.")).to_be_visible()
    expect(page.get_by_label("Their published work address (optional)")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="I have sent it")).to_be_hidden()


def test_an_address_of_the_composer_leads_to_the_mentor_under_any_name(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + "guide/message/#to=former-name")
    expect(page.get_by_role("heading", name="A first message to Complete Open")).to_be_visible()
    page.goto(gallery_url + "guide/message/#to=nobody-at-all")
    expect(page.get_by_text("This mentor is no longer listed.")).to_be_visible()
    expect(page.get_by_label("Their name")).to_be_visible()


def test_a_composer_that_cant_be_brought_is_gone_to(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + PROFILE)
    page.route("**/assets/contact/composer.css", lambda route: route.fulfill(status=404))
    page.get_by_role("link", name="Write a first message").click()
    page.wait_for_url("**/guide/message/#to=open-complete")
    expect(page.get_by_role("heading", name="A first message to Complete Open")).to_be_visible()


# --- after sending -------------------------------------------------------------------------------------------------------


def test_what_was_sent_is_noted_with_a_reminder_and_a_follow_up(open_composer: Callable[..., Page]) -> None:
    page = open_composer(timezone_id="America/New_York")
    page.clock.set_fixed_time("2026-11-24T12:00:00-05:00")
    page.reload()
    start(page)
    fill_in(page)
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("heading", name="Sent on November 24, 2026")).to_be_focused()
    expect(page.get_by_text("An answer can be expected by December 1, 2026.")).to_be_visible()
    expect(page.get_by_text("one short reminder on December 3, 2026 or later")).to_be_visible()
    expect(page.get_by_text("counts as open until December 15, 2026")).to_be_visible()

    text = download(page, page.get_by_role("button", name="Save the reminder (.ics)"))
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Remind Complete Open once about mentoring"
    assert event.decoded("DTSTART").isoformat() == "2026-12-03T14:00:00+00:00", "nine in the morning in New York"
    assert vobject.readOne(text).vevent.summary.value == "Remind Complete Open once about mentoring"
    assert PROFILE in str(event["DESCRIPTION"])

    page.get_by_role("button", name="Write the follow-up").click()
    follow_up = letter(page)
    assert "November 24, 2026" in follow_up
    assert "research mentoring" in follow_up
    assert len(follow_up.split()) < 80
    assert mail(page)[2].replace("\r\n", "\n") == follow_up
    page.get_by_role("button", name="They have answered").click()
    expect(page.get_by_role("heading", name="They have answered")).to_be_focused()
    expect(page.get_by_role("link", name="Prepare the first meeting")).to_have_attribute(
        "href", re.compile("guide/meeting/#with=open-complete$")
    )


@pytest.mark.parametrize(("day", "said"), [("2026-12-16", True), ("2026-12-17", False)])
def test_one_open_request_for_each_kind_is_a_rule_that_lapses(day: str, said: bool, gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    team = [{"slug": "limited", "name": "Lim Ited", "place": "research", "note": "", "status": "sent", "on": "2026-11-26", "replyDays": 7}]
    assert date.fromisoformat("2026-11-26").toordinal() + 7 + 14 == date.fromisoformat("2026-12-17").toordinal()
    page.clock.install(time=f"{day}T12:00:00Z")
    page.goto(gallery_url + "mentors/contact-booking/")
    page.evaluate("(team) => localStorage.setItem('mentordir:/:team', JSON.stringify(team))", team)
    start(page)
    page.get_by_role("radio", name="Clinical").check()
    notice = page.get_by_text("You wrote to Lim Ited about research mentoring on November 26, 2026.")
    expect(notice).to_have_count(0)
    page.get_by_role("radio", name="Research").check()
    expect(notice).to_have_count(int(said))
    if said:
        expect(notice).to_contain_text("lapses on December 17, 2026")
        page.get_by_role("button", name="Lim Ited has answered").click()
        expect(notice).to_have_count(0)
        assert json.loads(page.evaluate("localStorage.getItem('mentordir:/:team')"))[0]["status"] == "answered"


def test_too_many_open_requests_are_named(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time="2026-11-26T12:00:00Z")
    page.goto(gallery_url + PROFILE)
    kinds = ["clinical", "clinical", "career", "personal"]
    team = [{"slug": f"m-{n}", "name": f"M {n}", "place": kind, "status": "sent", "on": "2026-11-25"} for n, kind in enumerate(kinds)]
    page.evaluate("(team) => localStorage.setItem('mentordir:/:team', JSON.stringify(team))", team)
    start(page)
    page.get_by_role("radio", name="Research").check()
    expect(page.get_by_text("You have 4 open requests.")).to_be_visible()


def test_the_next_mentor_of_the_list_is_named(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time="2026-11-26T12:00:00Z")
    page.goto(gallery_url + PROFILE)
    sent = {"slug": "open-complete", "name": "Complete Open", "place": "research", "status": "sent", "on": "2026-11-25"}
    other = {"slug": "limited", "name": "Lim Ited", "place": "research", "status": "to-write"}
    keep = "(team) => localStorage.setItem('mentordir:/:team', JSON.stringify(team))"
    page.evaluate(keep, [sent, other])
    start(page)
    expect(page.get_by_text("Next on your list for this kind: Lim Ited")).to_be_visible()
    page.evaluate(keep, [sent])
    page.reload()
    start(page)
    expect(page.get_by_text("Ask Mentoring Office, or look for another mentor.")).to_be_visible()


# --- what is kept --------------------------------------------------------------------------------------------------------


def test_what_was_entered_is_there_for_the_next_mentor(open_composer: Callable[..., Page], gallery_url: str) -> None:
    page = open_composer()
    fill_in(page)
    page.goto(gallery_url + "mentors/limited/")
    start(page)
    expect(page.get_by_label("Your name")).to_have_value("Tobias Amankwah")
    expect(page.get_by_role("combobox", name="Your stage")).to_have_value("resident")
    expect(page.get_by_label("One specific reason for writing to them")).to_have_value("")


def test_a_shared_computer_keeps_nothing(open_composer: Callable[..., Page], gallery_url: str) -> None:
    page = open_composer()
    fill_in(page)
    page.get_by_role("checkbox", name="This is a shared computer").check()
    page.get_by_label("I'd like to ...").fill("something private")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    start(page)
    expect(page.get_by_label("I'd like to ...")).to_have_value("something private")
    expect(page.get_by_role("checkbox", name="This is a shared computer")).to_be_checked()
    other = page.context.new_page()
    other.goto(gallery_url + PROFILE)
    start(other)
    expect(other.get_by_label("Your name")).to_have_value("")
    expect(other.get_by_label("I'd like to ...")).to_have_value("")


def test_everything_can_be_forgotten(open_composer: Callable[..., Page]) -> None:
    page = open_composer()
    fill_in(page)
    assert page.evaluate("Object.keys(localStorage).length") >= 2
    page.evaluate("localStorage.setItem('of-another-site', '1')")
    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_text("Forgotten.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["of-another-site"]
    expect(page.get_by_label("Your name")).to_have_value("")
    assert "Tobias" not in letter(page)


@pytest.mark.parametrize(
    "junk", ["null", "7", '"text"', "[]", "{", '{"open-complete": 1}', '{"open-complete": {"goals": "x", "times": [1], "minutes": "y"}}']
)
def test_what_is_kept_may_be_anything(junk: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(gallery_url + PROFILE)
    page.evaluate("(junk) => { for (const name of ['me', 'letters', 'team']) localStorage.setItem(`mentordir:/:${name}`, junk); }", junk)
    page.reload()
    start(page)
    assert letter(page).startswith("Dear Dr. Complete Open,")
    fill_in(page)
    assert "Tobias Amankwah" in letter(page)
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("heading", name=re.compile("^Sent on"))).to_be_visible()


# --- for everybody -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_any_state_of_the_composer(scheme: str, width: int, open_composer: Callable[..., Page]) -> None:
    page = open_composer(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    assert_accessible(page)
    fill_in(page)
    page.get_by_text("Topics (optional)").click()
    page.get_by_label("Text, which you can change").fill("My own words.")
    assert_accessible(page)
    page.get_by_role("button", name="I have sent it").click()
    page.get_by_role("button", name="Show the address").first.click()
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_composer_for_anybody(scheme: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.goto(gallery_url + "guide/message/")
    expect(page.get_by_label("Their name")).to_be_visible()
    page.get_by_label("Their published work address (optional)").fill("not an address")
    assert_accessible(page)


@pytest.mark.parametrize("path", [PROFILE, "mentors/longest/", "guide/message/"])
def test_the_composer_loses_nothing_sideways(path: str, gallery_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 740})
    page.goto(gallery_url + path)
    if "guide" not in path:
        start(page)
    page.get_by_label("Your name").fill("W" * 100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_letter_can_be_written_with_the_keyboard_alone(gallery_url: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(gallery_url + PROFILE)
    keys = page.keyboard

    def tab_to(role: str, name: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if page.get_by_role(role, name=name, exact=True).and_(page.locator(":focus")).count():  # type: ignore[arg-type]
                return
        raise AssertionError(f"the keyboard doesn't reach {name}")

    tab_to("link", "Write a first message")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="A first message to Complete Open")).to_be_focused()
    tab_to("textbox", "Your name")
    keys.type("Tobias Amankwah")
    tab_to("combobox", "Your stage")
    keys.type("Res")
    tab_to("textbox", "One specific reason for writing to them")
    keys.type("You wrote about missed follow-up in rural clinics")
    tab_to("radio", "Clinical")
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="Research")).to_be_checked()
    tab_to("checkbox", "Whenever suits them")
    keys.press("Space")
    tab_to("button", "Other wording")
    keys.press("Enter")
    tab_to("link", "Open in mail")
    assert "Tobias Amankwah, a resident" in letter(page).replace("I'm a resident", "Tobias Amankwah, a resident") or "a resident" in letter(
        page
    )
    tab_to("button", "I have sent it")
    keys.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Sent on"))).to_be_focused()


def test_nothing_that_is_typed_leaves_the_page(gallery_url: str, new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(gallery_url + PROFILE)
    start(page)
    fill_in(page)
    page.get_by_role("button", name="I have sent it").click()
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((gallery_url, "blob:"))] == []
    assert [url for url in asked if "?" in url or "Tobias" in unquote(url)] == []


@pytest.mark.parametrize("count", [1, 2, 8, 1024])
def test_a_mentor_is_found_though_the_site_was_renewed_with_another_number_of_files(
    count: int, example_url: str, new_page: NewPage
) -> None:
    page = new_page()
    page.goto(example_url)
    ask = """async (count) => { const { personOf } = await import(new URL("assets/people.js", location.href));
        return Promise.all(["adunni-oyelaran", "suharti", "nobody-at-all"].map(async (slug) => (await personOf(slug, count))?.name ?? "")); }"""
    assert page.evaluate(ask, count) == ["Àdùnní Oyèláràn", "Suharti", ""]
