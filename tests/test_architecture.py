"""Who may import whom, who prints, and who makes Markup: read from the sources."""

import ast
import graphlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordir.reference import with_tables

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "generator" / "mentordir"

# cli -> verbs -> pipeline -> stages -> leaves. A module that is named nowhere here is a leaf.
STAGES = {"load", "check", "assemble", "search", "people", "render", "publish"}
VERBS = {"serve", "scaffold", "importer", "report", "edits", "starter", "issues", "summary"}
RANKS = {**dict.fromkeys(STAGES, 1), "pipeline": 2, **dict.fromkeys(VERBS, 3), "cli": 4, "__main__": 5}


def module_name(path: Path) -> str:
    """`vocabulary` for vocabulary/__init__.py, "" for the package itself."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}
MODULES = sorted(SOURCES.keys() - {""})


def imports(tree: ast.AST) -> Iterator[str]:
    """The full names of all modules that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(tree: ast.AST) -> set[str]:
    """The modules of this package among them."""
    return {name.removeprefix("mentordir.") for name in imports(tree)} & set(MODULES)


def rank(name: str) -> int:
    return RANKS.get(name.split(".", maxsplit=1)[0], 0)


def test_the_sources_are_there() -> None:
    assert {"load", "check", "assemble", "render", "publish", "pipeline", "cli", "model", "markup", "vocabulary"} <= set(MODULES)


@pytest.mark.parametrize("name", sorted(STAGES & set(MODULES)))
def test_stages_never_import_each_other(name: str) -> None:
    assert own_imports(TREES[name]) & STAGES == set()


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    upwards = {other for other in own_imports(TREES[name]) if rank(other) > rank(name)}
    assert upwards == set()


def test_the_pipeline_knows_every_stage() -> None:
    assert STAGES & set(MODULES) <= own_imports(TREES["pipeline"])


def test_no_modules_import_each_other_in_a_circle() -> None:
    at_import = {
        name: set().union(*(own_imports(node) for node in tree.body if not isinstance(node, ast.FunctionDef)))
        for name, tree in TREES.items()
    }
    # Where there is a circle this raises CycleError, which names it.
    order = list(graphlib.TopologicalSorter(at_import).static_order())
    assert order.index("errors") < order.index("pipeline") < order.index("cli")


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"cli"}))
def test_only_the_command_line_imports_click_and_prints(name: str) -> None:
    tree = TREES[name]
    assert not [found for found in imports(tree) if found.split(".")[0] == "click"]
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    streams = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr")]
    assert "print" not in names
    assert streams == []


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"cli", "__main__"}))
def test_only_the_command_line_ends_the_process(name: str) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    raised = [ast.unparse(node.exc) for node in ast.walk(TREES[name]) if isinstance(node, ast.Raise) and node.exc]
    assert not [found for found in (*calls, *raised) if re.match(r"(sys\.|os\._)?exit\b|SystemExit", found)]


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"markup"}))
def test_only_one_module_makes_markup(name: str) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    assert not [call for call in calls if "Markup" in call.split(".")]
    assert not [found for found in imports(TREES[name]) if found.split(".")[0] in ("nh3", "markdown")]


def test_templates_trust_nothing() -> None:
    templates = [path for path in (REPOSITORY / "templates").rglob("*") if path.suffix in (".html", ".xml")]
    assert len(templates) > 10
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), path.name


def test_pages_have_no_script_or_style_of_their_own() -> None:
    """The content security policy would refuse them."""
    for path in (REPOSITORY / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        inline = [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and "application/ld+json" not in tag]
        assert inline == [], path.name
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text), path.name


@pytest.mark.parametrize("name", MODULES)
def test_only_the_stages_that_may_touch_files_do(name: str) -> None:
    """Files are touched in load, publish, project, serve, scaffold, importer and cli; packaged data and assets are read elsewhere."""
    contract = {"load", "publish", "project", "serve", "scaffold", "importer", "cli"}
    allowed = contract | {"edits", "starter", "removed", "report", "render", "portraits", "shipped", "vocabulary", "scalars", "reference"}
    calls = [ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    touching = [
        call
        for call in calls
        if re.search(r"(^|\.)(open|read_text|read_bytes|write_text|write_bytes|mkdir|unlink|rmtree|scandir|iterdir|rglob)$", call)
    ]
    assert name in allowed or touching == []


def test_the_tables_of_the_readme_are_those_of_the_code() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert with_tables(readme) == readme, "run `make reference`"
