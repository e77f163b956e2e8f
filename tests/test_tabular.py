"""No cell that a spreadsheet would run, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordir.tabular import neutralised, restored


@given(cell=st.text(st.sampled_from("'=+-@\t\r\n＝a1 "), max_size=8) | st.text(max_size=40))
def test_what_is_neutralised_can_be_restored(cell: str) -> None:
    safe = neutralised(cell)
    assert restored(safe) == cell
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("cell", ["", "Ana Lima", "'Abd al-Rahman", "a=b", "1+1", "’=x"])
def test_what_nothing_would_run_stays(cell: str) -> None:
    assert neutralised(cell) == cell
    assert restored(cell) == cell
