"""`mentordir serve` as somebody uses it who edits a profile beside the browser."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sites import AS_OF, GALLERY, NewPage


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(GALLERY, tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """The preview's address. Its usual port is taken, so it has to find the next."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "mentordir", "serve", str(project), "--port", str(port), "--as-of", AS_OF]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        found = re.match(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found
        assert int(found[1]) != port
        yield found[0]
        process.terminate()
        process.communicate(timeout=10)


def test_a_change_shows_a_slip_is_explained_and_its_mending_seen(address: str, project: Path, new_page: NewPage) -> None:
    profile = project / "content" / "mentors" / "limited.md"
    text = profile.read_text(encoding="utf-8")
    page = new_page()
    page.goto(address + "mentors/limited/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lim Ited")

    profile.write_text(text.replace("name: Lim Ited", "name: Lima Edited"), encoding="utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lima Edited")

    profile.write_text(text.replace("role: faculty", "role: facultie"), encoding="utf-8")
    overlay = page.get_by_role("alert", name="Problems in the content")
    expect(overlay).to_contain_text('content/mentors/limited.md:3:7: role: "facultie" is not a known role')
    expect(overlay).to_contain_text('did you mean "faculty"?')
    expect(page.get_by_role("heading", level=1)).to_have_text("Lima Edited")

    profile.write_text(text.replace("name: Lim Ited", "name: Lima Mended"), encoding="utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lima Mended")
    expect(overlay).to_have_count(0)


def test_a_half_saved_file_and_a_broken_template_are_survived(address: str, project: Path, new_page: NewPage) -> None:
    page = new_page()
    page.goto(address)
    overlay = page.get_by_role("alert", name="Problems in the content")

    profile = project / "content" / "mentors" / "limited.md"
    whole = profile.read_bytes()
    profile.write_bytes(whole[: len(whole) // 3])
    expect(overlay).to_contain_text("content/mentors/limited.md:1:1: has no closing ---")
    profile.write_bytes(whole)
    expect(overlay).to_have_count(0)

    templates = project / "templates"
    templates.mkdir()
    (templates / "home.html").write_text(
        '{% extends "mentordir/home.html" %}{% block main %}{{ nothing_of_the_kind }}{% endblock %}', encoding="utf-8"
    )
    expect(overlay).to_contain_text("home.html:1")
    expect(overlay).to_contain_text("nothing_of_the_kind")
    (templates / "home.html").unlink()
    expect(overlay).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Gallery of States")
