"""The site behind a real nginx, at the root of a host and under a path."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from crawl import crawl
from obtain import obtain_nginx
from sites import REPOSITORY, NewPage, build


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """base path -> address of the home page, as nginx serves it."""
    program = obtain_nginx()
    if program is None:
        pytest.skip("nginx is not installed, and can't be installed here")
    folder = tmp_path_factory.mktemp("nginx")
    port = _free_port()
    at_root = build(REPOSITORY, folder / "root", "--base-url", f"http://localhost:{port}/")
    below = build(REPOSITORY, folder / "below", "--base-url", f"http://127.0.0.1:{port}/some/path/")
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"""{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}
        http {{
          include /etc/nginx/mime.types; access_log off;
          client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
          uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
          server {{ listen 127.0.0.1:{port}; server_name localhost; root {at_root}; error_page 404 /404.html; absolute_redirect off; }}
          server {{ listen 127.0.0.1:{port}; server_name 127.0.0.1; absolute_redirect off;
            location /some/path/ {{ alias {below}/; error_page 404 /some/path/404.html; }} }}
        }}""",
        encoding="utf-8",
    )
    process = subprocess.Popen([program, "-c", configuration, "-p", folder])
    addresses = {"/": f"http://localhost:{port}/", "/some/path/": f"http://127.0.0.1:{port}/some/path/"}
    for _ in range(100):
        try:
            urllib.request.urlopen(addresses["/"]).close()
            break
        except OSError:
            time.sleep(0.05)
    yield addresses
    process.terminate()
    process.wait(timeout=10)


@pytest.mark.parametrize("base_path", ["/", "/some/path/"])
def test_every_link_leads_somewhere(nginx: dict[str, str], base_path: str) -> None:
    depths = crawl(nginx[base_path])
    assert len(depths) > 300
    assert sum(path.startswith("mentors/") and depth <= 3 for path, depth in depths.items()) >= 40


@pytest.mark.parametrize("base_path", ["/", "/some/path/"])
def test_a_missing_page_is_found_its_way_home_from_any_depth(nginx: dict[str, str], base_path: str, new_page: NewPage) -> None:
    page = new_page()
    response = page.goto(nginx[base_path] + "mentors/who/is/this/")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the stylesheet is found"
    page.get_by_role("link", name="All mentors").click()
    expect(page).to_have_url(nginx[base_path] + "mentors/")


def test_data_files_are_served(nginx: dict[str, str]) -> None:
    for name in ("mentors.json", "feed.xml", "sitemap.xml", "robots.txt", "schema/mentor.json", "assets/manifest.webmanifest"):
        with urllib.request.urlopen(nginx["/some/path/"] + name) as response:
            assert response.read()
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(nginx["/some/path/"] + "directory.yml")
