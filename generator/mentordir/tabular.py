"""Cells of a CSV file that no spreadsheet runs, and back again. A leaf: every CSV out and in of this product goes through it."""

import re

# What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection"): the first character, and in Japanese and
# Chinese editions its full-width twin. Apostrophes before it are counted in, or the way back would be ambiguous.
_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def neutralised(cell: str) -> str:
    """The cell as text that a spreadsheet shows and never runs: `=1+1` becomes `'=1+1`.

    A cell that begins with apostrophes and then with such a character gets one more, so that `restored` undoes exactly this.
    """
    return f"'{cell}" if _RUNS.match(cell) else cell


def restored(cell: str) -> str:
    """What `neutralised` was given. A cell that it would have left alone is left alone here, `'Abd` included."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
