"""A site holds nothing beyond its audience, and no e-mail address that a harvester could read."""

import base64
import html
import json
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mentordir.concealment import conceal
from unpack import unpack_words

REPOSITORY = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
SHARD = re.compile(r"search/\w+/(head|prose|places|endings)-\d+\.json$")
WORD = re.compile(r"zq\d{4}vx")
# The published schema gives an invented address as the example of one.
EXAMPLES = [("schema/mentor.json", "ana.lima@lakeside.example")]
SWITCHED_ON = ("rural", "parent", "img")
SWITCHED_OFF = ("military", "religion", "gender", "disability")
COMMON = {"kind": "school", "url": "https://lakeside.example/circle"}

Project = Callable[..., Path]
MakeProfile = Callable[..., str]
BuildSite = Callable[..., Path]
Contents = Callable[[Path], dict[str, bytes]]


@dataclass
class Expected:
    """Words that were put into the profiles, one for each fact, by who may see that fact."""

    nobody: list[str] = field(default_factory=list)
    campus: list[str] = field(default_factory=list)
    public: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def word(self, *audiences: str) -> str:
        """A new word for a fact that is withheld as each of `audiences` is: one "nobody" or "campus" is enough."""
        seen_by = next((audience for audience in ("nobody", "campus") if audience in audiences), "public")
        word = f"zq{len(self.nobody) + len(self.campus) + len(self.public):04}vx"
        getattr(self, seen_by).append(word)
        return word


@dataclass(frozen=True)
class Person:
    """What varies in a generated profile."""

    audience: str
    draft: bool
    old: bool
    contact: tuple[str, str]
    consent: str
    identifies: tuple[str, ...]
    ally_for: tuple[str, ...]
    address: tuple[str, str]


EMAILS = st.tuples(
    st.text("abcxyz0129.+_-", min_size=1, max_size=12).filter(
        lambda local: local[0].isalnum() and local[-1].isalnum() and ".." not in local
    ),
    st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?\.(lakeside\.)?(example|test)", fullmatch=True),
)
PEOPLE = st.builds(
    Person,
    audience=st.sampled_from(["public", "public", "campus"]),
    draft=st.sampled_from([False, False, False, True]),
    old=st.sampled_from([False, False, True]),
    contact=st.tuples(st.sampled_from(["email", "email", "form", "coordinator"]), st.sampled_from(["public", "campus"])),
    consent=st.sampled_from(["none", "public", "campus"]),
    identifies=st.lists(st.sampled_from(SWITCHED_ON + SWITCHED_OFF), max_size=3).map(tuple),
    ally_for=st.lists(st.sampled_from(SWITCHED_ON + SWITCHED_OFF), max_size=3, unique=True).map(tuple),
    address=EMAILS,
)


def written(person: Person, expected: Expected, profile: MakeProfile) -> str:
    """The profile's text. Each free-text field gets a word of its own, noted in `expected` with who may see it."""
    whole = "nobody" if person.draft else person.audience
    method, reach = person.contact
    own = "nobody" if method == "coordinator" else reach
    local, domain = person.address
    word = expected.word

    contact: dict[str, object] = {"method": method, "audience": reach, "instructions": f"Say {word(whole, reach)}."}
    if method == "email":
        # The word is part of the address, so that half an address counts as a leak too.
        contact["value"] = f"{local}.{word(whole, own)}@{domain}"
        expected.addresses.append(str(contact["value"]))
    elif method == "form":
        contact["value"] = f"https://form.example/{word(whole, own)}"

    background: dict[str, object] = {"ally_for": list(person.ally_for), "identifies": []}
    consent = "nobody" if person.consent == "none" else person.consent
    background["identifies"] = [
        {"category": category, "words": f"I am {word(whole, consent, 'public' if category in SWITCHED_ON else 'nobody')}"}
        for category in person.identifies
    ]
    if person.consent != "none":
        background["consent"] = {"date": "2026-10-01", "audience": person.consent}

    return profile(
        name=f"Name {word(whole)}",
        title=f"Title {word(whole)}",
        department=f"Department {word(whole)}",
        institution=f"Institution {word(whole)}",
        location={"city": f"City {word(whole)}", "region": f"Region {word(whole)}"},
        training=[{"school": f"School {word(whole)}"}],
        interests=[f"interest {word(whole)}", "asthma"],
        ideal_mentee=f"Somebody {word(whole)}",
        expectations=f"Expect {word(whole)}",
        why_i_mentor=f"Because {word(whole)}",
        hope_to_gain=f"Gain {word(whole)}",
        links={"website": f"https://{word(whole)}.example"},
        aliases=[f"former-{word(whole)}"],
        programs=["outside", "inside"],
        last_confirmed="2025-01-01" if person.old else "2026-10-14",
        listed_since="2024-01-01",
        audience=person.audience,
        draft=person.draft,
        contact=contact,
        background=background,
        bio=f"About {word(whole)}, at some length, so that there is something to read.",
    )


@lru_cache(maxsize=2_000)  # of a site, most files are read twice, and its assets are those of every site
def readings(path: str, content: bytes) -> str:
    """A file with its path as it is, and as a harvester may decode it: entities, percent signs, escapes of JSON."""
    text = f"{path}\n{content.decode('utf-8')}"
    decoded = [text, html.unescape(text), unquote(text), unquote(html.unescape(text))]
    if path.endswith(".json"):
        decoded.append(json.dumps(json.loads(content), ensure_ascii=False))
    if SHARD.search(path):
        words = unpack_words(json.loads(content)[0])
        decoded += [*words, *(word[::-1] for word in words)]
    return "\n".join(decoded).casefold()


def words_in(site: dict[str, bytes]) -> set[str]:
    """Every word of an Expected that can be read anywhere in a site."""
    return {word for path, content in site.items() for word in WORD.findall(readings(path, content))}


BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}")
# What chance makes of the index, whose numbers are written in the same letters, is shorter.
PLAUSIBLE = re.compile(rb"[a-z0-9.+-]{4,}@[a-z0-9-]{4,}\.[a-z]{4,}", re.IGNORECASE)


def base64_readings(text: str) -> bytes:
    """Everything in a text that could be base64, decoded from each of the four places where it may begin."""
    decoded = []
    for run in BASE64.findall(text):
        plain = run.replace("-", "+").replace("_", "/")
        decoded += [base64.b64decode(plain[start:] + "A" * (-len(plain[start:]) % 4)) for start in range(4)]
    return b"\n".join(decoded)


def addresses_in(site: dict[str, bytes]) -> list[tuple[str, str]]:
    """(path, address) of everything that looks like an e-mail address to somebody who decodes entities."""
    found = [(path, match[0]) for path, content in site.items() for match in ADDRESS.finditer(html.unescape(content.decode("utf-8")))]
    return [(path, address) for path, address in found if (path, address) not in EXAMPLES]


def forms(address: str) -> list[str]:
    """An address as it is, percent-encoded, and in entities."""
    encoded = [
        address,
        quote(address),
        quote(address, safe=""),
        "".join(f"&#{ord(c)};" for c in address),
        "".join(f"&#x{ord(c):x};" for c in address),
    ]
    return [form.casefold() for form in encoded]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(people=st.lists(PEOPLE, min_size=1, max_size=6))
def test_each_fact_is_published_to_those_who_may_see_it_and_nobody_else(
    people: list[Person], write_project: Project, profile: MakeProfile, build_site: BuildSite, contents: Contents
) -> None:
    expected = Expected()
    programs = {
        "inside": {
            "name": f"Circle {expected.word('campus')}",
            "audience": "campus",
            "summary": f"Meets {expected.word('campus')}.",
            **COMMON,
        },
        "outside": {"name": f"Circle {expected.word('public')}", "summary": f"Meets {expected.word('public')}.", **COMMON},
    }
    mentors = {f"mentor-{number}": written(person, expected, profile) for number, person in enumerate(people)}
    coordinator = {"name": "Office", "email": "relay.office@lakeside.example"}
    expected.addresses.append(coordinator["email"])
    with tempfile.TemporaryDirectory() as folder:
        root = write_project(Path(folder), mentors, programs, coordinator=coordinator, safety=coordinator, background=list(SWITCHED_ON))
        public, campus = (contents(build_site(root, audience)) for audience in ("public", "campus"))

    assert words_in(public) == set(expected.public)
    assert words_in(campus) == {*expected.public, *expected.campus}
    for site in (public, campus):
        assert addresses_in(site) == []
        texts = [readings(path, content) for path, content in site.items()]
        assert {match[0] for text in texts for match in ADDRESS.finditer(text)} <= {address for _, address in EXAMPLES}
        assert [form for address in expected.addresses for form in forms(address) if any(form in text for text in texts)] == []
        hidden = b"\n".join(base64_readings(content.decode("utf-8")) for content in site.values())
        assert [address for address in expected.addresses if address.encode() in hidden] == []


def without_what_is_withheld(person: Person, fields: dict[str, object]) -> dict[str, object]:
    """The profile as its mentor would have written it for the public alone."""
    contact, background = (dict(part) for part in (fields["contact"], fields["background"]) if isinstance(part, dict))
    if contact["audience"] == "campus":
        contact = {"method": "coordinator", "include": contact["include"], "reply_days": contact["reply_days"]}
    if person.consent != "public":
        background = {}
    for key in ("identifies", "ally_for"):
        background[key] = [
            item for item in background.get(key, []) if (item["category"] if isinstance(item, dict) else item) in SWITCHED_ON
        ]
    return {**fields, "contact": contact, "background": background, "programs": ["outside"]}


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(people=st.lists(PEOPLE, min_size=1, max_size=5))
def test_what_is_withheld_changes_no_byte_of_a_public_site(
    people: list[Person], write_project: Project, profile: MakeProfile, build_site: BuildSite, contents: Contents
) -> None:
    """Not even a count, an order, the spelling of a label or the suffix of an address may tell that there is more."""
    outside = {"outside": {"name": "Outside", "summary": "Meets on Mondays.", **COMMON}}
    inside = {"inside": {"name": "Inside", "audience": "campus", "summary": "Meets inside.", **COMMON}}
    everything, rest = {}, {}
    for number, person in enumerate(people):
        method, reach = person.contact
        values = {"email": "@".join(person.address), "form": "https://form.example/ana"}
        fields: dict[str, object] = {
            "name": f"Mentor {number}",
            # Spelled one way by those for all to see, another by the rest; and two that make one slug.
            "interests": ["Asthma" if person.audience == "public" and not person.draft else "ASTHMA", "c" if number % 2 else "c++"],
            "institution": f"Institution {number % 3}",
            "languages": [("en", "fr", "yo")[number % 3]],
            "aliases": [f"former-{number}"],
            "programs": ["inside", "outside"],
            "last_confirmed": "2025-01-01" if person.old else "2026-10-14",
            "listed_since": "2024-01-01",
            "audience": person.audience,
            "draft": person.draft,
            "contact": {"method": method, "audience": reach, "instructions": "Say hello.", "include": ["your stage"], "reply_days": 7}
            | ({"value": values[method]} if method in values else {}),
            "background": {
                "identifies": [{"category": category, "words": "my words"} for category in person.identifies],
                "ally_for": list(person.ally_for),
            }
            | ({"consent": {"date": "2026-10-01", "audience": person.consent}} if person.consent != "none" else {}),
        }
        everything[f"mentor-{number}"] = profile(**fields)
        if person.audience == "public" and not person.draft:
            rest[f"mentor-{number}"] = profile(**without_what_is_withheld(person, fields))
    with tempfile.TemporaryDirectory() as folder:
        whole = write_project(Path(folder) / "whole", everything, {**inside, **outside}, background=list(SWITCHED_ON))
        part = write_project(Path(folder) / "part", rest, outside, background=list(SWITCHED_ON))
        sites = [contents(build_site(root, "public")) for root in (whole, part)]
    assert sorted(path for path in sites[0].keys() | sites[1].keys() if sites[0].get(path) != sites[1].get(path)) == []


# --- addresses ---------------------------------------------------------------------------------------------------------


def harvested(site: dict[str, bytes]) -> set[str]:
    """What a harvester reads out of a whole site that decodes entities, percent signs, JSON and base64."""
    texts = [(path, content.decode("utf-8")) for path, content in site.items() if not path.endswith((".webp", ".png"))]
    found = {match[0] for path, text in texts for match in ADDRESS.finditer(readings(path, text.encode()))}
    return found | {match[0].decode() for _, text in texts for match in PLAUSIBLE.finditer(base64_readings(text))}


def test_no_file_of_the_example_directory_has_an_address(build_site: BuildSite, contents: Contents, tmp_path: Path) -> None:
    site = contents(build_site(REPOSITORY, "campus", date(2026, 11, 24), tmp_path / "site"))
    assert len(site) > 300
    assert "oyelaran" in site["mentors/adunni-oyelaran/index.html"].decode(), "it is spelled out"
    assert harvested(site) == set()


@pytest.mark.parametrize(
    "hidden",
    [
        "someone@lakeside.example",
        "someone&#64;lakeside&#46;example",
        "someone%40lakeside.example",
        base64.b64encode(b"xx someone@lakeside.example").decode(),
        base64.urlsafe_b64encode(b"?someone@lakeside.example").decode().rstrip("="),
    ],
)
def test_the_harvester_of_these_tests_finds_what_is_there(hidden: str) -> None:
    assert "someone@lakeside.example" in " ".join(harvested({"page.html": f"<p>{hidden}</p>".encode()}))


@given(address=EMAILS.map("@".join))
def test_a_concealed_address_looks_like_none(address: str) -> None:
    concealed = conceal(address)
    assert re.fullmatch("[0-9a-f]+", concealed)
    assert address not in base64_readings(concealed * 2).decode("latin-1")
    assert conceal(address) == concealed
    assert conceal(f"{address}x") != concealed


# --- those who left the lists -----------------------------------------------------------------------------------------


@pytest.fixture
def with_delisted(project: Project, profile: MakeProfile) -> Path:
    return project(
        {
            "here": profile(name="Here Zq", aliases=["was-here"], listed_since="2026-10-01"),
            "gone": profile(
                name="Gone Zq", last_confirmed="2025-01-01", listed_since="2026-10-02", interests=["only theirs"], aliases=["was-gone"]
            ),
            "left": profile(name="Left Zq", visiting_until="2026-10-31", listed_since="2026-10-03"),
        }
    )


def test_a_delisted_mentor_is_in_no_list_feed_sitemap_or_export(with_delisted: Path, build_site: BuildSite, contents: Contents) -> None:
    site = contents(build_site(with_delisted))
    own_pages = {"mentors/gone/index.html", "mentors/left/index.html", "mentors/was-gone/index.html"}
    assert own_pages <= set(site)
    elsewhere = {path: content.decode() for path, content in site.items() if path not in own_pages}
    for name in ("Gone Zq", "Left Zq", "mentors/gone", "mentors/left", "mentors/was-gone", "only-theirs"):
        assert [path for path, text in elsewhere.items() if name in text or name in path] == []
    for path in ("index.html", "mentors/index.html", "mentors.json", "feed.xml", "sitemap.xml", "browse/interest/asthma/index.html"):
        assert "mentors/here/" in elsewhere[path], path


def test_a_delisted_mentors_page_says_so_and_asks_search_engines_away(
    with_delisted: Path, build_site: BuildSite, contents: Contents
) -> None:
    site = contents(build_site(with_delisted))
    noindex = re.compile(r'<meta name="robots" content="noindex">')
    for slug in ("gone", "left"):
        page = site[f"mentors/{slug}/index.html"].decode()
        assert noindex.search(page)
        assert '<p class="notice"' in page
        assert "no longer in any list" in page
    assert not noindex.search(site["mentors/here/index.html"].decode())
    assert "no longer in any list" not in site["mentors/here/index.html"].decode()
    assert noindex.search(site["mentors/was-gone/index.html"].decode())


def test_the_export_holds_neither_contact_nor_background(
    project: Project, profile: MakeProfile, build_site: BuildSite, contents: Contents
) -> None:
    root = project(
        {
            "ana-lima": profile(
                contact={"method": "form", "value": "https://form.example/wqxform", "instructions": "Say wqxword.", "include": ["wqxitem"]},
                background={
                    "consent": {"date": "2026-10-01"},
                    "identifies": [{"category": "rural", "words": "wqxfarm"}],
                    "ally_for": ["parent"],
                },
            )
        }
    )
    for audience in ("public", "campus"):
        site = contents(build_site(root, audience))
        facts = json.loads(site["mentors.json"])["mentors"][0]
        assert facts["slug"] == "ana-lima"
        assert not {"contact", "background"} & set(facts)
        assert b"wqx" not in site["mentors.json"]
        assert b"wqxfarm" in site["mentors/ana-lima/index.html"]


# --- addresses where nobody looks for them ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"bio": "Write to ana*@*lakeside.example, or to `ana`@lakeside.example, whichever you like."},
        {"ideal_mentee": "ana@[lakeside.example](https://lakeside.example)"},
        {"contact": {"method": "form", "value": "https://form.example/ana@lakeside.example"}},
        {"contact": {"method": "coordinator", "instructions": "ana**@**lakeside.example"}},
        {"links": {"website": "https://lakeside.example/?mail=ana@lakeside.example"}},
        {"contact": {"method": "email", "value": "o'ana+x!#$=~@lakeside.example"}},
        {"contact": {"method": "email", "value": "ÄNA@lakeside.example"}},
    ],
    ids=str,
)
def test_an_address_that_passes_the_checks_is_in_no_file_all_the_same(
    project: Project, profile: MakeProfile, build_site: BuildSite, contents: Contents, fields: dict[str, object]
) -> None:
    site = contents(build_site(project({"ana-lima": profile(**fields)})))
    assert "mentors/ana-lima/index.html" in site
    without_tags = {path: re.sub(rb"<[^<>]*>", b"", content) for path, content in site.items()}
    assert addresses_in(site) == addresses_in(without_tags) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Ana ana@lakeside.example"},
        {"title": "Professor &#97;na&#64;lakeside.example"},
        {"interests": ["ana@lakeside.example"]},
        {"training": [{"school": "ana@lakeside.example"}]},
        {"bio": "Write to ana@lakeside.example."},
        {"expectations": "ana\\@lakeside.example"},
        {"contact": {"method": "coordinator", "instructions": "ana&commat;lakeside.example"}},
        {"contact": {"method": "coordinator", "include": ["ana@lakeside.example"]}},
        {"background": {"identifies": [{"category": "rural", "words": "ana@lakeside.example"}]}},
    ],
    ids=str,
)
def test_an_address_in_prose_stops_the_build(
    project: Project, profile: MakeProfile, run: Callable[..., "subprocess.CompletedProcess[str]"], fields: dict[str, object]
) -> None:
    root = project({"ana-lima": profile(**fields)})
    result = run("build", root, "--as-of", "2026-11-01")
    assert result.returncode == 1
    assert "has an e-mail address in its text" in result.stderr
    assert not (root / "site").exists()


def test_a_campus_build_says_that_it_is_one_and_a_public_one_does_not(
    project: Project, profile: MakeProfile, build_site: BuildSite, contents: Contents
) -> None:
    root = project({"ana-lima": profile()})
    notice = "For the campus only"
    assert notice in contents(build_site(root, "campus"))["index.html"].decode()
    assert [path for path, content in contents(build_site(root, "public")).items() if notice in content.decode()] == []


def test_the_photo_of_a_mentor_whom_this_audience_does_not_see_is_not_published(
    project: Project, profile: MakeProfile, build_site: BuildSite, contents: Contents
) -> None:
    people: dict[str, dict[str, object]] = {"shown": {}, "inside": {"audience": "campus"}, "draft": {"draft": True}}
    root = project({slug: profile(name=slug, photo={"file": f"{slug}.png", "alt": "A face"}, **fields) for slug, fields in people.items()})
    (root / "content" / "mentors" / "photos").mkdir()
    for number, slug in enumerate(people):
        Image.new("RGB", (400, 400), (number * 80, 90, 120)).save(root / "content" / "mentors" / "photos" / f"{slug}.png")

    def photographed(audience: str) -> set[str]:
        images = [path for path in contents(build_site(root, audience)) if path.endswith((".webp", ".jpg", ".jpeg", ".png"))]
        return {slug for slug in people for path in images if slug in path}

    assert photographed("public") == {"shown"}
    assert photographed("campus") == {"shown", "inside"}
