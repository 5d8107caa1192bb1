"""Pages placed by what lies around them: only where one place is left for each, never where a code says otherwise."""

import numpy as np
import pytest

from generator.derive.print_key import PageCode
from generator.scans.codes import Found
from generator.scans.reading import Seen, place

A, B, C, OTHER = "1" * 12, "2" * 12, "3" * 12, "9" * 12
PAGES = {A: 1, B: 1, C: 2}
COVERS = {"0" * 12: (A, B, C)}


def seen(text: str) -> list[Seen]:
    """Pages in a line: | a separator, A to D by their codes (D the second of C), ? torn, _ empty, x foreign."""
    leaves = {"|": ("0" * 12, 0), "A": (A, 1), "B": (B, 1), "C": (C, 1), "D": (C, 2), "x": (OTHER, 1)}
    found = []
    for number, sign in enumerate(text, 1):
        key, page = leaves.get(sign, ("", 0))
        code = Found(PageCode(key=key, page=page, pages=2), np.zeros((4, 2))) if key else None
        found.append(Seen(number=number, found=code, blank=sign == "_"))
    return found


def placed(text: str) -> str:
    names = {(A, 1): "A", (B, 1): "B", (C, 1): "C", (C, 2): "D", (OTHER, 1): "x", None: "?"}
    return "".join(names[one.leaf] for one in place(seen(text), PAGES, COVERS))


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("|ABCD", "ABCD"),
        ("|????", "ABCD"),  # as many as are behind the separator
        ("|A?CD", "ABCD"),
        ("|A_?_C_D_", "ABCD"),  # empty backs do not count
        ("|???", "???"),  # one is missing, which cannot be told
        ("|A??D", "ABCD"),
        ("|A?D", "A?D"),
        ("|A?CDB", "A?CDB"),  # the place between is taken by a code that comes later
        ("|CD?", "CD?"),
        ("?A", "?A"),  # no separator
        ("|A?x", "A?x"),
        ("|????|????", "ABCDABCD"),
        ("DCBA", "DCBA"),
    ],
)
def test_a_page_is_placed_where_one_place_is_left(text: str, came: str) -> None:
    assert placed(text) == came


def test_a_page_that_is_not_placed_is_told_with_what_is_open() -> None:
    [torn] = [one for one in place(seen("|CD?"), PAGES, COVERS) if one.leaf is None]

    assert torn.likely == ((A, 1), (B, 1))
