"""The theme and how a school changes it, and the files that other programs read."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from mentordir.errors import MentordirError

Make = Callable[..., Path]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_project_replaces_a_template_by_file(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    root = project({"ana-lima": profile()})
    (root / "templates" / "partials").mkdir(parents=True)
    (root / "templates" / "partials" / "footer.html").write_text("<p>Our own foot for {{ settings.name }}</p>", encoding="utf-8")
    site = build_site(root)
    assert "<p>Our own foot for Test Directory</p>" in (site / "mentors" / "ana-lima" / "index.html").read_text(encoding="utf-8")


def test_a_project_replaces_one_block_of_what_it_extends(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    root = project({"ana-lima": profile()})
    (root / "templates").mkdir()
    (root / "templates" / "home.html").write_text(
        '{% extends "mentordir/home.html" %}{% block main %}<p>Welcome week.</p>{{ super() }}{% endblock %}', encoding="utf-8"
    )
    home = (build_site(root) / "index.html").read_text(encoding="utf-8")
    assert "<p>Welcome week.</p>" in home
    assert "Ana Lima" in home


def test_a_project_replaces_and_adds_assets(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    root = project({"ana-lima": profile()})
    assets = root / "templates" / "assets"
    assets.mkdir(parents=True)
    (assets / "style.css").write_text("/* ours */", encoding="utf-8")
    (assets / "crest.svg").write_text("<svg/>", encoding="utf-8")
    site = build_site(root)
    assert (site / "assets" / "style.css").read_text(encoding="utf-8") == "/* ours */"
    assert (site / "assets" / "crest.svg").is_file()
    assert (site / "assets" / "page.js").is_file()


def test_a_value_in_a_template_is_escaped_whatever_the_template_is_called(
    project: Make, profile: Callable[..., str], build_site: Make
) -> None:
    root = project({"ana-lima": profile(name="A <b>nd</b> & B")})
    site = build_site(root)
    for path in ("index.html", "mentors/index.html", "mentors/ana-lima/index.html"):
        text = (site / path).read_text(encoding="utf-8")
        assert "A &lt;b&gt;nd&lt;/b&gt; &amp; B" in text
        assert "<b>nd" not in text


@pytest.mark.parametrize("template", ["{{ nothing }}", "{% if %}", '{% include "missing.html" %}'])
def test_a_broken_template_is_named_with_its_place_and_the_old_site_stands(
    template: str, project: Make, profile: Callable[..., str], build_site: Make
) -> None:
    root = project({"ana-lima": profile()})
    site = build_site(root)
    before = (site / "index.html").read_bytes()
    (root / "templates").mkdir()
    (root / "templates" / "home.html").write_text(template, encoding="utf-8")
    with pytest.raises(MentordirError, match=r"the template (home|missing)\.html"):
        build_site(root)
    assert (site / "index.html").read_bytes() == before


def test_structured_data_cannot_end_its_script(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    name = "</script><script>alert(1)</script>"
    page = (build_site(project({"ana-lima": profile(name=name)})) / "mentors" / "ana-lima" / "index.html").read_text(encoding="utf-8")
    start = page.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert data["mainEntity"]["name"] == name
    assert data["@type"] == "ProfilePage"
    assert data["dateModified"] == "2026-10-14"
    assert data["mainEntity"]["url"] == "https://directory.example/mentors/mentors/ana-lima/"


def test_without_a_base_url_nothing_absolute_is_written(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    site = build_site(project({"ana-lima": profile()}, base_url=None))
    assert not (site / "sitemap.xml").exists()
    assert not (site / "feed.xml").exists()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "canonical" not in text
        assert "feed.xml" not in text
    assert 'href="/mentors/"' in (site / "404.html").read_text(encoding="utf-8")


def test_the_404_page_links_from_the_base_path_and_others_relatively(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    site = build_site(project({"ana-lima": profile()}, base_url="https://x.example/some/path/"))
    assert 'href="/some/path/mentors/"' in (site / "404.html").read_text(encoding="utf-8")
    assert "/some/path/" not in (site / "browse" / "index.html").read_text(encoding="utf-8").replace("https://x.example/some/path/", "")


def test_the_feed_has_the_newest_first_and_nobody_from_tomorrow(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    root = project(
        {
            "old": profile(name="Old", listed_since="2025-01-01"),
            "new": profile(name="New", listed_since="2026-10-30"),
            "tomorrow": profile(name="Tomorrow", listed_since="2026-11-02"),
            "never-said": profile(name="Never Said"),
        }
    )
    feed = ET.parse(build_site(root) / "feed.xml").getroot()  # noqa: S314 - our own output
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["New", "Old"]
    assert feed.findtext(f"{ATOM}updated") == "2026-10-30T00:00:00Z"


def test_every_address_of_the_sitemap_is_a_page(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    root = project({f"mentor-{n}": profile(name=f"Mentor {n}", interests=["asthma", f"topic {n}"]) for n in range(60)})
    site = build_site(root)
    base = "https://directory.example/mentors/"
    found = [loc.text or "" for loc in ET.parse(site / "sitemap.xml").getroot().iter(f"{SITEMAP}loc")]  # noqa: S314 - our own output
    assert len(found) > 120
    for address in found:
        assert address.startswith(base)
        assert (site / address[len(base) :] / "index.html").is_file()


def test_noindex_is_on_every_page(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    site = build_site(project({"ana-lima": profile(aliases=["ana"])}, noindex=True))
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    assert all('<meta name="robots" content="noindex">' in page.read_text(encoding="utf-8") for page in pages)


def test_a_photo_is_small_square_upright_and_without_metadata(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    root = project({"ana-lima": profile(photo={"file": "ana.jpg", "alt": "Ana Lima"})})
    photos = root / "content" / "mentors" / "photos"
    photos.mkdir()
    image = Image.new("RGB", (900, 600), "white")
    image.paste("red", (0, 0, 900, 300))
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    exif[0x010E] = "a secret place"
    image.save(photos / "ana.jpg", exif=exif)
    site = build_site(root)
    for size in (160, 480):
        data = (site / "mentors" / "ana-lima" / f"photo-{size}.webp").read_bytes()
        assert b"secret" not in data
        with Image.open(site / "mentors" / "ana-lima" / f"photo-{size}.webp") as small:
            assert small.size == (size, size)
            assert not small.getexif()
            red, green, _ = small.convert("RGB").getpixel((size // 2, size - 5))  # type: ignore[misc]
            assert red - green > 100, "the red half is now below"


def test_a_long_list_has_pages_and_the_first_links_them_all(project: Make, profile: Callable[..., str], build_site: Make) -> None:
    site = build_site(project({f"m-{n}": profile(name=f"M {n}") for n in range(151)}))
    first = (site / "mentors" / "index.html").read_text(encoding="utf-8")
    assert all(f'href="../mentors/page/{n}/"' in first for n in (2, 3, 4))
    assert first.count('class="mentor-card"') == 50
    last = (site / "mentors" / "page" / "4" / "index.html").read_text(encoding="utf-8")
    assert last.count('class="mentor-card"') == 1
    assert not (site / "mentors" / "page" / "5").exists()
