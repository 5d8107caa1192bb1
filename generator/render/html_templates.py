"""Templates of HTML and PDF (网页模板): told apart by their digests, without the library that fills them."""

import hashlib
from functools import lru_cache

from generator.model.sheet import DocumentContent, Sheet
from generator.resources import template_root


def template_digest(sheet: Sheet) -> str:
    """Return the digest of the templates this sheet is made from."""
    return _digest("document.html" if isinstance(sheet.content, DocumentContent) else "table.html")


@lru_cache
def _digest(name: str) -> str:
    folder = template_root() / "html"
    parts = b"".join((folder / n).read_bytes() for n in ("base.html", "gbt9704.css", "grid.html", name))
    return hashlib.sha256(parts).hexdigest()
