"""Pictures of every page kind and state, at three widths, in light and dark, to be looked at.

`make screenshots` writes them to .screenshots/, and the picture at the top of README.md to .github/pages.webp.
"""

import re
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from obtain import obtain_browser
from sites import GALLERY, REPOSITORY, build, sandbox_arguments

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
EXAMPLE_PAGES = (
    "",
    "#q=health&type=personal",
    "#q=glaucoma+zebrafish",
    "#q=sepsis&all=1",
    "#q=xqzt&stage=premed",
    "#stage=resident&start=need",
    "#stage=resident&type=career&start=meet",
    "mentors/",
    "browse/",
    "browse/interest/",
    "browse/stage/resident/",
    "programs/",
    "guide/",
    "guide/message/",
    "guide/meeting/",
    "guide/agreement/",
    "guide/agreeing/",
    "join/",
    "join/#change=kaveh-sohrabi",
    "join/#pause=kaveh-sohrabi",
    "team/",
    "404.html",
)
# What shows that a page has done what its fragment asks for.
READY = ", ".join(
    (
        "[data-results][aria-busy=false] > li",
        "[data-routes]:not([hidden])",
        "[data-start-back]:not([hidden])",
        "[data-whole]:not([hidden])",
        "[data-step-mail]:not([hidden])",
    )
)


def serve(folder: Path) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


def take(browser: Browser, home: str, paths: tuple[str, ...], prefix: str, out: Path) -> int:
    count = 0
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            for path in paths:
                page.goto(home + path)
                if "#" in path:
                    page.reload()  # to another address of the same page it wouldn't be loaded
                    page.locator(READY).first.wait_for()
                name = re.sub(r"\W+", "-", path.removesuffix(".html")).strip("-") or "home"
                page.screenshot(path=out / f"{prefix}-{name}-{width}-{scheme}.png", full_page=True)
                count += 1
            page.close()
    return count


def compose(out: Path, picture: Path) -> None:
    """The home page on a desk in light and on a phone in dark, side by side, and a profile on a phone."""
    height = 800
    shots = [
        Image.open(out / f"example-{name}.png").convert("RGB")
        for name in ("home-1280-light", "home-360-dark", "mentors-siobhan-odowd-fennelly-360-light")
    ]
    parts = [shot.crop((0, 0, shot.width, min(shot.height, height))) for shot in shots]
    gap = 24
    sheet = Image.new("RGB", (sum(part.width for part in parts) + gap * (len(parts) + 1), height + 2 * gap), "#8d979e")
    left = gap
    for part in parts:
        sheet.paste(part, (left, gap))
        left += part.width + gap
    picture.parent.mkdir(exist_ok=True)
    sheet.resize((sheet.width * 2 // 3, sheet.height * 2 // 3), Image.Resampling.LANCZOS).save(picture, quality=82, method=6)


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(exist_ok=True)
    states = tuple(f"mentors/{path.stem}/" for path in sorted((GALLERY / "content" / "mentors").iterdir()) if path.is_file())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        example = serve(build(REPOSITORY, Path(folder) / "example", "--base-url", "https://lakeside.example/"))
        gallery = serve(build(GALLERY, Path(folder) / "gallery", "--audience", "campus"))
        browser = playwright.chromium.launch(executable_path=obtain_browser(), args=sandbox_arguments())
        count = take(browser, example, (*EXAMPLE_PAGES, "mentors/siobhan-odowd-fennelly/"), "example", out)
        count += take(browser, gallery, ("", "mentors/", *states), "gallery", out)
        browser.close()
    compose(out, REPOSITORY / ".github" / "pages.webp")
    print(f"{count} pictures in {out}")


if __name__ == "__main__":
    main()
