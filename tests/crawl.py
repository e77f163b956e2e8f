"""Follows every link of a site, as a reader without scripts could."""

import urllib.error
import urllib.request
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []
        self.files: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if target := values.get("id"):
            self.ids.add(target)
        if tag == "a" and (href := values.get("href")) is not None:
            self.pages.append(href)
        if tag == "link" and values.get("rel") != "canonical" and (href := values.get("href")):
            self.files.append(href)
        if tag in ("img", "script") and (src := values.get("src")):
            self.files.append(src)


def crawl(home: str) -> dict[str, int]:
    """Path below `home` -> clicks from there, of every page. Fails on a link or fragment that leads nowhere."""
    depths = {"": 0}
    queue = deque([""])
    ids: dict[str, set[str]] = {}
    fragments: list[tuple[str, str, str]] = []
    files: set[str] = set()
    while queue:
        path = queue.popleft()
        with urllib.request.urlopen(home + path) as response:
            found = _References()
            found.feed(response.read().decode())
        ids[path] = found.ids
        files |= {urljoin(home + path, file) for file in found.files}
        for href in found.pages:
            address, fragment = urldefrag(urljoin(home + path, href))
            if not address.startswith(home):
                continue
            target = address[len(home) :]
            if fragment and "=" not in fragment:  # else it is a state for scripts
                fragments.append((path, target, fragment))
            if target not in depths:
                depths[target] = depths[path] + 1
                queue.append(target)
    for file in sorted(files):
        try:
            urllib.request.urlopen(file).close()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{file}: {error}") from error
    missing = [(path, target, fragment) for path, target, fragment in fragments if fragment not in ids[target]]
    assert not missing, missing
    return depths
