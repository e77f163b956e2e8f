"""A real Chromium, and real servers for real sites."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from obtain import find_browser
from sites import GALLERY, REPOSITORY, NewPage, build, sandbox_arguments

# Many browsers share a few cores: what comes late has come.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    assert executable, "no browser: make test gets one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=sandbox_arguments())
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages, each in a context of its own; what the console or the page complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    unexpected = [text for text in complaints if "status of 404" not in text]
    assert not unexpected, unexpected


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own directory, for the root of a host."""
    return build(REPOSITORY, tmp_path_factory.mktemp("example") / "site", "--base-url", "https://lakeside.example/")


@pytest.fixture(scope="session")
def gallery_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every component in every state, as a campus build, so that what is for the campus shows too."""
    return build(GALLERY, tmp_path_factory.mktemp("gallery") / "site", "--audience", "campus")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on this machine and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def example_url(example_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(example_site)


@pytest.fixture(scope="session")
def gallery_url(gallery_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(gallery_site)
