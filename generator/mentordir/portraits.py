"""A mentor's picture: the photo, made small and stripped of its metadata, or initials where there is none."""

import hashlib
import io
import re
import unicodedata
from pathlib import Path

from PIL import Image, ImageOps

# In pixels a side: for cards and for the profile, each twice as large as it is shown, for dense screens.
PHOTO_SIZES = (160, 480)
TONES = 8

_CASED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")


def initials(name: str) -> str:
    """First and last initial where the script has capitals ("Ana Lima" -> "AL"); elsewhere one character says more."""
    words = re.sub(r"[(\[“\"].*?[)\]”\"]", " ", name).replace("-", " ").split() or name.split()
    letters = [first for word in words if (first := _first_letter(word))]
    if not letters:
        return name[:1]
    if not unicodedata.name(letters[0][0], "").startswith(_CASED):
        return letters[0]
    return (letters[0] + (letters[-1] if len(letters) > 1 else "")).upper()


def _first_letter(word: str) -> str:
    """The first letter with the marks that belong to it; "" where there is none."""
    for index, character in enumerate(word):
        if character.isalpha():
            end = index + 1
            while end < len(word) and unicodedata.category(word[end]).startswith("M"):
                end += 1
            return word[index:end]
    return ""


def tone(slug: str) -> int:
    """Which of the palette's tones a mentor's initials have, from 0; the same on every page and every day."""
    return hashlib.blake2b(slug.encode(), digest_size=1).digest()[0] % TONES


def photo_file(slug: str, size: int) -> str:
    """The path of a photo within the site."""
    return f"mentors/{slug}/photo-{size}.webp"


def render_photo(path: Path) -> dict[int, bytes]:
    """size -> WebP, a centred square of that many pixels a side, upright and without metadata."""
    with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    photos = {}
    for size in PHOTO_SIZES:
        buffer = io.BytesIO()
        ImageOps.fit(upright, (size, size), Image.Resampling.LANCZOS).save(buffer, "WEBP", quality=80, method=4)
        photos[size] = buffer.getvalue()
    return photos
