"""Addresses that pass the checks and still look wrong. Nobody is asked: what is looked at is the address alone."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from mentordir.schema import Profile

_PROSE_LINK = re.compile(r"\]\(\s*<?(https://[^\s)>]*)|<(https://[^>\s]*)>", re.IGNORECASE)
_PLAIN_HTTP = re.compile(r"\bhttp://[^\s)\]>\"']+", re.IGNORECASE)
_MAILBOX = re.compile(r"%(?:25)*40|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd about the address in a field, and what to do."""

    field: str
    address: str
    problem: str
    hint: str


def doubtful_links(profile: Profile, base_url: str) -> Iterator[Doubt]:
    """The addresses of a profile that somebody should look at, each with the first thing that is odd about it.

    `base_url` is the directory's own home, "" if unknown. Where that is an example (RFC 2606), other examples pass.
    """
    home = urlsplit(base_url)
    for field, address in _addresses(profile):
        found = _doubt(field, address, home)
        if found:
            yield Doubt(field, shown_address(address), *found)
    for field, text in _texts(profile):
        for address in dict.fromkeys(_PLAIN_HTTP.findall(text)):
            yield Doubt(
                field,
                shown_address(address),
                "is an http address in the text, which is no link",
                "write [words](https://...), if the site offers https, or put it under links:",
            )


def shown_address(address: str) -> str:
    """The address for people to read; cut after its host where it carries a mailbox."""
    return f"https://{urlsplit(address).netloc.rpartition('@')[2]}/…" if _MAILBOX.search(address) else address


def _addresses(profile: Profile) -> Iterator[tuple[str, str]]:
    links, contact = profile.links, profile.contact
    for field in ("pubmed", "website", "linkedin", "institution"):
        if address := getattr(links, field):
            yield f"links.{field}", address
    if contact.value and contact.method != "email":
        yield "contact.value", contact.value
    for field, text in _texts(profile):
        for found in _PROSE_LINK.finditer(text):
            yield field, found[1] or found[2]


def _texts(profile: Profile) -> Iterator[tuple[str, str]]:
    named = {
        "title": profile.title,
        "department": profile.department,
        "bio": profile.bio,
        "ideal_mentee": profile.ideal_mentee,
        "expectations": profile.expectations,
        "why_i_mentor": profile.why_i_mentor,
        "hope_to_gain": profile.hope_to_gain,
        "contact.instructions": profile.contact.instructions,
    }
    yield from ((field, text) for field, text in named.items() if text)
    yield from ((f"contact.include[{number}]", text) for number, text in enumerate(profile.contact.include))


Finding = tuple[str, str]


def _doubt(field: str, address: str, home: SplitResult) -> Finding | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "is not an address that a browser opens", "copy it from the browser's address bar"
    for rule in _RULES:
        if finding := rule(field, parts, host, home):
            return finding
    return None


# --- what the host says -----------------------------------------------------------------------------------------------

_RESERVED = ("example", "test", "invalid", "localhost")
_RESERVED_HOSTS = ("example.com", "example.org", "example.net", "example.edu")
_INTERNAL = ("local", "internal", "intranet", "lan", "corp", "home", "localdomain", "private")
_MISTYPED = {"con": "com", "cmo": "com", "comm": "com", "ogr": "org", "orgg": "org", "eud": "edu", "edi": "edu", "nte": "net", "giv": "gov"}
_OWN_FOLDERS = ("", "index.html", "mentors", "browse", "programs", "guide", "team", "join", "stats")
_REWRITERS = ("safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com", "linkprotect.cudasvc.com")
_SHORTENERS = ("bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "lnkd.in", "rb.gy", "cutt.ly", "t.ly", "rebrand.ly")


def _is_at(host: str, *domains: str) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _leads_home(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    own = (home.hostname or "").removeprefix("www.")
    path, start = f"{parts.path}/", home.path or "/"
    if not own or host != own or not path.startswith(start):
        return None
    # A host of its own may have other pages beside the directory.
    if start != "/" or path.lstrip("/").partition("/")[0] in _OWN_FOLDERS:
        return "leads to this directory itself", "give a page about the mentor, or remove it"
    return None


def _host(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return "is a number in place of a name", "give the address by which everybody reaches the page"
    ending = host.rpartition(".")[2]
    if ending in _INTERNAL:
        return f"ends in .{ending}, which works inside one network only", "give the address by which everybody reaches the page"
    if "." not in host or len(ending) < 2 or not (ending.isalpha() or ending.startswith("xn--")):
        return "has a host that lacks its ending", "add what follows, such as .edu"
    if ending in _MISTYPED:
        return f"ends in .{ending}", f"was .{_MISTYPED[ending]} meant?"
    if _is_reserved(host) and not _is_reserved((home.hostname or "").removeprefix("www.")):
        return "is an example, which leads nowhere", "give the real address, or remove it"
    return None


def _is_reserved(host: str) -> bool:
    return _is_at(host, *_RESERVED, *_RESERVED_HOSTS)


def _detour(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    if _is_at(host, *_REWRITERS) or (_is_at(host, "google.com") and parts.path == "/url"):
        return "was rewritten by a mail program or a search", "open it, and copy the address where it ends"
    if host in _SHORTENERS:
        return "is shortened: nobody sees where it leads, and it ends with its service", "open it, and copy the address where it ends"
    return None


# --- what the rest says -----------------------------------------------------------------------------------------------

_SESSION = re.compile(r"[;?&](jsessionid|phpsessid|aspsessionid\w*|session_?id|sid)=", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\b(your[-_]?(user)?name|your[-_]?profile|username|xxx+|placeholder|firstname|lastname)\b", re.IGNORECASE)


def _copied(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    address = parts.geturl()
    if "…" in unquote(address) or "..." in address:
        return "was cut short where it was copied", "copy the whole address from the browser's address bar"
    if address[-1] in ".,;:!" or (address[-1] == ")" and address.count("(") < address.count(")")):
        return f'ends in "{address[-1]}", which may belong to the sentence it was copied from', "remove it, if the page opens without"
    if "://" in parts.path and not _is_at(host, "archive.org"):
        return "holds a second address", "keep the one that opens"
    if _SESSION.search(address):
        return "carries a session that ends", "remove the part that names the session"
    if _PLACEHOLDER.search(f"{parts.path} {parts.query}"):
        return "still has a placeholder", "put the real name in its place, or remove it"
    return None


_SEARCH_ENGINE = re.compile(r"(?:google|bing|duckduckgo|search\.yahoo|ecosia)\.[a-z.]+")


def _search(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    """A search's results, which change, or one's own start page, which others don't see."""
    path = parts.path.rstrip("/").lower()
    if _SEARCH_ENGINE.fullmatch(host) and (path == "/search" or (host == "duckduckgo.com" and "q=" in parts.query)):
        return "is a search, whose results change", "give the page that it should find"
    if _is_at(host, "scholar.google.com") and "user=" not in parts.query:
        return "is a search, not a profile", "open the profile, whose address has user= in it"
    if _is_at(host, "orcid.org") and not re.match(r"/(\d{4}-){3}\d{3}[\dx]", path):
        return "is a page of ORCID, not somebody's record", "give the iD under links: orcid:"
    if _is_at(host, "pubmed.ncbi.nlm.nih.gov") and not path and "term=" not in parts.query:
        return "is the start page of PubMed", "give the address of a search for the author, or of a bibliography"
    return None


_LINKEDIN_PEOPLE = re.compile(r"/(?:in|pub)/[^/]+")


def _linkedin(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    path = unquote(parts.path).rstrip("/").lower()
    if field == "links.linkedin" and not _is_at(host, "linkedin.com") and not _is_reserved(host):
        return "is not a page of LinkedIn", "give a page such as https://www.linkedin.com/in/..., or put this one under website:"
    if not _is_at(host, "linkedin.com", "linkedin.example"):
        return None
    if path == "/in/me" or (field == "links.linkedin" and not _LINKEDIN_PEOPLE.match(path)) or path.startswith(("/search", "/feed")):
        what = "a search" if path.startswith(("/search", "/pub/dir")) else "not a person's page"
        return f"is {what} on LinkedIn", "give the public profile, such as https://www.linkedin.com/in/..."
    if path.startswith("/pub/dir"):
        return "is a search on LinkedIn", "give the public profile, such as https://www.linkedin.com/in/..."
    return None


def _own_view(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    """What only its owner can open."""
    path = parts.path.rstrip("/").lower()
    if _is_at(host, "docs.google.com", "forms.google.com") and re.search(r"/forms/.*/edit$|/forms$", path):
        return "is the editor of a form, which others can't open", "use Send in the editor, and copy that address"
    if host in ("mail.google.com", "outlook.office.com", "outlook.office365.com", "outlook.live.com") and re.match(r"/(mail|owa)\b", path):
        return "is a mailbox, which others can't open", "give the address that others use"
    if host == "calendar.google.com" and not re.match(r"/calendar/(?:u/\d+/)?(?:appointments|embed|selfsched)", path):
        return "is one's own calendar, which others can't open", "open the booking page, and copy its address"
    if _is_at(host, "calendly.com") and (not path or path.startswith(("/event_types", "/app", "/login")) or host == "app.calendly.com"):
        return "is not the booking page that others use", "use Copy link in Calendly"
    if re.search(r"/(wp-admin|wp-login\.php|login|signin|sign-in|sign_in|logout)$", path):
        return "is a page to sign in", "give the address that others use"
    return None


def _front_page(field: str, parts: SplitResult, host: str, home: SplitResult) -> Finding | None:
    if field == "links.institution" and not parts.path.strip("/") and not parts.query and not parts.fragment:
        return "is the institution's front page", "give the mentor's own page there, or remove it"
    return None


_Rule = Callable[[str, SplitResult, str, SplitResult], Finding | None]
_RULES: tuple[_Rule, ...] = (_leads_home, _host, _detour, _copied, _search, _linkedin, _own_view, _front_page)
