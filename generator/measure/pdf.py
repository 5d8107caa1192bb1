"""A PDF measured against GB/T 9704-2012, clause by clause, whoever made it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from generator.measure import (
    ends,
    first_lines,
    head,
    imprint,
    page_numbers,
    paper,
    text,
    text_faces,
    titles,
)
from generator.measure.causes import with_causes
from generator.measure.document import Document, documents
from generator.measure.empty import empty_pages, unread, unseen
from generator.measure.page import pages
from generator.measure.verdict import Verdict

CLAUSES: tuple[Callable[[Document], Iterator[Verdict]], ...] = (
    paper.paper,
    paper.margins,
    paper.outside,
    first_lines.first_lines,
    head.head,
    head.order_text,
    titles.title,
    titles.addressees,
    titles.first_page,
    text.lines,
    text.characters,
    text_faces.text_faces,
    text_faces.heading_faces,
    text.indents,
    text.edges,
    text.page_ends,
    ends.attachment_note,
    ends.attendance,
    ends.signature,
    ends.note,
    ends.last_page,
    titles.attachments,
    imprint.imprint,
    page_numbers.page_numbers,
)


def measure_pdf(path: Path) -> list[Verdict]:
    """Return the verdicts on every clause that can be read off a PDF, in the order of the standard.

    Raises NotReadable when the file is no PDF, is damaged or locked with a password.
    """
    docs = documents(pages(path))
    return [
        *(verdict for doc in docs for verdict in measure_document(doc)),
        *empty_pages(docs),
        *unseen(docs),
    ]


def measure_document(doc: Document) -> list[Verdict]:
    """Return the verdicts on one document, those that follow from another naming it."""
    if doc.kind == "unread":
        return [*paper.paper(doc), unread(doc)]
    return with_causes([verdict for clause in CLAUSES for verdict in clause(doc)])
