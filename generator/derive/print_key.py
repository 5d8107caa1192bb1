"""Number of a printed sheet (打印编号): which sheet a piece of paper is, in digits that a code holds and a person types.

`number_of` draws it from what the sheet says, so that the same sheet printed again is the same sheet, and one printed
after a change another. A code (二维码) holds 24 digits: two that tell ours from others, one for the shape of the page,
the number, the page, all pages, and two that check the others (as ISO 7064 mod 97-10).
"""

import hashlib
import re

from generator.dataclass import dataclass

NUMBER_DIGITS = 12
PAGES_MAX = 999
HEAD = "97"
PORTRAIT, LANDSCAPE = "4", "5"
_CODE = re.compile(r"97([45])(\d{12})(\d{3})(\d{3})\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCode:
    """What a page's code says (页码标识): the sheet's number, which page of how many, how it lies.

    Page 0 is that of a separator (分隔页), which stands for all pages up to the next one.
    """

    key: str
    page: int
    pages: int
    landscape: bool = False


def number_of(*said: str) -> str:
    """Return the number of a sheet by all that tells it from others.

    >>> number_of("行动", "附件2", "qiuhu"), number_of("行动", "附件3", "qiuhu")
    ('272218598141', '883929439901')
    """
    found = hashlib.sha256("\x1f".join(said).encode()).digest()
    return f"{int.from_bytes(found[:8]) % 10**NUMBER_DIGITS:0{NUMBER_DIGITS}}"


def spaced(key: str) -> str:
    """Return a number as it is printed and shown.

    >>> spaced("123456789012")
    '1234 5678 9012'
    """
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))


def code_of(page: PageCode) -> str:
    """Return the digits that a page's code holds."""
    shape = LANDSCAPE if page.landscape else PORTRAIT
    body = f"{HEAD}{shape}{page.key}{min(page.page, PAGES_MAX):03}{min(page.pages, PAGES_MAX):03}"
    return f"{body}{98 - int(body) * 100 % 97:02}"


def read_code(text: str) -> PageCode | None:
    """Return what a code says, None for one that is none of ours or misread.

    >>> read_code(code_of(PageCode(key="123456789012", page=2, pages=3)))
    PageCode(key='123456789012', page=2, pages=3, landscape=False)
    >>> read_code("974123456789012002003" + "00") is None
    True
    """
    found = _CODE.fullmatch(text)
    if found is None or int(text) % 97 != 1:
        return None
    shape, key, page, pages = found.groups()
    return PageCode(key=key, page=int(page), pages=int(pages), landscape=shape == LANDSCAPE)
