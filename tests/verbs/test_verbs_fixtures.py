"""What is invented in the fixtures and the starter stays recognisably invented."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("fixtures", "generator/starter", "generator/catalogue", "templates")
MOBILE = re.compile(rb"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
LANDLINE = re.compile(rb"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
INVENTED = re.compile(rb"1300000\d{4}")
EMAIL = re.compile(rb"[\w.+-]+@([\w-]+\.)+\w+")


def data_files():
    """Every text file in which the project shows data."""
    return sorted(
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".docx"
    )


def hits(pattern):
    """Each match of a pattern with the file it stands in."""
    return [
        (path.relative_to(ROOT).as_posix(), match[0])
        for path in data_files()
        for match in pattern.finditer(path.read_bytes())
    ]


def test_every_mobile_number_is_one_that_nobody_has():
    found = hits(MOBILE)

    assert len(found) >= 30  # the pattern does find the fixtures' own
    assert [hit for hit in found if not INVENTED.fullmatch(hit[1])] == []


def test_no_landline_and_no_mailbox_of_a_real_place_stands_in_the_data():
    assert hits(LANDLINE) == []
    assert [hit for hit in hits(EMAIL) if not hit[1].endswith((b"example", b".example.com"))] == []


def test_the_patterns_see_real_looking_numbers():
    assert MOBILE.fullmatch(b"139" + b"1234" + b"5678")
    assert MOBILE.fullmatch(b"139-" + b"1234-" + b"5678")
    assert LANDLINE.fullmatch(b"0374-" + b"2345678")
