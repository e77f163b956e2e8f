"""The one module that makes Markup, that is, text which templates don't escape.

Markdown is parsed with raw HTML and automatic mail links switched off, and what comes out passes an allowlist all
the same: neither the parser nor this configuration of it has to be trusted alone.
"""

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import LINK_RE, REFERENCE_RE, LinkInlineProcessor, ReferenceInlineProcessor, ShortReferenceInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from mentordir.errors import Invalid
from mentordir.model import Tag
from mentordir.scalars import read_https
from mentordir.urls import guide_url

_TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "a", "hr"}
# "*" are the attributes of every tag, which nh3 would otherwise take to be title and lang.
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
_RELATION = "nofollow ugc noopener noreferrer"
_MAX_NESTING = 16  # the parser's own count: a list in a list is two
_MAX_LINK = 2_000  # of the text and of the target, in characters of the parser's, who writes an escaped one as 14

# Stands for the way home in fragments that are made once and used on pages at several depths. No text of ours or of
# a profile has it: control characters are refused when a file is read.
HOME = "\x02"


class _ShiftHeadings(Treeprocessor):
    """A profile's headings stand below the page's own two levels."""

    _LEVELS: ClassVar = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}

    def run(self, root: Element) -> None:
        for element in root.iter():
            element.tag = self._LEVELS.get(element.tag, element.tag)


class _CapNesting(BlockProcessor):
    """Lists and quotations nested too deeply become text: the parser recurses, and `- - - - -` would overflow its stack."""

    def test(self, parent: Element, block: str) -> bool:
        return len(self.parser.state) >= _MAX_NESTING

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _ShortLink(LinkInlineProcessor):
    """A link that ends within reach. For every [ that nobody closed, the library reads on to the end, three times."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 - the library's name
        return super().getText(data[: index + _MAX_LINK], index)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 - the library's name
        return super().getLink(data[: index + _MAX_LINK], index)


class _ShortReference(_ShortLink, ReferenceInlineProcessor):
    """The same for `[text][name]`."""


class _ShortReferenceAlone(_ShortLink, ShortReferenceInlineProcessor):
    """The same for `[name]`."""


class _Untrusted(Extension):
    """Markdown for strangers: text, emphasis, lists, quotations, code and links."""

    def __init__(self, *, shift: bool = True) -> None:
        super().__init__()
        self._shift = shift

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        for pattern in ("html", "automail", "image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(pattern)
        md.inlinePatterns.register(_ShortReference(REFERENCE_RE, md), "reference", 170)
        md.inlinePatterns.register(_ShortLink(LINK_RE, md), "link", 160)
        md.inlinePatterns.register(_ShortReferenceAlone(REFERENCE_RE, md), "short_reference", 130)
        md.parser.blockprocessors.register(_CapNesting(md.parser), "cap_nesting", 95)
        if self._shift:
            md.treeprocessors.register(_ShiftHeadings(md), "shift_headings", 5)


# What an inline pattern cannot match without. The library tries each pattern on each piece of text, which is most of
# the time that Markdown takes; a bio rarely has more than two of these.
_TRIGGERS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "short_reference": "[",
    "autolink": "<",
    "entity": "&",
}


@cache
def _markdown(triggers: frozenset[str]) -> Markdown:
    """A parser for texts that have these characters out of _TRIGGERS, and none of the others."""
    parser = Markdown(extensions=[_Untrusted()], output_format="html")
    for pattern, trigger in _TRIGGERS.items():
        if trigger not in triggers:
            parser.inlinePatterns.deregister(pattern)
    return parser


@lru_cache(maxsize=4_096)
def render_markdown(text: str) -> Markup:
    """Untrusted Markdown -> safe HTML."""
    parser = _markdown(frozenset(trigger for trigger in _TRIGGERS.values() if trigger in text))
    parser.reset()
    html = nh3.clean(
        parser.convert(text), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https"}, link_rel=_RELATION, attribute_filter=_https_only
    )
    return Markup(_without_addresses(html))  # noqa: S704 - just cleaned


@cache
def _guide_markdown() -> Markdown:
    return Markdown(extensions=[_Untrusted(shift=False), "fenced_code", TocExtension(permalink=False)], output_format="html")


def render_guide(text: str) -> Markup:
    """A guide page's Markdown -> safe HTML, in which `HOME` stands for the way home. Headings have ids to link to."""
    parser = _guide_markdown()
    parser.reset()
    html = nh3.clean(
        parser.convert(text),
        tags=_TAGS | {"h2"},
        attributes=_ATTRIBUTES | {"h2": {"id"}, "h3": {"id"}},
        url_schemes={"https", "page", "site"},
        link_rel="noopener noreferrer",
        attribute_filter=_within_site,
    )
    return Markup(_without_addresses(html))  # noqa: S704 - just cleaned


# Only text can have this: in a link's address, @ is already %40.
_AT = re.compile(r"(?<=[\w.+%-])((?:<[^<>]*>)*)@((?:<[^<>]*>)*)(?=[\w-])")


def _without_addresses(html: str) -> str:
    """An e-mail address in prose is refused when it is checked; emphasis can hide one from the check, not from a reader."""
    return _AT.sub(r"\1 (at) \2", html) if "@" in html else html


def _within_site(element: str, attribute: str, value: str) -> str | None:
    """`page:finding#several` -> the way to that page; `site:browse/` -> the way to that address."""
    kind, _, rest = value.partition(":")
    if attribute != "href" or value.startswith("#"):
        return value
    if kind == "page":
        name, hash_, heading = rest.partition("#")
        return f"{HOME}{guide_url(name)}{hash_}{heading}"
    return f"{HOME}{rest}" if kind == "site" else _https_only(element, attribute, value)


def _https_only(element: str, attribute: str, value: str) -> str | None:
    """nh3 lets relative addresses through, `//host` among them; links in profiles are whole https addresses."""
    if attribute != "href":
        return value
    try:
        return read_https(value)
    except Invalid:
        return None


def fragment(html: str) -> Markup:
    """The output of one of our own templates, whose values were escaped when it was rendered."""
    return Markup(html)  # noqa: S704 - autoescape is on for every template


def tag_links(tags: Iterable[Tag], root: str) -> Markup:
    """Facet values as links to their lists, with commas between them; in words only where a value has no list.

    A profile has a dozen or two of them, which makes this the one place where a template would be too slow.
    """
    return at_root([", ".join(map(_tag_link, tags))], root)


@cache
def _tag_link(tag: Tag) -> str:
    label = escape(tag.label)
    return f'<a href="{HOME}{escape(tag.url)}">{label}</a>' if tag.url else str(label)


def json_script(data: object) -> Markup:
    """JSON for a `<script>` element: no character in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - just escaped


def at_root(fragments: Iterable[str], root: str) -> Markup:
    """Fragments made with `HOME` as their way home, for a page whose way home is `root`."""
    return Markup("".join(fragments).replace(HOME, str(escape(root))))  # noqa: S704 - as above
