"""Directory + templates -> every file of the site, one after another.

Templates loop and choose; what they are given is decided in assemble. Files come in a fixed order, so that the same
directory always gives the same bytes.
"""

import gettext
import json
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from rjsmin import jsmin

from mentordir import __version__, theme
from mentordir.concealment import conceal
from mentordir.errors import MentordirError
from mentordir.joining import form_description, profile_files
from mentordir.markup import HOME, at_root, json_script, render_guide, render_markdown, tag_links
from mentordir.model import Directory, Facet, Mentor, OutputFile
from mentordir.portraits import PHOTO_SIZES, photo_file, render_photo
from mentordir.schema import Profile, Settings, field_guides, json_schema
from mentordir.shipped import shipped_templates
from mentordir.urls import edit_page, facet_url, file_of, page_url, root_of

MENTORS_PER_PAGE = 50
MENTORS_ON_HOME = 12
VALUES_PER_PAGE = 500
VALUES_ON_BROWSE = 40
FEED_ENTRIES = 50
SITEMAP_ENTRIES = 50_000

# Guide pages that come with a tool: slug -> template.
_TOOLS = {"message": "guide-message.html", "meeting": "guide-meeting.html", "agreement": "guide-agreement.html"}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)


def render_site(directory: Directory, content: Path, own_templates: Path) -> Iterator[OutputFile]:
    """Every file of the site. `content` holds photos and logo; `own_templates` overrides the theme file by file and block by block."""
    site = _Site(directory, _environment(directory, own_templates))
    yield from _pages(site, content)
    yield from _data(site)
    yield from _assets(site, content, own_templates)


class _Environment(Environment):
    """Jinja's environment, with what is the same for all pages worked out once instead of at each."""

    gettext: Callable[[str], str]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # Jinja would chain two mappings, and copy the chain item by item for every template it runs.
        return {**self.globals, **d} if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Templates with their constant texts translated: a build has one language."""
        template = super()._parse(source, name, filename)
        translated: nodes.Template = _TranslateConstants(self.gettext).visit(template)
        return translated


class _TranslateConstants(NodeTransformer):
    """`_("Browse")` -> its translation. Calls with variables or plurals stay calls."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self._gettext = gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the library's name
        match node:
            case nodes.Call(node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(text))], kwargs=[]):
                return nodes.Const(self._gettext(text), lineno=node.lineno)
        return self.generic_visit(node)


def _environment(directory: Directory, own_templates: Path) -> Environment:
    builtin = FileSystemLoader(shipped_templates())
    environment = _Environment(
        # The prefix lets a project's mentor.html extend "mentordir/mentor.html", the one it replaces.
        loader=ChoiceLoader([FileSystemLoader(own_templates), builtin, PrefixLoader({"mentordir": builtin})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    translations = gettext.translation(
        "mentordir", str(resources.files("mentordir") / "locale"), [directory.settings.language], fallback=True
    )
    environment.gettext = translations.gettext
    environment.install_gettext_translations(translations, newstyle=False)  # type: ignore[attr-defined]
    formats = directory.formats
    environment.filters |= {
        "markdown": render_markdown,
        "day": formats.date,
        "listing": formats.listing,
        "number": formats.number,
        "structured_data": _structured_data,
        "links": tag_links,
        "conceal": conceal,
        "edit_page": partial(_edit_page, directory.settings),
    }
    environment.globals |= {
        "directory": directory,
        "settings": directory.settings,
        "vocabularies": directory.vocabularies,
        "formats": formats,
        "csp": CONTENT_SECURITY_POLICY,
        "version": __version__,
        "photo_sizes": PHOTO_SIZES,
        "themed": bool(theme.stylesheet(directory.settings.theme)),
    }
    return environment


def _edit_page(settings: Settings, file: str) -> str:
    """Where the repository's forge lets somebody change a profile; "" where there is no such place."""
    repository = settings.repository
    return edit_page(repository.url, repository.forge, repository.branch, file) if repository else ""


@dataclass(frozen=True, slots=True)
class _Site:
    directory: Directory
    environment: Environment

    def page(self, template: str, url: str, *, root: str | None = None, noindex: bool = False, **variables: Any) -> OutputFile:
        """One HTML page; `root` other than the relative way home only where a host serves the page at any depth."""
        common = {
            "url": url,
            "root": root or root_of(url),
            "canonical": self.absolute(url),
            "noindex": noindex or self.directory.settings.noindex,
        }
        return OutputFile(file_of(url), self.render(template, **common, **variables).encode())

    def render(self, template: str, **variables: Any) -> str:
        """The template's text. Raises MentordirError where a project's own template is broken."""
        try:
            return self.environment.get_template(template).render(**variables)
        except TemplateError as error:
            raise MentordirError(f"the template {_place(error, template)} is broken: {error.message or type(error).__name__}") from error

    def absolute(self, url: str) -> str:
        """The absolute address of `url`; "" where directory.yml names no base_url."""
        base = self.directory.settings.base_url
        return f"{base}{url}" if base else ""

    @property
    def base_path(self) -> str:
        """The path under which the site is served: "/" where directory.yml doesn't say."""
        base = self.directory.settings.base_url
        return "/" + base.split("/", 3)[3] if base else "/"


def _place(error: TemplateError, template: str) -> str:
    """ "mentor.html:12": the line of the template at fault, from the error itself or from where it was raised."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    if isinstance(error, TemplateNotFound):
        return template
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith((".html", ".xml"))]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else template


@dataclass(frozen=True, slots=True)
class Pagination:
    """Page `number` of `count` of the list at `url`."""

    url: str
    number: int
    count: int

    def link(self, number: int) -> str:
        return page_url(self.url, number)

    @property
    def numbers(self) -> list[int]:
        """The pages to link: all from the first, so that everybody is three clicks from home; else the ends and neighbours."""
        if self.number == 1:
            return list(range(1, self.count + 1))
        near = {1, self.number - 1, self.number, self.number + 1, self.count}
        return sorted(number for number in near if 1 <= number <= self.count)


def _paged(items: Sequence[Any], url: str, size: int) -> Iterator[tuple[Pagination, Sequence[Any]]]:
    count = max(1, -(-len(items) // size))
    for number in range(1, count + 1):
        yield Pagination(url, number, count), items[(number - 1) * size : number * size]


# --- pages ------------------------------------------------------------------------------------------------------------


def _pages(site: _Site, content: Path) -> Iterator[OutputFile]:
    directory = site.directory
    cards = _cards(site)
    home = directory.mentors[:MENTORS_ON_HOME]
    yield site.page("home.html", "", cards=at_root((cards[mentor.slug] for mentor in home), root_of("")), shown=len(home))
    yield from _mentor_list(site, "mentors.html", "mentors/", directory.mentors, cards)
    for mentor in (*directory.mentors, *directory.delisted):
        yield site.page("mentor.html", mentor.url, mentor=mentor, profile=mentor.profile, noindex=mentor.standing.delisted)
        if photo := mentor.profile.photo:
            for size, image in render_photo(content / "mentors" / "photos" / photo.file).items():
                yield OutputFile(photo_file(mentor.slug, size), image)
    for redirect in directory.redirects:
        yield site.page("redirect.html", redirect.url, mentor=redirect.mentor, noindex=True)
    yield site.page("browse.html", "browse/", facets=directory.facets, most=VALUES_ON_BROWSE)
    for facet in directory.facets:
        yield from _facet_pages(site, facet, cards)
    yield site.page("programs.html", "programs/")
    yield site.page("team.html", "team/")
    form = form_description(directory)
    yield site.page("join.html", "join/", guides={guide.path: guide for guide in field_guides(Profile)}, fields=form["fields"])
    yield OutputFile("join/form.json", _json(form))
    yield from profile_files(directory)
    yield site.page("guide.html", "guide/")
    for page in directory.pages:
        body = at_root([render_guide(page.file.body or "")], root_of(page.url))
        yield site.page(_TOOLS.get(page.slug, "guide-page.html"), page.url, page=page, body=body)
    yield site.page("404.html", "404.html", root=site.base_path, noindex=True)


def _cards(site: _Site) -> Mapping[str, str]:
    """slug -> the mentor's entry in a list, made once for pages at every depth."""
    return {
        mentor.slug: site.render("partials/card.html", mentor=mentor, profile=mentor.profile, root=HOME)
        for mentor in site.directory.mentors
    }


def _mentor_list(
    site: _Site, template: str, url: str, mentors: Sequence[Mentor], cards: Mapping[str, str], **variables: Any
) -> Iterator[OutputFile]:
    for pagination, shown in _paged(mentors, url, MENTORS_PER_PAGE):
        address = pagination.link(pagination.number)
        entries = at_root((cards[mentor.slug] for mentor in shown), root_of(address))
        yield site.page(template, address, cards=entries, total=len(mentors), pagination=pagination, **variables)


def _facet_pages(site: _Site, facet: Facet, cards: Mapping[str, str]) -> Iterator[OutputFile]:
    for pagination, values in _paged(facet.values, facet.url, VALUES_PER_PAGE):
        yield site.page("facet.html", pagination.link(pagination.number), facet=facet, values=values, pagination=pagination)
    for value in facet.values:
        yield from _mentor_list(site, "value.html", value.url, value.mentors, cards, facet=facet, value=value)


# --- data -------------------------------------------------------------------------------------------------------------


def _structured_data(mentor: Mentor, canonical: str) -> Markup:
    """A profile as search engines read it (schema.org ProfilePage): the same facts as on the page, without contact or background."""
    profile = mentor.profile
    person: dict[str, Any] = {
        "@type": "Person",
        "name": mentor.name,
        "honorificSuffix": ", ".join(profile.credentials),
        "jobTitle": profile.title,
        "affiliation": {"@type": "Organization", "name": mentor.institution} if mentor.institution else None,
        "knowsAbout": [tag.label for tag in (*mentor.specialties, *mentor.interests)],
        "knowsLanguage": list(profile.languages),
        "sameAs": [address for _, address in mentor.pages],
        "url": canonical,
    }
    page = {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "dateModified": profile.last_confirmed.isoformat(),
        "mainEntity": {key: value for key, value in person.items() if value},
    }
    return json_script(page)


def _data(site: _Site) -> Iterator[OutputFile]:
    directory, settings = site.directory, site.directory.settings
    yield OutputFile("mentors.json", _json(_export(directory)))
    yield OutputFile(
        "schema/mentor.json", _json(json_schema(Profile, directory.vocabularies, site.absolute("schema/mentor.json")), indent=2)
    )
    if settings.base_url:
        yield from _sitemaps(site)
        yield OutputFile("feed.xml", site.render("feed.xml", entries=_newest(directory), base=settings.base_url).encode())
    yield OutputFile("robots.txt", _robots(site).encode())
    yield OutputFile("_headers", _headers().encode())
    yield OutputFile(".nojekyll", b"")


def _json(data: Any, indent: int | None = None) -> bytes:
    separators = None if indent else (",", ":")
    return (json.dumps(data, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()


def _export(directory: Directory) -> dict[str, Any]:
    """The public facts of the listed mentors, without contact details or background, for other programs."""
    return {
        "format": 1,
        "name": directory.settings.name,
        "generated": directory.day.isoformat(),
        "mentors": [_facts(mentor) for mentor in directory.mentors],
    }


# Named one by one, so that a new field of a profile stays out until somebody decides that it is a public fact.
_PUBLIC_FACTS = dict.fromkeys(
    (
        *("name", "pronouns", "credentials", "role", "title", "department", "location", "training", "visiting_until"),
        *("specialties", "interests", "mentoring", "open_outside_specialty", "accepts_from", "last_confirmed", "languages"),
        *("ideal_mentee", "expectations", "why_i_mentor", "hope_to_gain", "links", "listed_since"),
    ),
    True,
) | {"availability": {"status", "slots", "formats", "cadence", "modes", "requests_per_month"}}


def _facts(mentor: Mentor) -> dict[str, Any]:
    facts = mentor.profile.model_dump(mode="json", by_alias=True, include=_PUBLIC_FACTS, exclude_defaults=True)
    today = mentor.standing
    facts["availability"]["status"] = today.status
    if today.returns:
        facts["availability"]["returns"] = today.returns.isoformat()
    facts["institution"] = mentor.institution
    facts["programs"] = [program.slug for program in mentor.programs]
    return {"slug": mentor.slug, "url": mentor.url, "confirmed": not today.stale} | facts


def _newest(directory: Directory) -> list[Mentor]:
    joined = [mentor for mentor in directory.mentors if mentor.profile.listed_since and mentor.profile.listed_since <= directory.day]
    return sorted(joined, key=lambda mentor: (mentor.profile.listed_since or date.min, mentor.slug), reverse=True)[:FEED_ENTRIES]


def _sitemaps(site: _Site) -> Iterator[OutputFile]:
    """sitemap.xml; above the format's 50,000 addresses, an index of several."""
    entries = list(_addresses(site.directory))
    base = site.directory.settings.base_url
    chunks = [entries[start : start + SITEMAP_ENTRIES] for start in range(0, len(entries), SITEMAP_ENTRIES)]
    if len(chunks) == 1:
        yield OutputFile("sitemap.xml", site.render("sitemap.xml", base=base, entries=entries).encode())
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    yield OutputFile("sitemap.xml", site.render("sitemap-index.xml", base=base, names=names).encode())
    for name, chunk in zip(names, chunks, strict=True):
        yield OutputFile(name, site.render("sitemap.xml", base=base, entries=chunk).encode())


def _addresses(directory: Directory) -> Iterator[tuple[str, date | None]]:
    """(url, day of its last change where we know one) of every page that search engines should know."""
    yield "", None
    yield "mentors/", None
    for mentor in directory.mentors:
        yield mentor.url, mentor.profile.last_confirmed
    yield "programs/", None
    yield "join/", None
    yield "guide/", None
    for page in directory.pages:
        yield page.url, None
    yield "browse/", None
    for facet in directory.facets:
        yield facet_url(facet.name), None
        for value in facet.values:
            yield value.url, None


def _robots(site: _Site) -> str:
    sitemap = site.absolute("sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {sitemap}\n" if sitemap else "")


def _headers() -> str:
    """For hosts that read _headers (Netlify, Cloudflare Pages)."""
    policy = f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'"
    headers = (
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers)


def _manifest(settings: Settings) -> dict[str, Any]:
    """What a phone needs to keep the directory on its home screen."""
    return {
        "name": settings.name,
        "lang": settings.language,
        "start_url": "../",
        "display": "browser",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }


# --- assets -----------------------------------------------------------------------------------------------------------


def _assets(site: _Site, content: Path, own_templates: Path) -> Iterator[OutputFile]:
    """The theme's assets, a project's own in place of those of the same name, and what directory.yml adds."""
    settings = site.directory.settings
    files: dict[str, Path] = {}
    for folder in (shipped_templates() / "assets", own_templates / "assets"):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(folder).as_posix()] = path
    for name, path in sorted(files.items()):
        ours = path.is_relative_to(shipped_templates()) and path.suffix == ".js"
        yield OutputFile(f"assets/{name}", jsmin(path.read_text(encoding="utf-8")).encode() if ours else path.read_bytes())
    yield OutputFile("assets/manifest.webmanifest", _json(_manifest(settings), indent=2))
    if css := theme.stylesheet(settings.theme):
        yield OutputFile("assets/theme.css", css.encode())
    if logo := settings.theme.logo:
        yield OutputFile(f"assets/{logo}", (content / logo).read_bytes())
