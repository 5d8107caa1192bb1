"""Pictures of charts (图片) for Word, which shows no SVG everywhere: the very chart of the PDF, as PNG."""

import importlib
import io
from typing import Any

from generator.model.chart import Chart
from generator.render.charts import WIDTH_MM, height_mm, render_chart
from generator.render.pdf import render_pdf

DOTS_PER_INCH = 220
POINTS_PER_INCH = 72
pdfium: Any = importlib.import_module("pypdfium2")  # it has no complete types


def chart_png(chart: Chart) -> bytes:
    """Return a chart as a PNG picture, as wide as the type area; the same chart always gives the same bytes."""
    page = f"@page {{ size: {WIDTH_MM:g}mm {height_mm(chart):g}mm; margin: 0; }} svg {{ display: block; }}"
    head = f"<head><style>{page} body {{ margin: 0; }}</style></head>"
    html = f'<html lang="zh-CN">{head}<body>{render_chart(chart)}</body></html>'
    document = pdfium.PdfDocument(render_pdf(html).content)
    picture = document[0].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil()
    target = io.BytesIO()
    picture.convert("RGB").save(target, "PNG", optimize=True, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return target.getvalue()
