"""The files that come with the package: the theme, the guide pages, and the files of a school's new repository."""

from importlib import resources
from pathlib import Path


def shipped_templates() -> Path:
    """The theme: inside the installed package, else the checkout's templates/."""
    return _folder("templates", "templates")


def shipped_pages() -> Path:
    """The guide pages: inside the installed package, else the checkout's content/pages/."""
    return _folder("pages", "content/pages")


def shipped_school() -> Path:
    """The files of a new repository: what every host has, what one host has, and parts of both."""
    return Path(str(resources.files("mentordir"))) / "school"


def _folder(packaged: str, in_checkout: str) -> Path:
    package = Path(str(resources.files("mentordir")))
    return package / packaged if (package / packaged).is_dir() else package.parents[1] / in_checkout
