"""PDF from HTML through WeasyPrint, with what it says about missing characters."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.problem import EnvironmentProblem, Problem
from generator.render import fonts

_LOGGER = logging.getLogger("weasyprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """PDF of one sheet, its number of pages, and what the engine found wrong."""

    content: bytes
    pages: int
    problems: tuple[Problem, ...] = ()


def render_pdf(html: str) -> Printed:
    """Return the PDF of a sheet's HTML; the same HTML always gives the same bytes.

    Raises EnvironmentProblem when the engine or its system libraries are missing.
    """
    weasyprint = _engine()
    with _warnings() as records:
        document = weasyprint.HTML(string=html, url_fetcher=_no_fetch).render()
        content = document.write_pdf()
    return Printed(content=content, pages=len(document.pages), problems=tuple(_problems(records)))


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
    from generator.render import bold_glyphs, chinese_lines, set_glyphs

    for adapter in (chinese_lines, set_glyphs, bold_glyphs):
        adapter.install()
    return weasyprint


def _no_fetch(url: str) -> dict[str, object]:
    raise ValueError(f"not fetched: {url}")


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
