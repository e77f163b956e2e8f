"""Whatever a stranger writes in Markdown: text, emphasis, lists, quotations, code and https links come out, nothing else."""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordir.errors import Invalid
from mentordir.markup import _TRIGGERS, HOME, _markdown, at_root, render_guide, render_markdown
from mentordir.scalars import Prose, Surroundings

ALLOWED = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "a", "hr"}
VOID = {"br", "hr"}
RELATION = "nofollow ugc noopener noreferrer"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


class Reader(HTMLParser):
    """What a browser would make of a piece of HTML: its tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "tags are balanced"

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        pytest.fail(f"a declaration: {data}")


def assert_harmless(text: str) -> Reader:
    reader = Reader(text)
    assert reader.open == []
    for tag, attributes in reader.tags:
        assert tag in ALLOWED, text
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set()), text
        if tag == "a":
            assert attributes["rel"] == RELATION
            href = attributes.get("href", "https://nowhere.example")
            assert href is not None
            assert re.match(r"https://[^/@\s]+(/|$|[?#])", href), href
    return reader


def links(text: str) -> list[str | None]:
    return [attributes.get("href") for tag, attributes in Reader(render_markdown(text)).tags if tag == "a"]


# --- what is meant to work --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Plain *words*, **loud** ones and `code`.", "<p>Plain <em>words</em>, <strong>loud</strong> ones and <code>code</code>.</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("    code <b>", "<pre><code>code &lt;b&gt;\n</code></pre>"),
        ("above\n\n---\n\nbelow", "<p>above</p>\n<hr>\n<p>below</p>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("[site](https://a.example/x?y=1&z=2)", f'<p><a href="https://a.example/x?y=1&amp;z=2" rel="{RELATION}">site</a></p>'),
        ("<https://a.example/>", f'<p><a href="https://a.example/" rel="{RELATION}">https://a.example/</a></p>'),
        ("[site][s]\n\n[s]: https://a.example", f'<p><a href="https://a.example" rel="{RELATION}">site</a></p>'),
        ("[site]\n\n[site]: https://a.example", f'<p><a href="https://a.example" rel="{RELATION}">site</a></p>'),
        ("R&D, 3 < 5, AT&amp;T", "<p>R&amp;D, 3 &lt; 5, AT&amp;T</p>"),
        ("[brackets] stay, (so) do [these](", "<p>[brackets] stay, (so) do [these](</p>"),
        ("李明 và Ánh محمد", "<p>李明 và Ánh محمد</p>"),
    ],
)
def test_ordinary_markdown(text: str, rendered: str) -> None:
    assert render_markdown(text) == rendered


def test_four_levels_of_lists_stand_in_each_other() -> None:
    rendered = render_markdown("- a\n    - b\n        - c\n            - d\n                - e\n")
    assert re.sub(r"\s", "", rendered) == "<ul><li>a<ul><li>b<ul><li>c<ul><li>d<ul><li>e</li></ul></li></ul></li></ul></li></ul></li></ul>"


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("# one", "<h3>one</h3>"),
        ("## two", "<h3>two</h3>"),
        ("### three", "<h4>three</h4>"),
        ("#### four", "<h4>four</h4>"),
        ("###### six", "<h4>six</h4>"),
        ("Title\n=====", "<h3>Title</h3>"),
        ("Title\n-----", "<h3>Title</h3>"),
        ("> # quoted", "<blockquote>\n<h3>quoted</h3>\n</blockquote>"),
        ("- # listed", "<ul>\n<li>\n<h3>listed</h3>\n</li>\n</ul>"),
    ],
)
def test_headings_stand_below_the_pages_own(text: str, rendered: str) -> None:
    assert re.sub(r"\s+", "", render_markdown(text)) == re.sub(r"\s+", "", rendered)


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    render_markdown("[x]: https://one.example\n\n[x]")
    assert render_markdown("[x]") == "<p>[x]</p>"


# --- what strangers try -----------------------------------------------------------------------------------------------

SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "</p><script>alert(1)</script>",
    "</section></main><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "![x](https://evil.example/pixel.png)",
    '![x](x"onerror="alert(1))',
    "![x][p]\n\n[p]: https://evil.example/pixel.png",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=https://evil.example>",
    "<form action=https://evil.example><input name=password></form>",
    "<a href=https://a.example onclick=alert(1)>x</a>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<div id=main class=site-header>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?>",
    "<!doctype html>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script\\>alert(1)\\</script\\>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "``` <script>alert(1)</script> ```",
    "*<script>*alert(1)*</script>*",
    "<scr\\ipt>alert(1)</scr\\ipt>",
    "# <script>alert(1)</script>",
    "> <img src=x onerror=alert(1)>",
    "- <svg onload=alert(1)>",
    "[<img src=x onerror=alert(1)>](https://a.example)",
    '[x](https://a.example"onmouseover="alert(1))',
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example 'title')",
    '[x](<https://a.example" onmouseover="alert(1)>)',
    '[x]: https://a.example "onload=alert(1)"\n\n[x]',
    '<https://a.example/"onmouseover="alert(1)>',
    "<https://a.example/><script>",
    "[a](https://a.example)[b](https://b.example)<b",
    "**<script>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
    "<a",
    "<a href='",
    "<script",
    "wzxhzdk:0 klzzwxh:0000",
    "{{ settings }} {% raw %} ${x}",
    "\u202e<script>",
]


@pytest.mark.parametrize("text", SCRIPTS)
def test_no_script_style_or_image_gets_through(text: str) -> None:
    assert_harmless(render_markdown(text))
    assert_harmless(render_markdown(f"before {text} after"))
    assert_harmless(render_markdown(f"- {text}\n\n> {text}\n\n# {text}"))


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A&#x61&#x76&#x61script:alert(1)",
        "java&Tab;script:alert(1)",
        "javascript&colon;alert(1)",
        "javascript\\:alert(1)",
        "%6aavascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:msgbox(1)",
        "http://a.example",
        "ftp://a.example",
        "file:///etc/passwd",
        "mailto:ana@lakeside.example",
        "tel:+123",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:/evil.example",
        "https:evil.example",
        "https:\\\\evil.example",
        "https://",
        "https://localhost",
        "https://user@evil.example",
        "https://a.example:pw@evil.example",
        "https://a.example%40evil.example",
        "https://a.example\\@evil.example",
        "https&colon;//user@evil.example",
        "../../mentors/",
        "/mentors/",
        "#main",
        "?q=1",
        "page:finding",
        "site:browse/",
        "intent://x#Intent;scheme=http;end",
        "blob:https://a.example/x",
        "view-source:https://a.example",
        "",
    ],
)
def test_only_whole_https_addresses_are_links(target: str) -> None:
    for text in (
        f"[x]({target})",
        f"[x](<{target}>)",
        f"[x][t]\n\n[t]: {target}",
        f"[x]\n\n[x]: <{target}>",
        f"<{target}>",
        f"[[x]({target})](https://a.example)",
    ):
        reader = assert_harmless(render_markdown(text))
        found = [attributes.get("href") for tag, attributes in reader.tags if tag == "a"]
        assert set(found) <= {None, "https://a.example"}, text


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("https://a.example", "https://a.example"),
        ("HTTPS://a.example/X", "https://a.example/X"),
        ("https://a.example:8443/x?y#z", "https://a.example:8443/x?y#z"),
        ("https://book.example/ana@lakeside.example", "https://book.example/ana%40lakeside.example"),
        ("https://ärzte.example/", "https://ärzte.example/"),
    ],
)
def test_whole_https_addresses_are_links(target: str, href: str) -> None:
    assert links(f"[x]({target})") == [href]


PIECES = [
    *"*_`[]()<>!#-+&;:/\\\"'=@a \n\t",
    *("**", "1. ", "    ", "\n\n", "script", "img ", "onerror=alert(1)", " href=", "javascript:", "https://a.example", "&lt;", "&#60;"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_mixture_of_markdown_and_html_gets_a_tag_of_its_own_through(text: str) -> None:
    assert_harmless(render_markdown(text))


# --- addresses --------------------------------------------------------------------------------------------------------

DISGUISED = [
    "ana@lakeside.example",
    "ana\\@lakeside.example",
    "ana@lakeside\\.example",
    "a\\na@lakeside.example",
    "ana&#64;lakeside.example",
    "ana&#x40;lakeside.example",
    "ana&#64lakeside.example",
    "ana&commat;lakeside.example",
    "ana@lakeside&period;example",
    "ana@lakeside&#46;example",
    "&#97;na@lakeside.example",
    "ana&amp;#64;lakeside.example",
    "ana*@*lakeside.example",
    "ana**@**lakeside.example",
    "ana@*lakeside*.example",
    "*ana*@lakeside.example",
    "ana@lakeside*.*example",
    "ana@lakeside.*example*",
    "***ana***@***lakeside***.***example***",
    "_ana_@_lakeside.example_",
    "`ana`@`lakeside.example`",
    "`ana@`lakeside.example",
    "`ana@lakeside.example`",
    "    ana@lakeside.example",
    "    ana&#64;lakeside.example",
    "[ana](https://a.example)@lakeside.example",
    "ana@[lakeside.example](https://a.example)",
    "[ana@lakeside.example](https://a.example)",
    "[ana](https://a.example)[@](https://a.example)[lakeside.example](https://a.example)",
    "ana[@]lakeside.example\n\n[@]: https://a.example",
    "ana@[](https://a.example)lakeside.example",
    "<ana@lakeside.example>",
    "<mailto:ana@lakeside.example>",
    "[x](mailto:ana@lakeside.example)",
    "[x](mailto:ana&#64;lakeside.example)",
    "<https://ana@lakeside.example>",
    "<https://a.example/ana@lakeside.example>",
    "[x](https://a.example/?to=ana@lakeside.example)",
    "[x](https://a.example/?to=ana&#64;lakeside.example)",
    '[x](https://a.example "ana@lakeside.example")',
    '[x](https://a.example "ana&#64;lakeside.example")',
    "[x]: https://a.example (ana&#64;lakeside.example)\n\n[x]",
    "# ana*@*lakeside.example",
    "- ana*@*lakeside.example",
    "> ana*@*lakeside.example",
    "ana<b>@</b>lakeside.example",
    "ana<!-- -->@lakeside.example",
    "ana+tag@lakeside.example",
    "ana.lima@dept.lakeside.example",
    "аnа@lakeside.example",
    "ana@lakeside.example.",
    "(ana@lakeside.example)",
]


def passes(text: str) -> bool:
    """Whether a profile may have it as its bio."""
    try:
        Prose(6_000).read(text, Surroundings())
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("text", DISGUISED)
def test_an_address_however_disguised_is_refused_or_comes_out_as_none(text: str) -> None:
    if not passes(text):
        return
    rendered = render_markdown(text)
    assert not ADDRESS.search(html.unescape(rendered)), "as a harvester reads the file"
    assert not ADDRESS.search(Reader(rendered).text), "as a person or a browser reads the page"


@pytest.mark.parametrize("text", DISGUISED)
def test_even_unchecked_text_renders_without_an_address(text: str) -> None:
    rendered = render_markdown(text)
    assert not ADDRESS.search(html.unescape(rendered))
    assert not ADDRESS.search(Reader(rendered).text)


@pytest.mark.parametrize("text", ["ana@lakeside.example", "ana*@*lakeside.example", "ana&#64;lakeside.example", "`ana`@lakeside.example"])
def test_guide_pages_render_without_an_address_too(text: str) -> None:
    assert not ADDRESS.search(Reader(render_guide(text)).text)


def test_a_disguised_address_that_passes_the_checks_is_whole_in_no_file_of_the_site(
    project: Callable[..., Path], profile: Callable[..., str], build_site: Callable[..., Path], contents: Callable[[Path], dict[str, bytes]]
) -> None:
    """Summaries, the export and the feed make text of the same Markdown in other ways than the page does."""
    passing = [text for text in DISGUISED if passes(text)]
    assert len(passing) > 10
    short = ("ideal_mentee", "expectations", "why_i_mentor", "hope_to_gain")
    people = {
        f"mentor-{n}": profile(
            name=f"Mentor {n}",
            bio=text,
            listed_since="2026-10-01",
            contact={"method": "coordinator", "instructions": text},
            **dict.fromkeys(short, text),
        )
        for n, text in enumerate(passing)
    }
    site = contents(build_site(project(people)))
    assert all(f"mentors/{slug}/index.html" in site for slug in people)
    for path, content in site.items():
        if path != "schema/mentor.json":  # which gives an invented address as an example
            text = content.decode()
            for reading in (text, re.sub(r"<[^<>]*>", "", text)):
                found = ADDRESS.search(html.unescape(reading))
                assert not found, (path, found)


@pytest.mark.parametrize("text", ["@ana", "write to @ana, please", "5 @ 3", "a @ b.c"])
def test_an_at_sign_that_makes_no_address_stays(text: str) -> None:
    assert render_markdown(text) == f"<p>{text}</p>"


# --- Markdown that is slow, or deep, on purpose -----------------------------------------------------------------------


def fill(unit: str, length: int = 6_000) -> str:
    return (unit * (length // len(unit) + 1))[:length]


HOSTILE = {
    "asterisks": fill("*"),
    "asterisks apart": fill("* "),
    "asterisks before letters": fill("*a "),
    "asterisks around letters": fill("*a"),
    "strong that never closes": fill("**a "),
    "triple that never closes": fill("***a "),
    "emphasis in emphasis": "*a " * 1_000 + "b* " * 1_000,
    "emphasis crossing": fill("*a **b* c** "),
    "underscores": fill("_"),
    "underscores apart": fill("_ "),
    "underscores before letters": fill("_a "),
    "underscores and asterisks": fill("**__"),
    "backticks": fill("`"),
    "backticks before letters": fill("`a "),
    "backticks ever longer": " ".join("`" * length for length in range(1, 108))[:6_000],
    "backticks ever shorter": " ".join("`" * length for length in range(108, 0, -1))[:6_000],
    "backticks that never match": fill("`````````b ```"),
    "backticks and backslashes": fill("`\\"),
    "brackets": "[" * 100 + "a" * 5_900,
    "brackets before escapes": "[" * 100 + fill("\\*", 5_800),
    "brackets among escapes": fill("[" + "\\>" * 30)[:5_900],
    "brackets that close at the end": "[" * 100 + fill("\\*", 5_800) + "]" * 100,
    "brackets in brackets": "[" * 100 + "a" * 5_700 + "]" * 100,
    "pairs of brackets": "[]" * 100 + "a" * 5_800,
    "closing brackets": fill("]"),
    "links that never close": ("[a](https://a.example " * 100 + fill("\\>"))[:6_000],
    "titles that never close": ('[a](https://a.example "' * 100 + fill("\\>"))[:6_000],
    "links": fill("[a](https://a.example/) " + "x" * 40),
    "parentheses": "[a](" + "(" * 5_900,
    "quotation marks in a title": "[a](https://a.example " + '"' * 5_000 + ")",
    "spaces in a target": "[a](" + " " * 5_900 + "x",
    "definitions": "\n".join(f"[a{n}]: https://a.example" for n in range(99)),
    "one definition, many uses": "[a]: https://a.example\n\n" + "[a] " * 99 + "x" * 5_500,
    "a definition that never comes": "[a]:" + " " * 5_990,
    "a definition that is far away": "[a]:" + "\n" * 5_990 + "x",
    "footnotes": fill("[^a]: ", 500),
    "lists in lists": "\n".join("    " * min(n % 6, 4) + "- a" for n in range(700))[:6_000],
    "numbered lists in lists": "\n".join("    " * (n % 5) + "1. a" for n in range(600))[:6_000],
    "lists in one line": fill("- "),
    "lists of three kinds in one line": fill("+ - * "),
    "lists and tabs in one line": fill("-\t"),
    "numbered lists in one line": fill("1. "),
    "lists and quotations in one line": fill("- > "),
    "list items": fill("- a\n"),
    "loose list items": fill("- a\n\n"),
    "lists that step in and out": fill("- a\n\n    - b\n\n        - c\n\n            - d\n\n"),
    "quotations": fill("> > > > a\n"),
    "quotations in one line": fill(">"),
    "lists ever deeper in a quotation": "\n".join(">" + "\t" * n + "- a" for n in range(105))[:6_000],
    "lists ever deeper behind a dash": "\n".join("-" + "\t" * n + "- a" for n in range(105))[:6_000],
    "entities": fill("&amp;"),
    "beginnings of entities": fill("&#"),
    "ampersands": fill("&"),
    "less-than signs": fill("<"),
    "less-than signs before letters": fill("<a"),
    "beginnings of links": fill("<https:"),
    "automatic links": fill("<https://a.example/> "),
    "less-than, then greater-than": "<" * 3_000 + ">" * 3_000,
    "one long word": fill("a"),
    "one long line": fill("word "),
    "spaces": "a" + " " * 5_998 + "b",
    "tabs": "a" + "\t" * 5_998 + "b",
    "line breaks": "a" + "\n" * 5_998 + "b",
    "hard line breaks": fill("a  \n"),
    "paragraphs": fill("a\n\n"),
    "code blocks": fill("    a\n\n"),
    "number signs": fill("#"),
    "headings": fill("# a\n"),
    "underlined headings": fill("a\n-\n"),
    "a long underline": "a" * 2_999 + "\n" + "=" * 3_000,
    "dashes": fill("-"),
    "rules": fill("- - -\n"),
    "a rule that is none": "- " * 2_999 + "x",
    "backslashes": fill("\\"),
    "escapes": fill("\\*"),
    "exclamation marks": fill("!"),
    "at signs": fill("a@"),
    "one long word before an at sign": "a" * 5_999 + "@",
    "at signs and emphasis": fill("*a*@"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_text_that_is_slow_or_deep_on_purpose_renders(name: str) -> None:
    text = HOSTILE[name]
    assert len(text) <= 6_000
    assert_harmless(render_markdown(text))


def test_few_of_these_are_stopped_by_the_checks() -> None:
    """Text that is refused anyway proves little about what the parser is given."""
    assert sum(map(passes, HOSTILE.values())) >= len(HOSTILE) - 6


@pytest.mark.parametrize("marker", ["- ", "1. ", "> ", "- > ", "-\t"])
def test_nesting_beyond_reason_becomes_text_and_loses_none(marker: str) -> None:
    rendered = render_markdown(marker * 200 + "the end")
    assert "the end" in Reader(rendered).text
    assert len([tag for tag, _ in Reader(rendered).tags if tag in ("ul", "ol", "blockquote")]) <= 20


def test_a_link_longer_than_any_real_one_stays_text() -> None:
    long = "word " * 500
    assert links(f"[{long}](https://a.example)") == []
    assert "https://a.example" in render_markdown(f"[{long}](https://a.example)")
    assert links(f"[{'word ' * 100}](https://a.example)") == ["https://a.example"]


# --- fragments --------------------------------------------------------------------------------------------------------


def test_the_way_home_is_filled_in_and_escaped() -> None:
    assert at_root([f'<a href="{HOME}mentors/">', "x</a>"], "../../") == '<a href="../../mentors/">x</a>'
    assert at_root([f'<a href="{HOME}">'], '"><script>') == '<a href="&#34;&gt;&lt;script&gt;">'


@pytest.mark.parametrize("text", SCRIPTS)
def test_guide_pages_let_no_script_through_either(text: str) -> None:
    for tag, attributes in Reader(render_guide(text)).tags:
        assert tag in ALLOWED | {"h2"}
        assert set(attributes) <= {"href", "rel", "id"}
        assert re.match(rf"https://|{HOME}|#|$", attributes.get("href") or "")


@settings(max_examples=300)
@given(st.text(alphabet="ab 1.#>*_`[]()<>&;\\\n-:/!", max_size=60))
def test_leaving_out_patterns_that_cannot_match_changes_nothing(text: str) -> None:
    needed = frozenset(trigger for trigger in _TRIGGERS.values() if trigger in text)
    every = frozenset(_TRIGGERS.values())
    assert _markdown(needed).reset().convert(text) == _markdown(every).reset().convert(text)
