"""Programs that the tests drive: a browser, which has to be there, and nginx, which should be.

`python tests/obtain.py` gets what is missing. A browser is looked for on PATH, then among Playwright's own downloads,
then downloaded by Playwright, then installed from Debian's packages where we are root. If none can be had, it says how
to get one and fails: browser tests are never skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The headless shell first: the same engine for half the processor time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
HOW_TO = """No browser for the browser tests. Get one of these, then run make test again:
  Debian, Ubuntu   sudo apt-get install chromium
  macOS            brew install --cask chromium
  anywhere         .venv/bin/python -m playwright install --with-deps chromium"""


def find_browser() -> Path | None:
    """The browser to use: one on PATH, else Playwright's own; None where there is neither."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def obtain_browser() -> Path:
    """A browser, installed if need be. Exits with instructions where none can be had."""
    browser = find_browser()
    if browser is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
        browser = find_browser()
    if browser is None and _install("chromium"):
        browser = find_browser()
    if browser is None:
        sys.exit(HOW_TO)
    return browser


def obtain_nginx() -> Path | None:
    """nginx, installed from Debian's packages where we are root; None where it can't be had."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and _install("nginx-light"):
        found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return Path(found) if found else None


def _install(package: str) -> bool:
    """Whether a Debian package could be installed."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    return _run("apt-get", "update", "-qq") and _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def _run(*command: str) -> bool:
    return subprocess.run(command, stdout=sys.stderr, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False).returncode == 0


if __name__ == "__main__":
    print(f"browser: {obtain_browser()}")
    print(f"nginx: {obtain_nginx() or 'none; its tests will say that they were skipped'}")
