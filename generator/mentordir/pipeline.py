"""The order of the stages. Everything else is in the stage that it concerns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from mentordir.assemble import assemble
from mentordir.check import Checked, check_content
from mentordir.errors import Problem
from mentordir.exporter import export_text
from mentordir.load import load_content
from mentordir.model import OutputFile
from mentordir.people import people_files
from mentordir.project import CONFIGURATION, Project, load_project
from mentordir.publish import Published, publish
from mentordir.render import render_site
from mentordir.search import search_files


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a project after its checks. `project` is None where directory.yml has errors; `files` were looked at."""

    project: Project | None
    checked: Checked | None
    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]


@dataclass(frozen=True, slots=True)
class Built:
    """A published site."""

    listed: int
    available: int
    published: Published


Watch = Callable[[OutputFile], None]


def check(root: Path, day: date, base_url: str | None = None) -> Verdict:
    """Everything that is to say about a project's files on a day. `base_url` stands in for the one in directory.yml."""
    project, problems = load_project(root, base_url)
    if project is None:
        return Verdict(None, None, tuple(sorted(problems)), 1)
    content = load_content(project)
    checked = check_content(content, project, day)
    found = tuple(sorted((*problems, *checked.problems)))
    # A file that is out of place was looked at too, though it has no source.
    sources = (*content.mentors, *content.programs, *content.pages)
    looked_at = {CONFIGURATION, *(source.path for source in sources), *(problem.path for problem in found)}
    return Verdict(project, checked, found, len(looked_at))


def build(project: Project, checked: Checked, out: Path, day: date, audience: str, watch: Watch = lambda file: None) -> Built:
    """The site of the valid profiles in `checked`, published whole in `out`. `watch` sees each file as it is made."""
    directory = assemble(checked.profiles, checked.programs, checked.pages, project, day, audience, checked.files)
    pages = render_site(directory, project.content, project.root / "templates")
    files = chain(pages, search_files(directory), people_files(directory))
    published = publish(_watched(files, watch), out)
    return Built(len(directory.mentors), directory.available_count, published)


def export(project: Project, checked: Checked, day: date, audience: str, style: str, background: bool = False) -> str:
    """The valid profiles in `checked` as text for other programs, in one of the styles of exporter.py."""
    directory = assemble(checked.profiles, checked.programs, checked.pages, project, day, audience, checked.files)
    return export_text(directory, style, background)


def _watched(files: Iterable[OutputFile], watch: Watch) -> Iterator[OutputFile]:
    for file in files:
        watch(file)
        yield file
