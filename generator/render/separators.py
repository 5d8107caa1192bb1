"""Separator pages (分隔页) of a print run: whose papers follow, how many sheets, a band at the edge of the pile."""

from collections.abc import Sequence
from html import escape

from generator.dataclass import dataclass
from generator.render.pdf import render_pdf

LINES_MAX = 18
STYLE = """
@page { size: A4; margin: 0 }
body { margin: 0;
  font-family: 黑体; color: black }
.page { position: relative; width: 210mm; height: 297mm; break-after: page; overflow: hidden }
.band { position: absolute; right: 0; top: 60mm; width: 14mm; height: 60mm; background: dimgray }
.name { position: absolute; left: 28mm; bottom: 185mm; width: 150mm; max-height: 80mm; overflow: hidden;
  font-size: 40pt; line-height: 1.3 }
.rule { position: absolute; left: 28mm; top: 116mm; width: 150mm; border-top: 1.5pt solid dimgray }
table { position: absolute; left: 28mm; top: 122mm; width: 150mm; border-collapse: collapse; font-size: 13pt }
td { padding: 1.6mm 0; border-bottom: .4pt solid silver; vertical-align: top }
td.n { width: 34mm; text-align: right; white-space: nowrap }
tr.sum td { border-bottom: 0; padding-top: 3mm }
.foot { position: absolute; left: 28mm; bottom: 22mm; width: 150mm; font-size: 10.5pt; color: gray }
"""


@dataclass(frozen=True, slots=True)
class Separator:
    """Separator page (分隔页): a name, a line for each paper that follows, the sum, lines at the foot."""

    name: str
    lines: tuple[tuple[str, str], ...]
    total: str
    foot: tuple[str, ...]


def render_separators(separators: Sequence[Separator], *, archive: bool) -> bytes:
    """Return a PDF with one page for each."""
    pages = "".join(map(_page, separators))
    head = f"<head><title>分隔页</title><style>{STYLE}</style></head>"
    html = f'<html lang="zh-CN">{head}<body>{pages}</body></html>'
    return render_pdf(html, archive=archive).content


def _page(separator: Separator) -> str:
    shown = separator.lines[:LINES_MAX]
    more = len(separator.lines) - len(shown)
    rows = [_row(*line) for line in shown]
    rows += [_row(f"另有 {more} 份", "")] if more else []
    rows.append(_row("合计", separator.total, "sum"))
    name, foot = escape(separator.name), "<br/>".join(map(escape, separator.foot))
    head = f'<div class="band"></div><div class="name">{name}</div><div class="rule"></div>'
    table = f'<table>{"".join(rows)}</table><div class="foot">{foot}</div>'
    return f'<div class="page">{head}{table}</div>'


def _row(name: str, count: str, kind: str = "") -> str:
    return f'<tr class="{kind}"><td>{escape(name)}</td><td class="n">{escape(count)}</td></tr>'
