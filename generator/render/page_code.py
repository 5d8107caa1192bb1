"""Code of a page (页码标识) as squares: a QR code of the smallest size, which a quarter of it may be lost from."""

from functools import lru_cache

import segno


@lru_cache(256)
def squares(digits: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the code that holds up to 27 digits (ISO/IEC 18004, version 1-Q), true where it is dark."""
    code = segno.make(digits, mode="numeric", version=1, error="q", boost_error=False)
    return tuple(tuple(map(bool, row)) for row in code.matrix)
