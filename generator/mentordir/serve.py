"""A live preview: builds, watches, and reloads the browser; bad content shows an overlay over the last good site.

    GET <base path>...            the site, as a host would serve it, 404.html included
    GET /.mentordir/events        server-sent events: {"version": n, "problems": [...]} at once and at each change
    GET /.mentordir/live.js       the script that listens; added to each HTML page as it is served

The site is built into a temporary folder, so that a preview never touches the published one.
"""

import json
import logging
import mimetypes
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

from watchfiles import watch

from mentordir.errors import MentordirError, Problem
from mentordir.pipeline import build, check
from mentordir.project import CONFIGURATION
from mentordir.shipped import shipped_pages, shipped_templates

log = logging.getLogger("mentordir")

_OWN_PATH = "/.mentordir/"
_SCRIPT = b'<script type="module" src="/.mentordir/live.js"></script></body>'
_HEARTBEAT_SECONDS = 15
_PORTS_TO_TRY = 50

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


@dataclass(slots=True)
class _State:
    """What the browser should show. `version` counts the good builds; `problems` are those of the last try."""

    version: int = 0
    problems: list[dict[str, object]] = field(default_factory=list)
    base_path: str = "/"
    changed: threading.Condition = field(default_factory=threading.Condition)

    def message(self) -> bytes:
        return b"data: " + json.dumps({"version": self.version, "problems": self.problems}).encode() + b"\n\n"


class Preview:
    """A project under watch, and its server on this machine. Use as a context manager."""

    def __init__(
        self, root: Path, port: int, day: Callable[[], date], report: Callable[[Sequence[Problem]], None] = lambda problems: None
    ) -> None:
        self._root = root
        self._day = day
        self._report = report
        self._folder = Path(tempfile.mkdtemp(prefix="mentordir-"))
        self._state = _State()
        self._stop = threading.Event()
        self._server = _listen(port, self._folder / "site", self._state, self._stop)
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{self._state.base_path}"

    def __enter__(self) -> "Preview":
        self.rebuild()
        for work in (self._server.serve_forever, self._watch):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._stop.set()
        with self._state.changed:
            self._state.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(timeout=5)
        shutil.rmtree(self._folder, ignore_errors=True)

    def wait(self) -> None:
        """Until the watching ends."""
        while not self._stop.wait(1):
            pass

    def rebuild(self) -> None:
        """Build what is on disk now. What is wrong with it becomes the overlay, and the last good site stays."""
        started = time.perf_counter()
        problems: list[Problem] = []
        good = False
        try:
            verdict = check(self._root, self._day())
            problems = verdict.errors
            if verdict.project and verdict.checked and not problems:
                base_url = verdict.project.settings.base_url
                self._state.base_path = urlsplit(base_url).path if base_url else "/"
                build(verdict.project, verdict.checked, self._folder / "site", self._day(), "public")
                good = True
        except MentordirError as error:
            problems = [Problem("", 0, 0, "", str(error))]
        except Exception:  # a preview outlives a bug: it is shown, and the next save tries again
            log.exception("this is a bug; please report it")
            problems = [Problem("", 0, 0, "", "mentordir itself failed; the terminal says how", "please report it")]
        with self._state.changed:
            self._state.version += good
            self._state.problems = [asdict(problem) for problem in problems]
            self._state.changed.notify_all()
        self._report(problems)
        log.info("%s in %.1f s", "built" if good else "not built", time.perf_counter() - started)

    def _watch(self) -> None:
        """Rebuild at each change. Folders that come or go (a first templates/) are noticed within a second."""
        while not self._stop.is_set():
            watched = self._watched_folders()
            for changes in watch(
                *watched, debounce=150, step=50, rust_timeout=1_000, yield_on_timeout=True, stop_event=self._stop, raise_interrupt=False
            ):
                moved = self._watched_folders() != watched
                if changes or moved:
                    self.rebuild()
                if moved:
                    break

    def _watched_folders(self) -> list[Path]:
        folders = (self._root / "content", self._root / "templates", self._root / CONFIGURATION, shipped_templates(), shipped_pages())
        return sorted({folder.resolve() for folder in folders if folder.exists()})


def _listen(port: int, site: Path, state: _State, stop: threading.Event) -> ThreadingHTTPServer:
    """A server on `port`, or on the next free one."""
    handler = type("Handler", (_Handler,), {"site": site, "state": state, "stop": stop})
    for candidate in range(port, min(port + _PORTS_TO_TRY, 65536)):
        try:
            server = _Server(("127.0.0.1", candidate), handler)
        except OSError:
            continue
        if candidate != port:
            log.warning("port %d is busy, so this is port %d", port, candidate)
        return server
    raise MentordirError(f"the ports {port} to {port + _PORTS_TO_TRY - 1} are all busy: name another with --port")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Another program's port is not to be shared, whatever the system would allow.
    allow_reuse_address = False

    def server_bind(self) -> None:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        super().server_bind()


class _Handler(BaseHTTPRequestHandler):
    """Serves the site under its base path, as a static host would."""

    site: Path
    state: _State
    stop: threading.Event
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == f"{_OWN_PATH}events":
            self._send_events()
        elif path == f"{_OWN_PATH}live.js":
            self._send(200, resources.files("mentordir").joinpath("live.js").read_bytes(), "text/javascript")
        elif not path.startswith(self.state.base_path):
            self._redirect(self.state.base_path)
        else:
            self._send_file(path[len(self.state.base_path) :])

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _send_file(self, path: str) -> None:
        file = (self.site / path).resolve()
        if not file.is_relative_to(self.site.resolve()):
            return self._send_missing()
        if file.is_dir():
            if path and not path.endswith("/"):
                return self._redirect(f"{self.state.base_path}{path}/")
            file /= "index.html"
        if not file.is_file():
            return self._send_missing()
        return self._send(200, file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream")

    def _send_missing(self) -> None:
        page = self.site / "404.html"
        self._send(404, page.read_bytes() if page.is_file() else _WAITING, "text/html")

    def _redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, content: bytes, kind: str) -> None:
        if kind == "text/html":
            content = content.replace(b"</body>", _SCRIPT, 1)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        last = b""
        try:
            while not self.stop.is_set():
                with self.state.changed:
                    if self.state.message() == last:
                        self.state.changed.wait(_HEARTBEAT_SECONDS)
                    message = self.state.message()
                self.wfile.write(message if message != last else b": still here\n\n")
                self.wfile.flush()
                last = message
        except OSError:
            return  # the browser went away

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        log.debug(format, *args)


# Until there has been one good build there is no page to lay the overlay over.
_WAITING = b'<!doctype html><html lang="en"><meta charset="utf-8"><title>mentordir</title><body><p>Nothing to show yet.</p></body></html>'
