"""Copy of a template with comments (带批注的副本): each finding as a Word comment where it was found."""

import io
import zipfile
from collections.abc import Sequence
from typing import cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from generator.measure.templates.accept import packed
from generator.measure.templates.finding import Finding
from generator.measure.templates.reading import MAIN, MC

AUTHOR, INITIALS = "公文工坊", "检查"
COMMENT_PT = 9
TO_FULL_WIDTH = str.maketrans("{}%", "｛｝％")


def annotated(content: bytes, findings: Sequence[Finding]) -> bytes:
    """Return the template with a comment for each finding; one that lies in no paragraph of the text stands at the first.

    Comments name tags with full-width signs, so that they are none themselves.
    """
    document = Document(io.BytesIO(content))
    paragraphs = _paragraphs(document)
    for finding in findings:
        own = finding.paragraph
        number = own.number if own and own.place.part == MAIN else 0
        _comment(document, _outside_boxes(paragraphs[number]), finding)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as saved:
        return packed({name: saved.read(name) for name in saved.namelist()})


def _paragraphs(document: DocumentObject) -> list[BaseOxmlElement]:
    """Return the paragraphs as the check counts them."""
    every = document.element.body.iter(qn("w:p"))
    return [p for p in every if next(p.iterancestors(f"{MC}Fallback"), None) is None]


def _outside_boxes(paragraph: BaseOxmlElement) -> BaseOxmlElement:
    """Return the paragraph that carries the text box a paragraph stands in: no comment may stand in the box."""
    boxes = list(paragraph.iterancestors(qn("w:txbxContent")))
    return cast(BaseOxmlElement, next(boxes[-1].iterancestors(qn("w:p")))) if boxes else paragraph


def _comment(document: DocumentObject, element: BaseOxmlElement, finding: Finding) -> None:
    paragraph = Paragraph(cast(CT_P, element), document)
    runs = paragraph.runs or [paragraph.add_run()]
    place = f"{finding.place}：" if finding.place else ""
    word = "错误" if finding.severity == "error" else "提醒"
    text = f"{word} {finding.code} {place}{finding.message}".translate(TO_FULL_WIDTH)
    comment = document.add_comment(runs, text, AUTHOR, INITIALS)
    comment._comment_elm.attrib.pop(qn("w:date"), "")  # the same faults give the same bytes
    for run in (run for p in comment.paragraphs for run in p.runs):
        run.font.size = Pt(COMMENT_PT)
    _drop_styles(comment._comment_elm)
    _drop_styles(element)


def _drop_styles(element: etree._Element) -> None:
    """Take out the styles of comments, which no template defines."""
    for style in list(element.iter(qn("w:pStyle"), qn("w:rStyle"))):
        parent = style.getparent()
        if parent is not None and str(style.get(qn("w:val"))).startswith("Comment"):
            parent.remove(style)
