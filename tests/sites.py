"""The projects that the browser tests build, the real command that builds them, and what every page must pass."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

REPOSITORY = Path(__file__).resolve().parents[1]
GALLERY = Path(__file__).parent / "browser" / "gallery"
AS_OF = "2026-11-24"

NewPage = Callable[..., Page]


def build(project: Path, out: Path, *options: str) -> Path:
    """The project's site in `out`, by the real command."""
    command = [sys.executable, "-m", "mentordir", "build", str(project), "-o", str(out), "--as-of", AS_OF, "-q", *options]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return out


def sandbox_arguments() -> list[str]:
    """As root, Chromium refuses to run in its sandbox."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def assert_accessible(page: Page) -> None:
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert results.violations_count == 0, results.generate_report()
    assert results.response["passes"], "axe checked nothing"
