"""The command line: one function per verb. Nothing else prints or exits.

Exit codes: 0 fine, 1 the content has problems, 2 wrong usage, 70 our bug.
"""

import difflib
import gc
import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from mentordir import __version__
from mentordir.edits import Change, RefusedError, add_profile, confirm, pause, remove
from mentordir.errors import Invalid, MentordirError, Problem
from mentordir.importer import Imported, import_sheet
from mentordir.issues import MAX_EVENT_BYTES, answer_issue
from mentordir.model import OutputFile
from mentordir.pipeline import Verdict, build, check, export
from mentordir.project import Project, find_project, load_project
from mentordir.publish import recover
from mentordir.report import refusal, write_reminders
from mentordir.report.reminders import reminders as asking
from mentordir.report.renderings import as_json, as_markdown, as_text
from mentordir.report.survey import survey
from mentordir.scaffold import Answers, new_profile
from mentordir.scalars import HomeUrl, Scalar, Surroundings
from mentordir.schema import CLINICAL_ROLES, Profile, field_guides, json_schema
from mentordir.serve import Preview
from mentordir.source import MAX_FILE_BYTES
from mentordir.starter import HOSTS, start
from mentordir.summary import summary
from mentordir.writing import quoted

EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_BUG = 70
EXIT_INTERRUPTED = 130

log = logging.getLogger("mentordir")


def main() -> NoReturn:
    """Run the command and exit with its code."""
    # Profiles are many, live to the end and hold no cycles; by default the collector would walk them again and again,
    # for a tenth of a large build's time.
    gc.set_threshold(100_000, 10, 100)
    try:
        code = cli.main(prog_name="mentordir", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except MentordirError as error:
        if isinstance(error, RefusedError):
            _say_all(_text_lines(error.problems, find_project(Path.cwd())))
        _say(f"mentordir: {error}")
        sys.exit(EXIT_PROBLEMS)
    except BrokenPipeError:
        # Somebody's `| head` has seen enough. Python would complain once more while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception:
        traceback.print_exc()
        _say("mentordir: this is a bug; please report it with the lines above")
        sys.exit(EXIT_BUG)


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-01", param, ctx)


class _HomeAddress(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return HomeUrl().read(value, Surroundings())
        except Invalid as refusal:
            self.fail(f"{refusal.message}; {refusal.hint}", param, ctx)


def _volume(function: Callable[..., Any]) -> Callable[..., Any]:
    """-q and -v, on every verb."""
    function = click.option("-v", "--verbose", is_flag=True, help="Say more.")(function)
    return click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")(function)


_as_of = click.option(
    "--as-of", type=_Day(), metavar="DATE", help="Build as if today were DATE (default: SOURCE_DATE_EPOCH, else today in UTC)."
)
_audience = click.option(
    "--audience",
    type=click.Choice(["public", "campus"]),
    default="public",
    show_default=True,
    help="For whom: campus includes what is marked so.",
)
_strict = click.option("--strict", is_flag=True, help="Let warnings count as errors.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="mentordir")
def cli() -> None:
    """A git repository of mentor profiles becomes a fast, searchable website.

    \b
    Example:
      mentordir check && mentordir build
    """


@cli.command("build")
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site goes (default: site/ in the project).",
)
@click.option("--base-url", type=_HomeAddress(), metavar="URL", help="Address of the home page, in place of base_url in directory.yml.")
@_audience
@_as_of
@_strict
@click.option("--skip-invalid", is_flag=True, help="Publish the profiles without errors, and say who was left out.")
@_volume
def build_command(
    project: Path | None,
    output: Path | None,
    base_url: str | None,
    audience: str,
    as_of: date | None,
    strict: bool,
    skip_invalid: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check everything, then write the site. Any error: nothing is written, and the old site stands.

    \b
    Example:
      mentordir build --base-url https://lakeside.example/mentors/ -o public
    """
    started = time.perf_counter()
    _set_up_logging(quiet, verbose)
    root = find_project((project or Path()).resolve())
    out = output or root / "site"
    recover(out)
    day = _today(as_of)
    verdict = check(root, day, base_url)
    shown = [p for p in verdict.problems if p.severity == "error" or not quiet]
    _say_all(_text_lines(shown, root))
    if verdict.project is None or verdict.checked is None or (verdict.errors and not skip_invalid) or (strict and verdict.problems):
        _say(_count(verdict) + (" (warnings count with --strict)" if strict and not verdict.errors else "") + "; nothing was written")
        return EXIT_PROBLEMS
    built = build(verdict.project, verdict.checked, out, day, audience, _progress(quiet))
    if verdict.errors:
        _say("left out: " + ", ".join(dict.fromkeys(problem.path for problem in verdict.errors)))
    if not quiet:
        click.echo(
            f"{_plural(built.listed, 'mentor')} listed, {built.available} available on {day}: {_plural(built.published.files, 'file')}, "
            f"{built.published.size_bytes / 1e6:,.1f} MB, in {time.perf_counter() - started:.1f} s, in {_here(out)}"
        )
    return 0


@cli.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    show_default=True,
    help="github prints workflow annotations; markdown a summary with the cards of the profiles named.",
)
@_as_of
@_strict
@_volume
def check_command(paths: tuple[Path, ...], style: str, as_of: date | None, strict: bool, quiet: bool, verbose: bool) -> int:
    """Say everything that is wrong, without writing. PATHS: the project, or the files to report on.

    \b
    Example:
      mentordir check content/mentors/ana-lima.md
    """
    _set_up_logging(quiet, verbose)
    folders = [path for path in paths if path.is_dir()]
    root = find_project((paths[0] if folders else paths[0].parent).resolve() if paths else Path.cwd())
    day = _today(as_of)
    verdict = check(root, day)
    problems = [p for p in verdict.problems if p.severity == "error" or not quiet]
    if paths and not folders:
        wanted = {path.resolve() for path in paths}
        problems = [problem for problem in problems if (root / problem.path).resolve() in wanted]
    match style:
        case "json":
            click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
        case "github":
            _say_all(_github_lines(problems, root), err=False)
        case "markdown":
            named = [path.stem for path in paths if path.resolve().parent == (root / "content" / "mentors").resolve()]
            click.echo(summary(verdict, problems, named, day), nl=False)
        case _:
            _say_all(_text_lines(problems, root), err=False)
            if not quiet or problems:
                click.echo(_count(verdict, problems))
    failing = problems if strict else [problem for problem in problems if problem.severity == "error"]
    return EXIT_PROBLEMS if failing else 0


@cli.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--host", type=click.Choice(HOSTS), default="github", show_default=True, help="Where it will be kept; its workflows are written too."
)
@_as_of
@_volume
def init_command(folder: Path, host: str, as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Write a school's new repository into DIR: settings, two invented mentors, pages, forms and workflows. It builds as it is.

    \b
    Example:
      mentordir init our-mentors --host github
    """
    _set_up_logging(quiet, verbose)
    started = start(folder, host, _today(as_of))
    if not quiet:
        click.echo(f"wrote {_plural(len(started.files), 'file')} into {_here(folder.resolve())}\n\n{started.next_steps.rstrip()}")
    return 0


@cli.command("issue", hidden=True)
@click.argument("event", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--reply", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE", help="Where the answer goes.")
@_as_of
@_volume
def issue_command(event: Any, reply: Path, as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Do what an issue asks that was made with a form of `init`, for its workflow. Prints the outcome as a step's outputs.

    \b
    Example:
      mentordir issue "$GITHUB_EVENT_PATH" --reply reply.md >> "$GITHUB_OUTPUT"
    """
    _set_up_logging(quiet, verbose)
    answer = answer_issue(_project(), event.read(MAX_EVENT_BYTES), _today(as_of))
    reply.write_text(f"{answer.reply}\n", encoding="utf-8")
    click.echo(f"outcome={answer.outcome}\ntitle={answer.title}")
    return 0


@cli.command("serve")
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="A busy port means the next free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@_as_of
@_volume
def serve_command(project: Path | None, port: int, open_browser: bool, as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Preview the site on this machine, rebuilt and reloaded whenever a file changes.

    \b
    Example:
      mentordir serve --open
    """
    _set_up_logging(quiet, verbose)
    root = find_project((project or Path()).resolve())

    def report(problems: Iterable[Problem]) -> None:
        _say_all(_text_lines(problems, root))

    with Preview(root, port, lambda: _today(as_of), report) as preview:
        click.echo(f"{preview.url} (Ctrl-C ends it)")
        if open_browser:
            click.launch(preview.url)
        try:
            preview.wait()
        except KeyboardInterrupt:
            click.echo("")
    return 0


@cli.command("new")
@click.argument("name")
@_volume
def new_command(name: str, quiet: bool, verbose: bool) -> int:
    """Write a profile file for NAME with every field explained, ready to fill. Asks a few questions on a terminal.

    \b
    Example:
      mentordir new "Ana Lima"
    """
    _set_up_logging(quiet, verbose)
    root = find_project(Path.cwd())
    project, problems = load_project(root)
    if project is None:
        _say_all(_text_lines([p for p in problems if p.severity == "error"], root))
        return EXIT_PROBLEMS
    answers: Answers = {"last_confirmed": _today(None).isoformat(), "listed_since": _today(None).isoformat()}
    if sys.stdin.isatty() and sys.stdout.isatty():
        answers = {**answers, **_ask(project)}
    path = new_profile(project, name, answers)
    if not quiet:
        click.echo(f"wrote {_here(path)}\nFill in what is left, then: mentordir check {_here(path)}")
    return 0


@cli.command("add")
@click.argument("file", type=click.File("r", encoding="utf-8-sig", errors="strict"))
@_as_of
@_volume
def add_command(file: Any, as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Make a file of a profile that arrived as text, by mail for instance; - reads it from standard input.

    A text with the line `# mentordir: change SLUG` changes the fields that it names, and no others.

    \b
    Example:
      mentordir add - < mail.txt
    """
    _set_up_logging(quiet, verbose)
    try:
        text = file.read(10 * MAX_FILE_BYTES)
    except UnicodeDecodeError:
        raise MentordirError(f"{file.name} is not saved as UTF-8") from None
    return _edit(lambda project, day: [add_profile(project, text, day)], as_of, quiet)


@cli.command("confirm")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@_as_of
@_volume
def confirm_command(slugs: tuple[str, ...], as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Note that the mentors said today: this is right. One line of each file changes.

    \b
    Example:
      mentordir confirm ana-lima rui-costa
    """
    _set_up_logging(quiet, verbose)
    return _edit(lambda project, day: confirm(project, slugs, day), as_of, quiet)


@cli.command("pause")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@click.option("--until", type=_Day(), metavar="DATE", help="The last day of the pause (default: until somebody ends it).")
@_as_of
@_volume
def pause_command(slugs: tuple[str, ...], until: date | None, as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Show the mentors as paused. Everything else in their files stays as it is.

    \b
    Example:
      mentordir pause ana-lima --until 2027-01-31
    """
    _set_up_logging(quiet, verbose)
    return _edit(lambda project, day: pause(project, slugs, until, day), as_of, quiet)


@cli.command("remove")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
@_volume
def remove_command(slugs: tuple[str, ...], quiet: bool, verbose: bool) -> int:
    """Take the mentors out, with their photos, and keep the next import from bringing them back.

    Earlier versions stay in the history of the repository.

    \b
    Example:
      mentordir remove ana-lima
    """
    _set_up_logging(quiet, verbose)
    for path in remove(_project(), slugs):
        if not quiet:
            click.echo(f"removed {_here(path)}")
    return 0


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Which column is which field (default: FILE.map.yaml, written if it isn't there).",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change no profile.")
@click.option(
    "--prefer", type=click.Choice(["sheet", "file"]), help="Who is right where a sheet and a file both changed (default: say so, leave it)."
)
@_as_of
@_volume
def import_command(
    file: Path, map_file: Path | None, dry_run: bool, prefer: str | None, as_of: date | None, quiet: bool, verbose: bool
) -> int:
    """Make profiles of the rows of FILE: CSV, XLSX, JSON or a YAML list. Importing again updates what the sheet changed.

    What was edited in the files stays, and so do those who were removed. Any error: nothing is written.

    \b
    Example:
      mentordir import responses.csv --dry-run
    """
    _set_up_logging(quiet, verbose)
    project = _project()
    chosen: Any = prefer or ""
    done = import_sheet(project, file, map_file, _today(as_of), chosen, dry_run=dry_run)
    if dry_run:
        _say_all(_diff_lines(done, project.root), err=False)
    if not quiet:
        _say_all(_import_lines(done, dry_run), err=False)
    return 0


@cli.command("schema")
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_volume
def schema_command(project: Path | None, quiet: bool, verbose: bool) -> int:
    """Print the JSON Schema of a profile, with this directory's vocabularies, for editors.

    \b
    Example:
      mentordir schema > mentor.schema.json
    """
    _set_up_logging(quiet, verbose)
    root = find_project((project or Path()).resolve())
    loaded, problems = load_project(root)
    if loaded is None:
        _say_all(_text_lines([p for p in problems if p.severity == "error"], root))
        return EXIT_PROBLEMS
    click.echo(json.dumps(json_schema(Profile, loaded.vocabularies), ensure_ascii=False, indent=2))
    return 0


@cli.command("export")
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "lunr"]),
    required=True,
    help="json and csv: all profiles, as import reads them back; lunr: an index that lunr.js and lunr.py load, without contacts.",
)
@click.option("--background", is_flag=True, help="Include what mentors agreed to show of their background.")
@_audience
@_as_of
@_volume
def export_command(
    project: Path | None, style: str, background: bool, audience: str, as_of: date | None, quiet: bool, verbose: bool
) -> int:
    """Print the directory for other programs. json and csv hold the mentors' addresses: keep them where only you read.

    \b
    Example:
      mentordir export --format csv > mentors.csv
    """
    _set_up_logging(quiet, verbose)
    root = find_project((project or Path()).resolve())
    day = _today(as_of)
    verdict = check(root, day)
    if verdict.project is None or verdict.checked is None or verdict.errors:
        _say_all(_text_lines(verdict.errors, root))
        _say(_count(verdict) + "; nothing was exported")
        return EXIT_PROBLEMS
    # As bytes: the line ends of CSV are its own, on every system.
    click.echo(export(verdict.project, verdict.checked, day, audience, style, background).encode(), nl=False)
    return 0


@cli.command("report")
@click.argument("project", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="markdown is for an issue.",
)
@click.option(
    "--reminders",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a mail-merge file too: a row for each mentor to ask.",
)
@_as_of
@_volume
def report_command(project: Path | None, style: str, reminders: Path | None, as_of: date | None, quiet: bool, verbose: bool) -> int:
    """Say what a coordinator should know: who to ask, who is full, what is missing, whom nobody mentors.

    \b
    Example:
      mentordir report --reminders ../reminders.csv
    """
    _set_up_logging(quiet, verbose)
    root = find_project((project or Path()).resolve())
    day = _today(as_of)
    verdict = check(root, day)
    if verdict.project is None or verdict.checked is None:
        raise RefusedError(verdict.errors)
    found = survey(verdict.checked.profiles, verdict.project, day, verdict.problems)
    if reminders:
        if not verdict.project.settings.base_url:
            raise click.UsageError("--reminders needs base_url: in directory.yml, for the links in the file")
        if fault := refusal(reminders, root):
            raise click.UsageError(f"--reminders: {_here(reminders)} {fault}")
        rows = asking(found, verdict.checked.profiles, verdict.project.settings.language)
        write_reminders(reminders, rows)
        _say(f"wrote {_plural(len(rows), 'row')} to {_here(reminders)}; it holds e-mail addresses, so never commit or publish it")
    if verdict.errors:
        named = ", ".join(file.path for file in found.invalid[:10]) + (", ..." if len(found.invalid) > 10 else "")
        _say(f"{_plural(len(found.invalid), 'file')} with errors left out: {named}; mentordir check says what to do")
    renderings = {"text": as_text, "json": as_json, "markdown": as_markdown}
    click.echo(renderings[style](found))
    return 0


# --- what the verbs share ---------------------------------------------------------------------------------------------


def _project() -> Project:
    """The project around here. Raises RefusedError where directory.yml has errors."""
    root = find_project(Path.cwd())
    project, problems = load_project(root)
    if project is None:
        raise RefusedError(problem for problem in problems if problem.severity == "error")
    return project


def _edit(verb: Callable[[Project, date], list[Change]], as_of: date | None, quiet: bool) -> int:
    """Run a verb that changes profiles, and say what became of it."""
    project = _project()
    for change in verb(project, _today(as_of)):
        if not quiet:
            _say_all(_text_lines(change.problems, project.root))
        done = "wrote" if change.before is None else "unchanged:" if change.before == change.after else "changed"
        if not quiet:
            click.echo(f"{done} {_here(change.path)}")
    return 0


def _diff_lines(done: Imported, root: Path) -> Iterable[str]:
    """What an import would change, as a unified diff."""
    for written in (*done.added, *done.changed):
        name = written.path.relative_to(root).as_posix()
        before = (written.before or "").splitlines()
        source = f"a/{name}" if written.before is not None else "/dev/null"
        yield from difflib.unified_diff(before, written.after.splitlines(), source, f"b/{name}", lineterm="")


def _import_lines(done: Imported, dry_run: bool) -> Iterable[str]:
    """What became of each row that is not as it was, and the count of all."""
    if done.mapping:
        yield f"wrote {_here(done.mapping)}: which column is which field; look at it, edit it, import again"
    yield from (f"note: {note}" for note in done.notes)
    for verb, files in (("added", done.added), ("changed", done.changed)):
        for written in files:
            details = [f"row {written.row}", *written.fields, *(["draft"] if written.draft else [])]
            yield f"{verb} {_here(written.path)} ({', '.join(details)})"
    yield from (f"gone {_here(path)}: no row has it any more; the file stays until you remove it" for path in done.gone)
    yield from (f"left out: {sentence}" for sentence in done.kept_out)
    yield from (f"conflict: {sentence}" for sentence in done.conflicts)
    drafts = sum(written.draft for written in done.added)
    counts = [
        f"{len(done.added):,} added" + (f" ({_plural(drafts, 'draft')})" if drafts else ""),
        f"{len(done.changed):,} changed",
        f"{done.unchanged:,} unchanged",
        f"{len(done.gone):,} gone",
        *([f"{len(done.kept_out):,} left out"] if done.kept_out else []),
        *([_plural(len(done.conflicts), "conflict")] if done.conflicts else []),
    ]
    yield ", ".join(counts) + ("; nothing was written" if dry_run else "")


def _today(as_of: date | None) -> date:
    if as_of:
        return as_of
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise MentordirError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds") from None
    return datetime.now(UTC).date()


def _ask(project: Project) -> Answers:
    """The questions whose answers nobody can guess. An answer that a check would refuse is asked again."""
    around = Surroundings(vocabularies=project.vocabularies)
    guides = {guide.path: guide for guide in field_guides(Profile)}

    def ask(path: str, question: str, *, optional: bool = False) -> str:
        guide = guides[path]
        while True:
            text = click.prompt(question, default="" if optional else None, show_default=False)
            parts = [part.strip() for part in text.split(",") if part.strip()] if guide.many else [text.strip()]
            try:
                values = [_read(guide.kind, part, around) for part in parts if part or not optional]
            except Invalid as refusal:
                click.echo(f"  {refusal.message}\n  {refusal.hint}")
                continue
            if guide.many:
                return f"[{', '.join(map(quoted, values))}]" if values else ""
            return quoted(values[0]) if values else ""

    choices = {
        name: ", ".join(entry.id for entry in project.vocabularies[name].choices()) for name in ("roles", "types", "stages", "methods")
    }
    answers = {"role": ask("role", f"Your role ({choices['roles']})")}
    if answers["role"] in CLINICAL_ROLES:
        answers["specialties[]"] = ask("specialties[]", "Your specialties, with commas between them")
    if project.settings.institution is None:
        answers["institution"] = ask("institution", "Where you work")
    answers["mentoring[].type"] = ask("mentoring[].type", f"How you mentor, first of all ({choices['types']})")
    answers["mentoring[].stages[]"] = ask("mentoring[].stages[]", f"Whom ({choices['stages']}; empty for anybody)", optional=True)
    answers["interests[]"] = ask("interests[]", "A few interests by which people should find you, with commas", optional=True)
    answers["availability.status"] = "open"
    answers["contact.method"] = ask("contact.method", f"How a first request should reach you ({choices['methods']})")
    if answers["contact.method"] != "coordinator":
        answers["contact.value"] = ask("contact.value", "Its address")
    return {path: answer for path, answer in answers.items() if answer}


def _read(kind: Scalar | None, text: str, around: Surroundings) -> str:
    assert kind is not None
    if not text:
        raise Invalid("is empty", f"give {kind.describe()}")
    return str(kind.read(kind.prepare(text), around))


def _set_up_logging(quiet: bool, verbose: bool) -> None:
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    logging.basicConfig(level=logging.WARNING, format="mentordir: %(message)s", stream=sys.stderr, force=True)
    log.setLevel(level)


def _progress(quiet: bool) -> Callable[[OutputFile], None]:
    """Counts files on a terminal, in one line that is wiped at the end of each count."""
    if quiet or not sys.stderr.isatty():
        return lambda file: None
    count = 0

    def show(file: OutputFile) -> None:
        nonlocal count
        count += 1
        if count % 500 == 0:
            click.echo(f"\r{count:,} files\r", err=True, nl=False)

    return show


def _text_lines(problems: Iterable[Problem], root: Path) -> Iterable[str]:
    """`path:line:column: severity: field: message`, the remedy indented below it."""
    for problem in problems:
        place = ":".join([_here(root / problem.path), *(str(n) for n in (problem.line, problem.column) if n)])
        severity = click.style(problem.severity, fg="red" if problem.severity == "error" else "yellow", bold=True)
        field = f"{problem.field}: " if problem.field else ""
        yield f"{place}: {severity}: {field}{problem.message}"
        if problem.hint:
            yield f"    {problem.hint}"


def _github_lines(problems: Iterable[Problem], root: Path) -> Iterable[str]:
    """Workflow commands, which GitHub shows beside the line. Values are escaped as its runner wants them."""
    for problem in problems:
        place = f"file={_property(_here(root / problem.path))}"
        if problem.line:
            place += f",line={problem.line},col={problem.column}"
        title = _property(problem.field or "profile")
        yield f"::{problem.severity} {place},title={title}::{_data(f'{problem.message}{chr(10)}{problem.hint}'.strip())}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _count(verdict: Verdict, problems: Iterable[Problem] | None = None) -> str:
    """ "2 errors and 1 warning in 3 of 24 files"."""
    problems = verdict.problems if problems is None else list(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(list(problems)) - errors
    parts = [_plural(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    if not parts:
        return f"{_plural(verdict.files, 'file')} checked, no problems"
    return f"{' and '.join(parts)} in {len({problem.path for problem in problems})} of {_plural(verdict.files, 'file')}"


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _here(path: Path) -> str:
    """A path as one would type it from here."""
    return os.path.relpath(path).replace(os.sep, "/") if path.is_absolute() else path.as_posix()


def _say(text: str) -> None:
    click.echo(text, err=True)


def _say_all(lines: Iterable[str], err: bool = True) -> None:
    colour = None if "NO_COLOR" not in os.environ else False
    for line in lines:
        click.echo(line, err=err, color=colour)
