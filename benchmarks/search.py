"""The first search and the typing of three searches over one invented directory, side by side: ours, Pagefind, lunr.js.

    python benchmarks/search.py [--mentors 1000 10000] [--runs 3] [--only ours pagefind lunr] [--work DIR]

All three search the listed mentors. Pagefind has the same built pages, lunr.js one index of the same profiles, each behind
a page as plain as can be (search_pages/). A real nginx serves them with gzip, a real Chromium types. They have to be there:
pip install pagefind pagefind-bin, npm for lunr.js. Nothing is asserted: it prints, and writes RESULTS.md beside this file.
"""

import argparse
import json
import math
import multiprocessing
import os
import platform
import re
import resource
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from lunr import lunr
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from mentordir.assemble import assemble
from mentordir.model import Directory, Mentor
from mentordir.pipeline import check
from mentordir.vocabulary import fold

HERE = Path(__file__).resolve().parent
PAGES = HERE / "search_pages"
DAY = date(2026, 11, 1)
SHOWN = 20
KEY_DELAY_MS = 250
SLOWED = 4
QUIET_SECONDS = 0.5
PATIENCE_SECONDS = 120
LUNR_SECONDS = 300
LUNR_JS = "2.3.9"

# PRODUCT.md, section 8.
BYTES_BUDGET_KB = {1_000: 40, 10_000: 70, 100_000: 200}
REQUESTS_BUDGET = 25
KEYSTROKE_MENTORS = 10_000

# What is typed, what it is, and what was meant by it: any of these.
TYPOS = (
    ("cardiolgy", "specialty", "Cardiovascular Disease|Pediatric Cardiology"),
    ("neurolgy", "specialty", "Neurology"),
    ("pyschiatry", "specialty", "Psychiatry|Child and Adolescent Psychiatry"),
    ("kardiology", "specialty", "Cardiovascular Disease|Pediatric Cardiology"),
    ("dermatolagy", "specialty", "Dermatology"),
    ("pediatics", "specialty", "Pediatrics"),
    ("opthamology", "specialty", "Ophthalmology"),
    ("gastroentrology", "specialty", "Gastroenterology"),
    ("rhuematology", "specialty", "Rheumatology"),
    ("anesthisiology", "specialty", "Anesthesiology"),
    ("emergancy medecine", "specialty", "Emergency Medicine"),
    ("ashtma", "interest", "asthma"),
    ("sepis", "interest", "sepsis"),
    ("epilepsey", "interest", "epilepsy"),
    ("diabetis", "interest", "diabetes"),
    ("quailty improvment", "interest", "quality improvement"),
    ("hart failure", "interest", "heart failure"),
    ("Fatma", "name", "Fatima"),
    ("Nguyin", "name", "Nguyen"),
    ("Okafr", "name", "Okafor"),
    ("Schmitd", "name", "Schmidt"),
)
SLANG = (
    ("heart", "specialty", "Cardiovascular Disease|Pediatric Cardiology"),
    ("OBGYN", "specialty", "Obstetrics and Gynecology"),
    ("ob/gyn", "specialty", "Obstetrics and Gynecology"),
    ("peds", "specialty", "Pediatrics"),
    ("ER", "specialty", "Emergency Medicine"),
    ("PM&R", "specialty", "Physical Medicine and Rehabilitation"),
    ("shrink", "specialty", "Psychiatry|Child and Adolescent Psychiatry"),
    ("psych", "specialty", "Psychiatry|Child and Adolescent Psychiatry"),
    ("derm", "specialty", "Dermatology"),
    ("ortho", "specialty", "Orthopaedic Surgery"),
    ("GI", "specialty", "Gastroenterology"),
    ("ICU", "specialty", "Critical Care Medicine"),
    ("NICU", "specialty", "Neonatal-Perinatal Medicine"),
    ("kidney", "specialty", "Nephrology"),
    ("brain surgery", "specialty", "Neurological Surgery"),
    ("rads", "specialty", "Diagnostic Radiology"),
)


class UnavailableError(Exception):
    """This search can't be measured here; the message says why."""


# --- the directory, and what is asked of it ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Ground:
    """One invented directory: its project folder, its built site, and the truth about it."""

    folder: Path
    site: Path
    directory: Directory


def prepare_ground(folder: Path, mentors: int, seed: int) -> Ground:
    shutil.rmtree(folder, ignore_errors=True)
    project = folder / "project"
    subprocess.run([sys.executable, HERE / "make_directory.py", project, "--mentors", str(mentors), "--seed", str(seed)], check=True)
    subprocess.run([sys.executable, "-m", "mentordir", "build", "-q", "--as-of", DAY.isoformat()], cwd=project, check=True)
    verdict = check(project, DAY)
    assert verdict.project
    assert verdict.checked
    checked = verdict.checked
    directory = assemble(checked.profiles, checked.programs, checked.pages, verdict.project, DAY, "public")
    return Ground(folder, project / "site", directory)


def queries(directory: Directory) -> dict[str, str]:
    """What it is -> what is typed; the same for the same directory."""
    name, given = _names(directory.mentors)
    return {
        "a specialty": "cardiology",
        "two words": "heart failure",
        "three words": "sickle cell disease",
        "four words": "sickle cell disease research",
        "a name in full": name,
        "a given name": given,
        "a rare word of a bio": _rare_word(directory.mentors),
        "a prefix": "gener",
        "slang": "peds",
        "a typo": "cardiolgy",
        "interest and stage": "asthma resident",
        "a common interest": "quality improvement",
    }


def _names(mentors: Iterable[Mentor]) -> tuple[str, str]:
    """(the first available mentor's name that nobody shares, the commonest given name)."""
    mentors = list(mentors)
    shared = Counter(mentor.name for mentor in mentors)
    full = next(m.name for m in mentors if m.standing.available and shared[m.name] == 1 and re.fullmatch(r"[A-Za-z]+ [A-Za-z]+", m.name))
    given = Counter(mentor.name.split()[0] for mentor in mentors)
    return full, min(given, key=lambda name: (-given[name], name))


def _rare_word(mentors: Iterable[Mentor]) -> str:
    """The first of the words that one bio has, of a mentor who is available so that every search shows them."""
    counts: Counter[str] = Counter()
    candidates: set[str] = set()
    for mentor in mentors:
        words = set(re.findall(r"\b[a-z]{10,}\b", mentor.profile.bio or ""))
        counts.update(words)
        if mentor.standing.available:
            candidates |= words
    return min(word for word in candidates if counts[word] == 1)


@dataclass(frozen=True)
class Riddle:
    """Something typed that isn't the word for what was meant; `slugs` are the mentors who have that."""

    typed: str
    meant: str
    slugs: frozenset[str]


def riddles(asked: Iterable[tuple[str, str, str]], directory: Directory) -> list[Riddle]:
    """Those that this directory has an answer to."""
    members = _members(directory)
    found = []
    for typed, kind, meant in asked:
        slugs = frozenset().union(*(members[kind, fold(label)] for label in meant.split("|")))
        if slugs:
            found.append(Riddle(typed, meant.replace("|", " or "), slugs))
    return found


def _members(directory: Directory) -> dict[tuple[str, str], set[str]]:
    """(specialty, interest or name; folded label) -> slugs of the listed mentors. Pediatrics has its subspecialties' too."""
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    for facet in directory.facets:
        for value in facet.values:
            members[facet.name, fold(value.label)].update(mentor.slug for mentor in value.mentors)
    for mentor in directory.mentors:
        for word in re.split(r"[\s-]+", mentor.name):
            members["name", fold(word)].add(mentor.slug)
    return members


# --- the three searches ------------------------------------------------------------------------------------------------


class Search(Protocol):
    """`prepare` makes the folder that is served, or raises UnavailableError. `page_files`: the page's own, needed without a search too."""

    name: ClassVar[str]
    page_files: ClassVar[frozenset[str]]

    def prepare(self, ground: Ground) -> Path: ...


class Ours:
    name: ClassVar[str] = "ours"
    page_files: ClassVar[frozenset[str]] = frozenset({"/assets/style.css", "/assets/page.js"})

    def prepare(self, ground: Ground) -> Path:
        home = (ground.site / "index.html").read_text(encoding="utf-8")
        if "data-search" not in home or not (ground.site / "assets" / "search" / "view.js").exists():
            raise UnavailableError("the built home page has no search")
        return ground.site


class Pagefind:
    """Set up as a careful owner would: the listed mentors' pages, of each what is about that mentor."""

    name: ClassVar[str] = "pagefind"
    page_files: ClassVar[frozenset[str]] = frozenset()

    def prepare(self, ground: Ground) -> Path:
        root = ground.folder / "pagefind"
        for mentor in ground.directory.mentors:
            page = root / "mentors" / mentor.slug / "index.html"
            page.parent.mkdir(parents=True)
            os.link(ground.site / "mentors" / mentor.slug / "index.html", page)
        command = [sys.executable, "-m", "pagefind", "--site", str(root), "--glob", "mentors/*/index.html"]
        command += ["--root-selector", "article.profile", "--exclude-selectors", ".similar"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UnavailableError(f"pagefind: {(done.stderr or done.stdout).strip()[-300:]}")
        write_page(root, "pagefind.js")
        return root


class Lunr:
    name: ClassVar[str] = "lunr"
    page_files: ClassVar[frozenset[str]] = frozenset()

    def prepare(self, ground: Ground) -> Path:
        root = ground.folder / "lunr"
        root.mkdir()
        write_page(root, "lunr.js")
        shutil.copy(obtain_lunr_js(ground.folder), root / "lunr.min.js")
        mentors = ground.directory.mentors
        (root / "documents.json").write_text(json.dumps({mentor.slug: mentor.name for mentor in mentors}), encoding="utf-8")
        documents = [lunr_document(mentor) for mentor in mentors]
        process = multiprocessing.get_context("spawn").Process(target=write_lunr_index, args=(documents, root / "index.json"))
        process.start()
        process.join(LUNR_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            raise UnavailableError(f"the index was not there after {LUNR_SECONDS} s")
        if process.exitcode:
            raise UnavailableError(f"making the index failed (exit code {process.exitcode})")
        return root


SEARCHES: tuple[Search, ...] = (Ours(), Pagefind(), Lunr())


def write_page(root: Path, engine: str) -> None:
    """The plain page, with an engine in front of its one script."""
    shutil.copy(PAGES / "index.html", root)
    (root / "view.js").write_bytes((PAGES / engine).read_bytes() + (PAGES / "view.js").read_bytes())


def obtain_lunr_js(folder: Path) -> Path:
    script = folder / "node_modules" / "lunr" / "lunr.min.js"
    try:
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, f"lunr@{LUNR_JS}"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UnavailableError(f"lunr.js can't be installed: {error}") from error
    return script


def lunr_document(mentor: Mentor) -> dict[str, str]:
    profile = mentor.profile
    prose = (profile.bio, profile.ideal_mentee, profile.expectations, profile.why_i_mentor, profile.hope_to_gain)
    return {
        "slug": mentor.slug,
        "name": mentor.name,
        "specialty": ", ".join(tag.label for tag in mentor.specialties),
        "interests": ", ".join(profile.interests),
        "title": profile.title or "",
        "prose": "\n".join(text for text in prose if text),
    }


def write_lunr_index(documents: list[dict[str, str]], path: Path) -> None:
    boosts = {"name": 10, "specialty": 8, "interests": 6, "title": 3, "prose": 1}
    fields = [{"field_name": name, "boost": boost} for name, boost in boosts.items()]
    text = json.dumps(lunr(ref="slug", fields=fields, documents=documents).serialize(), separators=(",", ":")).encode()
    path.write_bytes(text)
    # nginx would need a second to compress so much at each request, which no host does: it is compressed once.
    packer = zlib.compressobj(6, wbits=31)
    path.with_name("index.json.gz").write_bytes(packer.compress(text) + packer.flush())


# --- nginx -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Served:
    """Where a folder is served, and the log of what went over the wire: "bytes path" a line, headers counted."""

    address: str
    log: Path

    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@contextmanager
def nginx(folder: Path, roots: dict[str, Path]) -> Iterator[dict[str, Served]]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        sys.exit("nginx is not there")
    served = {name: Served(f"http://127.0.0.1:{_free_port()}/", folder / f"{name}.log") for name in roots}
    servers = "\n".join(
        f"server {{ listen {urlsplit(served[name].address).netloc}; root {root}; access_log {served[name].log} wire; }}"
        for name, root in roots.items()
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}
        http {{
          include /etc/nginx/mime.types; log_format wire '$bytes_sent $uri'; sendfile on; tcp_nopush on;
          gzip on; gzip_static on; gzip_comp_level 6; gzip_min_length 0;
          gzip_types text/css text/plain text/javascript application/javascript application/json application/manifest+json image/svg+xml;
          client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
          uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
          {servers}
        }}""",
        encoding="utf-8",
    )
    process = subprocess.Popen([program, "-c", configuration, "-p", folder])
    try:
        for one in served.values():
            _wait_for(one.address)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", urlsplit(address).port or 80)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"nginx does not answer at {address}")


# --- the browser -------------------------------------------------------------------------------------------------------

BOX = "form[data-search] input[type=search]"
# From the focus, at which all three begin to load, to the complete answer. One mutation observer: polling would cost script time.
ASK = """async ([query, patience]) => {
  const box = document.querySelector("form[data-search] input[type=search]");
  const results = document.querySelector("[data-results]");
  const complete = () => results.getAttribute("aria-busy") === "false";
  const started = performance.now();
  box.focus();
  box.value = query;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  if (!complete()) await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer to ${query}`)), patience);
    new MutationObserver((_, observer) => complete() && (observer.disconnect(), resolve()))
      .observe(results, { attributes: true, attributeFilter: ["aria-busy"] });
  });
  return performance.now() - started;
}"""
ANSWERED = "document.querySelector('[data-results]').getAttribute('aria-busy') === 'false'"
FOUND = "[...document.querySelectorAll('[data-results] > li h3 a')].map((link) => link.pathname)"
# Profiles are as old as they were on the day of the build, whenever this runs.
SHIFT_CLOCK = """{
  const ahead = Date.parse("DAYT12:00") - Date.now();
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts) { if (parts.length) super(...parts); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
}""".replace("DAY", DAY.isoformat())


@dataclass(frozen=True)
class FirstSearch:
    """`bytes` and `requests`: until nothing more is asked for, so what the screen still shows later is in it. `found`: slugs."""

    bytes: int
    bytes_of_search: int
    requests: int
    ms: float
    found: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """What one key cost, in ms: script of the page's thread (slowed), of its workers (not slowed), the thread's longest task."""

    script: float
    worker: float
    longest_task: float


@dataclass(frozen=True)
class Heap:
    """Bytes after a query and a garbage collection: the page's own JavaScript heap; with array buffers and workers."""

    page: float
    everything: float


@contextmanager
def fresh_page(browser: Browser, served: Served) -> Iterator[tuple[BrowserContext, Page]]:
    """A context of its own, so a cold cache, on the search page with the box ready."""
    context = browser.new_context()
    try:
        context.add_init_script(SHIFT_CLOCK)
        page = context.new_page()
        page.on("pageerror", lambda error: print(f"  {served.address}: {error}", file=sys.stderr))
        yield context, page
    finally:
        context.close()


def load(page: Page, served: Served) -> None:
    page.goto(served.address)
    page.wait_for_selector(BOX, state="visible")


def ask(page: Page, query: str) -> float:
    """Put a query in at once; the milliseconds until it is answered."""
    return float(page.evaluate(ASK, [query, PATIENCE_SECONDS * 1000]))


def found(page: Page) -> tuple[str, ...]:
    paths: list[str] = page.evaluate(FOUND)
    return tuple(path.partition("/mentors/")[2].strip("/") for path in paths)


def first_search(browser: Browser, search: Search, served: Served, query: str) -> FirstSearch:
    before = len(served.lines())
    with fresh_page(browser, served) as (_, page):
        load(page, served)
        ms = ask(page, query)
        slugs = found(page)
        asked = [line.split(maxsplit=1) for line in _when_quiet(served)[before:]]
    # nginx counts what it sent: Pagefind fetches in a worker, whose traffic the page's DevTools session doesn't see.
    sizes = [(int(size), path) for size, path in asked if path not in ("/", "/index.html", "/favicon.ico", "/assets/icon.svg")]
    return FirstSearch(
        sum(size for size, _ in sizes), sum(size for size, path in sizes if path not in search.page_files), len(sizes), ms, slugs
    )


def _when_quiet(served: Served) -> list[str]:
    """The log when nothing was added to it for a while."""
    lines, since = served.lines(), time.monotonic()
    while time.monotonic() - since < QUIET_SECONDS:
        time.sleep(0.05)
        now = served.lines()
        if len(now) != len(lines):
            lines, since = now, time.monotonic()
    return lines


def heap_after(browser: Browser, served: Served, query: str) -> Heap:
    with fresh_page(browser, served) as (context, page):
        devtools = context.new_cdp_session(page)
        workers: list[str] = []
        answers: list[dict[str, Any]] = []
        devtools.on("Target.attachedToTarget", lambda event: workers.append(event["sessionId"]))
        devtools.on("Target.receivedMessageFromTarget", lambda event: answers.append(json.loads(event["message"])))
        devtools.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False})
        load(page, served)
        ask(page, query)
        page.wait_for_timeout(500)
        devtools.send("Performance.enable")
        devtools.send("HeapProfiler.collectGarbage")
        metrics = {metric["name"]: metric["value"] for metric in devtools.send("Performance.getMetrics")["metrics"]}
        for worker in workers:
            _ask_worker(devtools, worker)
        page.wait_for_timeout(500 if workers else 0)
        usages = [devtools.send("Runtime.getHeapUsage"), *(answer["result"] for answer in answers if answer.get("id") == 2)]
        everything = sum(usage["usedSize"] + usage["backingStorageSize"] for usage in usages)
        return Heap(metrics["JSHeapUsedSize"], everything)


def _ask_worker(devtools: CDPSession, worker: str) -> None:
    for number, method in enumerate(("HeapProfiler.collectGarbage", "Runtime.getHeapUsage"), 1):
        message = json.dumps({"id": number, "method": method})
        devtools.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})


# --- typing ------------------------------------------------------------------------------------------------------------

# Performance.getMetrics has no microtasks in its ScriptDuration, and a search that awaits runs in those: so a trace.
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8.execute"]
SCRIPT = {"FunctionCall", "RunMicrotasks", "EvaluateScript", "TimerFire", "FireAnimationFrame", "FireIdleCallback"}
SCRIPT |= {"HandlePostMessage", "MinorGC", "MajorGC", "v8.compile", "v8.compileModule", "v8.evaluateModule"}


def typing(browser: Browser, served: Served, query: str) -> tuple[list[Key], list[Key]]:
    """What each key costs once everything is loaded: with the page's thread slowed, and as it is.

    The query is typed three times: to load, slowed, and not slowed.
    """
    with fresh_page(browser, served) as (context, page):
        load(page, served)
        _type(page, query)
        slowed = _typing_again(browser, context, page, query, SLOWED)
        return slowed, _typing_again(browser, context, page, query, 1)


def _typing_again(browser: Browser, context: BrowserContext, page: Page, query: str, slowed: int) -> list[Key]:
    page.fill(BOX, "")
    page.wait_for_timeout(2 * KEY_DELAY_MS)
    devtools = context.new_cdp_session(page)
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    browser.start_tracing(page=page, categories=TRACED)
    _type(page, query)
    page.wait_for_timeout(KEY_DELAY_MS)
    keys = read_trace(json.loads(browser.stop_tracing())["traceEvents"])
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return keys


def _type(page: Page, query: str) -> None:
    page.focus(BOX)
    for character in query:
        page.keyboard.type(character)
        page.wait_for_timeout(KEY_DELAY_MS)
    page.wait_for_function(ANSWERED, timeout=PATIENCE_SECONDS * 1000)


@dataclass(frozen=True, order=True)
class Span:
    """Something that ran on a thread, in ms of that thread's processor time: what others do on the machine doesn't count."""

    start: float
    end: float
    clock: float  # when it began, on the clock that all threads share


def read_trace(events: list[dict[str, Any]]) -> list[Key]:
    """One Key for each keydown of a trace, in order: whatever ran from it to the next."""
    presses = [event for event in events if event["name"] == "EventDispatch" and event["args"]["data"]["type"] == "keydown"]
    threads = _threads(events, presses[0]["pid"])
    page = presses[0]["tid"]
    scripts: dict[int, list[Span]] = {thread: [] for thread in threads}
    tasks: list[Span] = []
    for event in events:
        thread = event["tid"]
        # What took no time has no thread time either.
        if event.get("ph") != "X" or event["pid"] != presses[0]["pid"] or thread not in threads or "tts" not in event:
            continue
        span = Span(event["tts"] / 1000, (event["tts"] + event.get("tdur", 0)) / 1000, event["ts"] / 1000)
        if event["name"] in SCRIPT:
            scripts[thread].append(span)
        elif event["name"] == "RunTask" and thread == page:
            tasks.append(span)
    own = scripts.pop(page)
    starts = sorted(event["ts"] / 1000 for event in presses)
    keys = []
    for start, end in zip(starts, [*starts[1:], math.inf], strict=True):
        within = partial(_within, start, end)
        longest = max((task.end - task.start for task in within(tasks)), default=0.0)
        keys.append(Key(_covered(within(own)), sum(_covered(within(spans)) for spans in scripts.values()), longest))
    return keys


def _threads(events: Iterable[dict[str, Any]], process: int) -> set[int]:
    """The threads of a page's process that run its scripts."""
    names = ((event["tid"], event["args"]["name"]) for event in events if event["name"] == "thread_name" and event["pid"] == process)
    return {thread for thread, name in names if name == "CrRendererMain" or name.startswith("DedicatedWorker")}


def _within(start: float, end: float, spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if start <= span.clock < end]


def _covered(spans: Iterable[Span]) -> float:
    """How long at least one of the spans lasted: they nest."""
    total, until = 0.0, -math.inf
    for span in sorted(spans):
        total += max(0.0, span.end - max(span.start, until))
        until = max(until, span.end)
    return total


# --- one size ----------------------------------------------------------------------------------------------------------


@dataclass
class Measured:
    """Everything about one search at one size; by query, `first` holds each run."""

    first: dict[str, list[FirstSearch]] = field(default_factory=lambda: defaultdict(list))
    keys: list[Key] = field(default_factory=list)
    unslowed: list[Key] = field(default_factory=list)
    heaps: list[Heap] = field(default_factory=list)
    solved: dict[str, bool] = field(default_factory=dict)

    def per_query(self, value: Callable[[FirstSearch], float]) -> list[float]:
        return [statistics.median(map(value, runs)) for runs in self.first.values()]


@dataclass
class Size:
    mentors: int
    listed: int
    asked: dict[str, str]
    typos: list[Riddle]
    slang: list[Riddle]
    measured: dict[str, Measured] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def measure_size(browser: Browser, mentors: int, options: argparse.Namespace, work: Path) -> Size:
    ground = prepare_ground(work / str(mentors), mentors, options.seed)
    directory = ground.directory
    size = Size(mentors, len(directory.mentors), queries(directory), riddles(TYPOS, directory), riddles(SLANG, directory))
    searches, roots = [], {}
    for search in SEARCHES:
        if search.name not in options.only:
            continue
        try:
            roots[search.name] = search.prepare(ground)
            searches.append(search)
        except UnavailableError as error:
            size.left_out[search.name] = str(error)
            say(f"{search.name} is left out: {error}")
    with nginx(ground.folder, roots) as served:
        measure_searches(browser, searches, served, size, options.runs)
    return size


def measure_searches(browser: Browser, searches: Sequence[Search], served: dict[str, Served], size: Size, runs: int) -> None:
    """All searches in turn at every step, so that a busy minute of the machine meets them all."""
    size.measured = {search.name: Measured() for search in searches}
    for kind, query in size.asked.items():
        say(f"{size.mentors:,} mentors, {kind}: {query}")
        for _ in range(runs):
            for search in searches:
                size.measured[search.name].first[query].append(first_search(browser, search, served[search.name], query))
        for name, measured in size.measured.items():
            slowed, unslowed = typing(browser, served[name], query)
            measured.keys += slowed
            measured.unslowed += unslowed
            measured.heaps.append(heap_after(browser, served[name], query))
    for name, measured in size.measured.items():
        measured.solved = solve(browser, served[name], [*size.typos, *size.slang])


def solve(browser: Browser, served: Served, asked: Iterable[Riddle]) -> dict[str, bool]:
    """Typed -> whether one of the first three results has what was meant."""
    with fresh_page(browser, served) as (_, page):
        load(page, served)
        solved = {}
        for riddle in asked:
            ask(page, riddle.typed)
            solved[riddle.typed] = any(slug in riddle.slugs for slug in found(page)[:3])
        return solved


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- the report --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of the main table: a value for each search, None where it was not measured."""

    what: str
    value: Callable[[Measured], float]
    form: str
    budget: str = ""


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest rank; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def rows(size: Size) -> list[Row]:
    kb = BYTES_BUDGET_KB.get(size.mentors)
    at_most = f"{kb} kB" if kb else ""
    is_slow_size = size.mentors == KEYSTROKE_MENTORS
    return [
        *_spread("kB on the wire", lambda first: first.bytes / 1000, ".1f", at_most),
        *_spread("kB without the page's own styles and page.js", lambda first: first.bytes_of_search / 1000, ".1f"),
        *_spread("requests", lambda first: first.requests, ".0f", str(REQUESTS_BUDGET)),
        *_spread("ms to the first results, loading included, unslowed", lambda first: first.ms, ".0f"),
        *_keys("ms of script per key, slowed 4x", _script, "16 ms" * is_slow_size, "50 ms" * is_slow_size),
        *_keys("ms of script per key, unslowed, worker's included", _all_script, unslowed=True),
        *_keys("longest task of a key, script and layout, ms, slowed 4x", lambda key: key.longest_task),
        Row("MB of JavaScript heap, median", lambda it: statistics.median(heap.page for heap in it.heaps) / 1e6, ".1f"),
        Row("the same with array buffers and workers", lambda it: statistics.median(heap.everything for heap in it.heaps) / 1e6, ".1f"),
        Row(f"typos understood, of {len(size.typos)}", partial(_solved, size.typos), ".0f", str(len(size.typos))),
        Row(f"slang understood, of {len(size.slang)}", partial(_solved, size.slang), ".0f", str(len(size.slang))),
    ]


def _spread(what: str, value: Callable[[FirstSearch], float], form: str, budget: str = "") -> list[Row]:
    return [
        Row(f"{what}: median", lambda it: statistics.median(it.per_query(value)), form, budget),
        Row(f"{what}: max", lambda it: max(it.per_query(value)), form, budget),
    ]


def _keys(what: str, value: Callable[[Key], float], p95: str = "", most: str = "", unslowed: bool = False) -> list[Row]:
    def values(measured: Measured) -> list[float]:
        return [value(key) for key in (measured.unslowed if unslowed else measured.keys)]

    return [
        Row(f"{what}: p50", lambda it: percentile(values(it), 0.5), ".1f"),
        Row(f"{what}: p95", lambda it: percentile(values(it), 0.95), ".1f", p95),
        Row(f"{what}: max", lambda it: percentile(values(it), 1), ".1f", most),
    ]


def _script(key: Key) -> float:
    return key.script


def _all_script(key: Key) -> float:
    return key.script + key.worker


def _solved(asked: Iterable[Riddle], measured: Measured) -> float:
    return sum(measured.solved[riddle.typed] for riddle in asked)


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *lines))


def report_size(size: Size) -> str:
    parts = [f"## {size.mentors:,} mentors, {size.listed:,} of them listed"]
    parts += [f"{name} is left out: {reason}." for name, reason in size.left_out.items()]
    parts.append(main_table(size))
    parts += ["### By query", query_table(size)]
    parts += ["### Typos and slang: does one of the first three have what was meant?", riddle_table(size)]
    return "\n\n".join(parts)


def main_table(size: Size) -> str:
    names = list(size.measured)
    others = [name for name in names if name != "ours" and "ours" in names]
    lines = []
    for row in rows(size):
        values = {name: row.value(measured) for name, measured in size.measured.items()}
        ratios = [_ratio(values[name], values["ours"]) for name in others]
        lines.append([row.what, *(f"{value:,{row.form}}" for value in values.values()), *ratios, row.budget])
    return table(["", *names, *(f"{name} / ours" for name in others), "budget"], lines)


def _ratio(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.2f}" if ours else "–"


def query_table(size: Size) -> str:
    """kB, requests, ms and results shown, for each search."""
    lines = []
    for kind, query in size.asked.items():
        cells = [f"{kind}: {query}"]
        for measured in size.measured.values():
            runs = measured.first[query]
            kb = statistics.median(run.bytes for run in runs) / 1000
            cells.append(
                f"{kb:,.1f} kB, {runs[0].requests}, {statistics.median(run.ms for run in runs):,.0f} ms, {len(runs[0].found)} shown"
            )
        lines.append(cells)
    return table(["query", *(f"{name}: kB, requests, ms, results" for name in size.measured)], lines)


def riddle_table(size: Size) -> str:
    return table(
        ["typed", "meant", *size.measured],
        (
            [riddle.typed, riddle.meant, *("yes" if measured.solved[riddle.typed] else "no" for measured in size.measured.values())]
            for riddle in (*size.typos, *size.slang)
        ),
    )


def introduction(day: str, browser: str, runs: int) -> str:
    nginx_version = subprocess.run(
        ["nginx", "-v"], env={"PATH": f"{os.environ['PATH']}:/usr/sbin"}, capture_output=True, text=True, check=True
    )
    machine = f"{os.cpu_count()} CPUs ({platform.machine()}), Python {platform.python_version()}, Chromium {browser}"
    tools = (
        f"{nginx_version.stderr.strip().rpartition('/')[2]}; Pagefind {_version('pagefind')}, lunr.py {_version('lunr')}, lunr.js {LUNR_JS}"
    )
    return f"""# Search, side by side

Made {f"on {day} " if day else ""}by `{shlex.join(["python", "benchmarks/search.py", *sys.argv[1:]])}`
on {machine}, nginx {tools}.

The same invented directory, its listed mentors, three searches. Ours is the whole home page with its filters and their
counts; the other two stand on the barest page (`search_pages/`) that shows the first {SHOWN} results as links. kB (1,000 bytes, headers
included) and requests are what nginx sent to a browser with a cold cache, the page's document excepted, until nothing more was asked for.
ms run from the focus of the box, into which the whole query is put at once, to the complete answer, over loopback: median of {runs}.
Script per key is the thread's processor time in a trace, when the query is typed again after everything is loaded, a key every {KEY_DELAY_MS} ms.
Chromium slows the page's thread alone, never a worker (Pagefind has one), and short tasks by more than it is told to. A ratio above 1 is in our
favour, but for the last two lines."""


def _version(package: str) -> str:
    try:
        return version(package)
    except ImportError:
        return "(not there)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mentors", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--runs", type=int, default=3, help="of each first search (default 3)")
    parser.add_argument("--only", nargs="+", choices=[search.name for search in SEARCHES], default=[search.name for search in SEARCHES])
    parser.add_argument("--work", type=Path, help="keep the sites there; one folder per size, replaced")
    parser.add_argument("--date", default="", help="of this run, for the report")
    parser.add_argument("--out", type=Path, default=HERE / "RESULTS.md", help="the report; replaced")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        parts = [introduction(options.date, browser.version, options.runs)]
        for mentors in options.mentors:
            parts.append(report_size(measure_size(browser, mentors, options, (options.work or Path(folder)).resolve())))
            # After each size, so that hours of measuring aren't lost to the last one.
            options.out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        browser.close()
    print("\n\n".join(parts))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    main()
