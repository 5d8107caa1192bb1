"""HTML of a sheet, for the screen and for PDF: Jinja2 templates over the same values as the Word file."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.model.sheet import DocumentContent, Sheet, TableContent, inline_tables
from generator.render.charts import render_chart
from generator.resources import template_root

NUMBER_BOX_MM = 40.0


def render_html(sheet: Sheet) -> str:
    """Return the HTML of a sheet, its CSS inside: one file that needs nothing beside it."""
    content = sheet.content
    css = environment().get_template("gbt9704.css").render(_style(sheet))
    seals = {spot.key: spot for spot in sheet.seals.spots}
    if isinstance(content, DocumentContent):
        document = environment().get_template("document.html")
        names = {"sheet": content, "gb": gb, "seals": seals, "drawn": render_chart}
        return document.render(description=sheet.description, css=css, **names)
    table = environment().get_template("table.html")
    return table.render(description=sheet.description, css=css, sheet=content, seals=seals)


@lru_cache
def environment() -> Environment:
    """Return what fills the templates of HTML and PDF."""
    loader = FileSystemLoader(template_root() / "html")
    return Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style(sheet: Sheet) -> dict[str, Any]:
    content = sheet.content
    values: dict[str, Any] = {
        "gb": gb,
        "char_mm": gb.CHAR_PITCH_MM,
        "faces": faces_of(sheet.fangsong),
        "page": _page(content.landscape, sheet.two_sided),
        "number_box": _number_box(content.landscape),
        "head": None,
        "preprinted": sheet.preprinted,
        "grid": None,
        "note_pt": 0.0,
        "note_line_pt": 0.0,
        "mark_top_mm": 0.0,
        "signature_mm": 0.0,
        "signatory_mm": 0.0,
        "organs_em": 0.0,
        "imprint_mm": 0.0,
        "roster_mm": (0.0, 0.0),
        "rule_gap_mm": gb.rule_gap_mm(),
        "rule_pt": gb.TABLE_RULE_PT,
        "padding_mm": fit.CELL_PADDING_MM,
        "padding_y_mm": fit.CELL_PADDING_Y_MM,
        "box_padding_mm": fit.BOX_PADDING_MM,
    }
    if isinstance(content, TableContent):
        values |= {"grid": content.grid, "note_pt": content.note_pt, "note_line_pt": content.note_line_pt}
    else:
        values |= _document_style(content)
    return values


def _document_style(content: DocumentContent) -> dict[str, Any]:
    """Return the places that header, signature and imprint of this document take."""
    places: dict[str, Any] = {"signature_mm": content.signature_mm, "roster_mm": content.roster_mm}
    places["grid"] = next((table.grid for table in inline_tables(content)), None)
    if content.foot:
        places["imprint_mm"] = content.foot.height_mm
    if content.head:
        head = content.head
        places["head"] = head
        places["mark_top_mm"] = head.mark_ink_mm - gb.mm_from_pt(head.mark_pt) * gb.MARK_INK_OFFSET_EM
        places["signatory_mm"] = head.signatory_mm
        places["organs_em"] = max(map(len, head.mark))
    return places


def faces_of(fangsong: str) -> dict[str, str]:
    """Return the CSS families: the official face, then what a browser without it may show."""
    suffix = "_GB2312" if fangsong == gb.FACE_TEXT else ""
    return {
        "text": f'"{fangsong}", "仿宋", FangSong, "Noto Serif CJK SC", serif',
        "kai": f'"楷体{suffix}", "楷体", KaiTi, "Noto Serif CJK SC", serif',
        "heading": f'"{gb.FACE_HEADING}", SimHei, "Noto Sans CJK SC", sans-serif',
        "title": f'"{gb.FACE_TITLE}", "{gb.FACE_NUMBER}", SimSun, "Noto Serif CJK SC", serif',
    }


def _page(landscape: bool, two_sided: bool) -> dict[str, Any]:
    """Return paper and margins of odd and even pages; a landscape table turns the sheet with its margins (8)."""
    odd = (gb.TOP_MARGIN_MM, gb.OUTER_MARGIN_MM, gb.BOTTOM_MARGIN_MM, gb.BINDING_MARGIN_MM)
    even = (odd[0], odd[3], odd[2], odd[1]) if two_sided else odd
    size = (gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM)
    if landscape:
        odd, even, size = odd[3:] + odd[:3], even[3:] + even[:3], size[::-1]
    page: dict[str, Any] = {"width_mm": size[0], "height_mm": size[1], "landscape": landscape}
    page["type_area_mm"], _ = gb.type_area_mm(landscape)
    page |= {"odd": _edges(odd), "even": _edges(even)}
    if landscape:
        page |= _turned_number_places()
    return page


def _edges(margins: tuple[float, ...]) -> str:
    return " ".join(f"{m:g}mm" for m in margins)


def _turned_number_places() -> dict[str, str]:
    """Return the margins that bring the turned page number where portrait pages have it (7.5, 8)."""
    odd = gb.TYPE_AREA_WIDTH_MM - NUMBER_BOX_MM - gb.mm_from_pt(gb.PAGE_NUMBER_PT)
    even = gb.mm_from_pt(gb.PAGE_NUMBER_PT)
    left = gb.BOTTOM_MARGIN_MM - gb.PAGE_NUMBER_GAP_MM + _dash_mm()
    right = gb.BOTTOM_MARGIN_MM - NUMBER_BOX_MM - left
    places = {"number_odd": odd, "number_even": even}
    return {name: f"{top:.2f}mm {right:.2f}mm 0 {left:.2f}mm" for name, top in places.items()}


def _dash_mm() -> float:
    return gb.NUMBER_DASH_EM * gb.mm_from_pt(gb.PAGE_NUMBER_PT)


def _number_box(landscape: bool) -> str:
    """Return the declarations of the page number's margin box: dash centre 7 mm below the type area (7.5)."""
    face = f'font: {gb.PAGE_NUMBER_PT}pt/1 "{gb.FACE_NUMBER}"; letter-spacing: 0;'
    text = 'content: "— " counter(page) " —";'
    if landscape:
        turn = (
            f"width: {NUMBER_BOX_MM}mm; height: {gb.PAGE_NUMBER_PT}pt; white-space: nowrap;"
            " transform-origin: 0 0; transform: rotate(90deg);"
        )
        return f"{text} {face} {turn}"
    gap = gb.PAGE_NUMBER_GAP_MM - _dash_mm()
    return f"{text} {face} vertical-align: top; padding-top: {gap:.2f}mm;"
