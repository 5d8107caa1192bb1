"""Evidence sheet (整改前后对比照片) of a hazard: its photos side by side, in the margins of official documents."""

import base64
from collections.abc import Sequence
from html import escape
from itertools import zip_longest

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.render.pdf import render_pdf

HEAD = "整改前后对比照片"
STYLE = f"""
@page {{ size: A4; margin: {gb.TOP_MARGIN_MM}mm {gb.OUTER_MARGIN_MM}mm {gb.BOTTOM_MARGIN_MM}mm {gb.BINDING_MARGIN_MM}mm }}
body {{ margin: 0; font-family: "{gb.FACE_TEXT}"; font-size: 12pt; line-height: 1.5 }}
h1 {{ font-family: "{gb.FACE_TITLE}"; font-weight: 400; font-size: 22pt; text-align: center;
  margin: 0 0 4mm; line-height: 1.3 }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed }}
td, th {{ border: .5pt solid black; padding: 1.2mm 1.5mm; font-weight: 400; vertical-align: middle }}
th.n {{ width: 24mm; font-family: "{gb.FACE_HEADING}" }}
.photos {{ margin-top: 4mm }} .photos th {{ font-family: "{gb.FACE_HEADING}"; text-align: center }}
.photos tr {{ break-inside: avoid }} .photos td {{ text-align: center; height: 78mm }}
img {{ max-width: 73mm; max-height: 66mm }} p {{ margin: 1mm 0 0; font-size: 10.5pt; line-height: 1.3 }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Photo on the sheet (一张照片): the picture as JPEG, the line below it."""

    jpeg: bytes
    line: str


def render_evidence(facts: Sequence[tuple[str, str]], before: Sequence[Shot], after: Sequence[Shot]) -> bytes:
    """Return the sheet as a PDF: facts of the hazard in pairs, then its photos, the first with the first."""
    told = "".join(f'<tr><th class="n">{escape(n)}</th><td>{escape(text)}</td></tr>' for n, text in facts)
    rows = "".join(f"<tr>{_cell(a)}{_cell(b)}</tr>" for a, b in zip_longest(before, after))
    shown = f'<table class="photos"><thead><tr><th>整改前</th><th>整改后</th></tr></thead><tbody>{rows}</tbody></table>'
    head = f"<head><title>{HEAD}</title><style>{STYLE}</style></head>"
    html = f'<html lang="zh-CN">{head}<body><h1>{HEAD}</h1><table>{told}</table>{shown}</body></html>'
    return render_pdf(html).content


def _cell(shot: Shot | None) -> str:
    if shot is None:
        return "<td></td>"
    held = base64.b64encode(shot.jpeg).decode()
    return f'<td><img src="data:image/jpeg;base64,{held}" alt=""><p>{escape(shot.line)}</p></td>'
