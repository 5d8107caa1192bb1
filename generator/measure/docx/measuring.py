"""A Word file (.docx) measured against GB/T 9704-2012: through its own XML, and through the PDF an office makes of it.

Where Word leaves a place to the typeface, the XML cannot tell it and says so; the office's PDF can. Both may judge one
clause, and differently: office programs do not set alike. Both lines are kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.measure.docx.causes import with_causes
from generator.measure.docx.clauses_end import ends
from generator.measure.docx.clauses_head import header, titles
from generator.measure.docx.clauses_imprint import imprint
from generator.measure.docx.clauses_number import numbers
from generator.measure.docx.clauses_page import grid, pages, without_page
from generator.measure.docx.clauses_text import text
from generator.measure.docx.file import open_docx
from generator.measure.docx.office_habit import explained
from generator.measure.docx.roles import roles_of
from generator.measure.docx.story import read_story
from generator.measure.docx.values import Story
from generator.measure.office import office, office_pdfs
from generator.measure.page import NotReadable
from generator.measure.page import pages as pages_of
from generator.measure.pdf import measure_pdf
from generator.measure.verdict import Verdict

_NO_OFFICE = "本机没有 LibreOffice，没有排出来量；只看了文件里的设置"
_NOT_CONVERTED = "LibreOffice 打不开这个文件，没有排出来量；只看了文件里的设置"


def measure_docx(path: Path) -> list[Verdict]:
    """Return the verdicts on a Word file: from its XML (source "docx"), then from LibreOffice's PDF ("office").

    Raises NotReadable when the file is no Word file, is locked or damaged.
    """
    ((_, found),) = measure_documents([path])
    if isinstance(found, NotReadable):
        raise found
    return found


def measure_documents(paths: Sequence[Path]) -> Iterator[tuple[Path, list[Verdict] | NotReadable]]:
    """Yield the verdicts on each of several Word files, or why it cannot be read; LibreOffice starts once for all."""
    stories = {path: _story(path) for path in paths}
    readable = [path for path, story in stories.items() if isinstance(story, Story)]
    with office_pdfs(readable) as printed:
        for path, story in stories.items():
            if isinstance(story, Story):
                own = measure_story(story)
                yield path, [*own, *measure_office(printed.get(path), own)]
            else:
                yield path, story


def measure_xml(path: Path) -> list[Verdict]:
    """Return the verdicts that can be read off a Word file itself. Raises NotReadable."""
    return measure_story(read_story(open_docx(path)))


def measure_story(story: Story) -> list[Verdict]:
    """Return the verdicts on what a Word file sets, those that follow from another naming it."""
    return with_causes(list(_verdicts(story)))


def measure_office(pdf: Path | None, own: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts on LibreOffice's PDF of a Word file, its own habits apart; one line where there is none."""
    if pdf is None:
        return [_without_office(_NOT_CONVERTED if office() else _NO_OFFICE)]
    found = explained(measure_pdf(pdf), own, pages_of(pdf))
    return [replace(verdict, source="office") for verdict in found]


def _without_office(why: str) -> Verdict:
    return Verdict(
        clause="5.2",
        what="排印效果",
        expected="按排出的页面量",
        found=why,
        outcome="unknown",
        source="office",
    )


def _story(path: Path) -> Story | NotReadable:
    try:
        return read_story(open_docx(path))
    except NotReadable as error:
        return error


def _verdicts(story: Story) -> Iterator[Verdict]:
    if not all(section.stated for section in story.sections) or not story.sections:
        yield without_page()
        return
    roles = roles_of(story)
    yield from pages(story)
    yield from grid(story, roles)
    yield from header(story, roles)
    yield from titles(story, roles)
    yield from text(story, roles)
    yield from ends(story, roles)
    yield from imprint(story, roles)
    yield from numbers(story)
