"""Text of files, white space left out."""

import io
from collections.abc import Iterator

from docx import Document
from docx.oxml.ns import qn
from lxml import html


def squeezed(text: str) -> str:
    """The text without any white space, the ideographic space included."""
    return "".join(text.split())


def docx_text(content: bytes) -> str:
    """The text of a Word file's body in its order, tables row by row; a merged cell holds its text once."""
    return squeezed("".join(_runs(content)))


def _runs(content: bytes) -> Iterator[str]:
    body = Document(io.BytesIO(content)).element.body
    return (node.text or "" for node in body.iter(qn("w:t")))


def html_text(page: str) -> str:
    """The text of an HTML page's body."""
    body = html.document_fromstring(page).find("body")
    assert body is not None
    return squeezed("".join(map(str, body.itertext())))
