"""PDF from HTML through WeasyPrint, with what it says about missing characters."""

import base64
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from generator.layout.gbt9704 import MM_PER_INCH
from generator.layout.seals import Rect, Words
from generator.model.printed import Printed
from generator.problem import EnvironmentProblem, Problem
from generator.render import fonts

_LOGGER = logging.getLogger("weasyprint")
_ARCHIVE = {"pdf_variant": "pdf/a-2u", "pdf_tags": True}
_PX_PER_INCH = 96
_HELD = re.compile(r"data:(image/(?:png|jpeg));base64,")
_PLACED = "seal-"  # ids of what a seal presses
_DOCUMENTS_MAX = 200  # set with the same fonts in memory
_FILLED = "value"  # class of the cells that are filled in


def render_pdf(html: str, *, archive: bool = False) -> Printed:
    """Return the PDF of a sheet's HTML; the same HTML always gives the same bytes.

    For the archive it is PDF/A-2u (ISO 19005-2), tagged; the pages look the same.

    Raises EnvironmentProblem when the engine or its system libraries are missing.
    """
    weasyprint = _engine()
    with _FONTS.lent() as known, _warnings() as records:
        document = weasyprint.HTML(string=html, url_fetcher=_fetch).render(font_config=known)
        places = _taken_places(document.pages)
        words = {number: list(_words(document.pages[number - 1])) for number, _ in places.values()}
        content = document.write_pdf(**(_ARCHIVE if archive else {}))
    return Printed(
        content=content,
        pages=len(document.pages),
        problems=tuple(_problems(records)),
        places=places,
        words=words,
    )


def _taken_places(pages: Sequence[Any]) -> dict[str, tuple[int, Rect]]:
    """Take out of the pages where each element with such an id lies, so that the PDF names no such place."""
    mm = MM_PER_INCH / _PX_PER_INCH
    places: dict[str, tuple[int, Rect]] = {}
    for number, page in enumerate(pages, 1):
        for name in [name for name in page.anchors if name.startswith(_PLACED)]:
            corners = page.anchors.pop(name)
            places.setdefault(name, (number, Rect(*(v * mm for v in corners))))
    return places


def _words(page: Any) -> Iterator[Words]:
    """Yield the words of a page line by line, those in cells for values as filled in."""
    mm = MM_PER_INCH / _PX_PER_INCH
    for box in page._page_box.descendants():
        text = getattr(box, "text", "")
        if text.strip():
            left, top = box.position_x * mm, box.position_y * mm
            place = Rect(left, top, left + box.width * mm, top + box.height * mm)
            yield Words(place, filled=_is_filled(box.element))


def _is_filled(element: Any) -> bool:
    """Tell whether a box's element is a cell for a value; of an anonymous box it is none, or a mere text."""
    return hasattr(element, "get") and _FILLED in (element.get("class") or "").split()


def require() -> None:
    """Load the engine; raises EnvironmentProblem when it or its system libraries are missing."""
    _engine()


@lru_cache
def _engine() -> Any:
    fonts.activate()
    try:
        import weasyprint
    except OSError as error:
        raise EnvironmentProblem(
            f"生成 PDF 缺少系统库 Pango（{error}），请运行 gongwen doctor 查看安装命令"
        ) from error
    from generator.render import bold_glyphs, chinese_lines, set_glyphs, structure

    for adapter in (chinese_lines, set_glyphs, bold_glyphs, structure):
        adapter.install()
    return weasyprint


class _Fonts:
    """Fonts as the engine knows them (引擎的字体), lent to one document at a time.

    They take tens of MB, and the engine's documents, which hold them, refer to themselves in circles: with fonts of its own
    each would keep these until the collector, to which a document is small, comes by. What they remember of the documents'
    words grows, so that they are found anew after so many.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._found: Any = None
        self._lent = 0

    @contextmanager
    def lent(self) -> Iterator[Any]:
        """Give the fonts until the document is done."""
        from weasyprint.text.fonts import FontConfiguration

        with self._turn:
            if self._lent % _DOCUMENTS_MAX == 0:
                self._found = FontConfiguration()
            self._lent += 1
            yield self._found


_FONTS = _Fonts()


def _fetch(url: str) -> Any:
    """Give the picture that an address itself holds; nothing else is ever fetched."""
    held = _HELD.match(url)
    if held is None:
        raise ValueError(f"not fetched: {url}")
    body = base64.b64decode(url[held.end() :])
    return _engine().urls.URLFetcherResponse(url, body=body, headers={"Content-Type": held[1]})


@contextmanager
def _warnings() -> Iterator[list[str]]:
    records: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    propagate, _LOGGER.propagate = _LOGGER.propagate, False
    _LOGGER.addHandler(handler)
    try:
        yield records
    finally:
        _LOGGER.removeHandler(handler)
        _LOGGER.propagate = propagate


def _problems(records: list[str]) -> Iterator[Problem]:
    for text in dict.fromkeys(records):
        if ".notdef" in text:
            message = (
                f"有字在本机字库里找不到，印出来会是空框：{text}；请安装收字更全的字库（见 gongwen doctor）"
            )
            yield Problem(code="PDF-001", message=message)
