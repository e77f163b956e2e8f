"""OutputFiles -> the output folder, whole or not at all.

A site is written beside its folder, in `.<name>.mentordir/new`, and then put in the folder's place. On Linux the two
are exchanged in one step; elsewhere there are two renames, and a marker tells the next command what was meant, so that
it can finish. A build that fails or is killed before that leaves the old site as it was.

    .site.mentordir/swap   the marker: the inode of the finished new folder
                    new/   the site being written; after an exchange, the old one
                    old/   the old site, where the two could not be exchanged
"""

import contextlib
import ctypes
import errno
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mentordir.errors import MentordirError
from mentordir.model import OutputFile

if sys.platform != "win32":
    import fcntl

STAMP = ".mentordir"
_STAMP_TEXT = b"This folder is written by mentordir. Each build replaces everything in it but other dot-files.\n"

log = logging.getLogger("mentordir")


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: number of files, and their bytes together."""

    files: int
    size_bytes: int


def publish(files: Iterable[OutputFile], out: Path) -> Published:
    """Replace the site in `out` by `files`. Raises MentordirError where `out` isn't a site, or can't be written."""
    out = Path(os.path.realpath(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone(out.parent):
            workshop = _Workshop(out)
            workshop.settle()
            _refuse_foreign(out)
            try:
                published = workshop.write(files)
                workshop.swap()
            finally:
                workshop.settle()
            return published
    except OSError as error:
        raise MentordirError(f"{error.filename or out} cannot be written: {error.strerror}; the old site stands") from error


def recover(out: Path) -> None:
    """Finish or undo what a killed build left of the site in `out`; do nothing where all is well."""
    out = Path(os.path.realpath(out))
    workshop = _Workshop(out)
    if workshop.folder.exists():
        with contextlib.suppress(OSError), _alone(out.parent):
            workshop.settle()


def _refuse_foreign(out: Path) -> None:
    """Never clear a folder that this tool didn't make."""
    if out.is_dir():
        foreign = [entry.name for entry in os.scandir(out) if not entry.name.startswith(".")]
        if foreign and not (out / STAMP).is_file():
            raise MentordirError(f"{out} holds files that mentordir did not write ({min(foreign)}); name an empty folder with -o")
    elif out.exists():
        raise MentordirError(f"{out} is a file; name a folder with -o")


@contextlib.contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """One build at a time for the sites of one folder. The lock is on the folder itself, so that no lock file stays."""
    if sys.platform == "win32":  # it has no such lock; there, a folder in use can't be renamed anyway
        yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning("waiting for another build in %s", parent)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class _Workshop:
    """The folder beside the site in which the next one is made."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.parent / f".{out.name}.mentordir"
        self.new = self.folder / "new"
        self.old = self.folder / "old"
        self.marker = self.folder / "swap"

    def write(self, files: Iterable[OutputFile]) -> Published:
        """Write the new site, stamped as ours."""
        self.new.mkdir(parents=True)
        made = {""}
        count = size = 0
        for file in files:
            parent = file.path.rpartition("/")[0]
            if parent not in made:
                os.makedirs(f"{self.new}/{parent}", exist_ok=True)
                made.add(parent)
            try:
                _write_new(f"{self.new}/{file.path}", file.content)
            except FileExistsError as error:
                raise RuntimeError(f"two pages claim {file.path}") from error  # our bug, so not an OSError, which is the user's
            count += 1
            size += len(file.content)
        (self.new / STAMP).write_bytes(_STAMP_TEXT)
        return Published(count, size)

    def swap(self) -> None:
        """Put the new site in place. From the marker on, a killed build is finished; before, it is undone."""
        draft = self.marker.with_suffix(".draft")
        draft.write_text(str(self.new.stat().st_ino))
        draft.replace(self.marker)
        try:
            self._exchange()
        except OSError:  # a mount point, say, which nothing can move: no later command could finish this either
            if self.out.exists():
                self.marker.unlink()
            raise

    def settle(self) -> None:
        """Bring the folder to rest: finish a swap whose marker stands, keep dot-files, remove what is left over."""
        if not self.folder.exists():
            return
        if self.marker.exists():
            self._exchange()
            self._keep_dot_files()
            self.marker.unlink()
        shutil.rmtree(self.folder)

    def _exchange(self) -> None:
        """Put the folder that the marker names in the site's place, unless it is there already."""
        wanted = self.marker.read_text()
        if _inode(self.out) == wanted:
            return
        if _inode(self.new) != wanted:
            raise MentordirError(f"{self.folder} was changed by something else: remove it, and build again")
        if self.out.exists() and _exchange_folders(self.new, self.out):
            return
        if self.out.exists():
            self.out.rename(self.old)
        self.new.rename(self.out)

    def _keep_dot_files(self) -> None:
        """Move dot-files that aren't ours (.git, .gitignore, .well-known) from the old site to the new one."""
        for previous in (self.new, self.old):
            for entry in list(os.scandir(previous)) if previous.is_dir() else ():
                if entry.name.startswith(".") and not os.path.lexists(self.out / entry.name):
                    os.rename(entry.path, self.out / entry.name)


def _write_new(path: str, content: bytes) -> None:
    """Write a file that must not be there yet."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def _inode(path: Path) -> str | None:
    """A folder's number, by which it is known after a rename; None where there is no folder."""
    try:
        return str(path.stat().st_ino)
    except FileNotFoundError:
        return None


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux's renameat2); False where the system or its file system can't."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
