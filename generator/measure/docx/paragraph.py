"""One paragraph of a Word file: its runs and its setting, resolved."""

from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.docx.effective import Cascade, Layers, character_pt, color, on, pick, size_pt
from generator.measure.docx.values import Border, LineRule, Paragraph, Run, Shape, TabStop
from generator.measure.docx.xml import MC, WP, WPS, A, Element, V, W, attribute, integer, is_element, twips

_LINE_RULES: dict[str, LineRule] = {"exact": "exact", "atLeast": "atLeast"}
_ALIGNMENTS = {name: name for name in ("both", "distribute", "center", "right")} | {"end": "right"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HOLDERS = (
    "hyperlink",
    "ins",
    "smartTag",
    "fldSimple",
    "sdt",
    "sdtContent",
    "customXml",
    "dir",
    "bdo",
    "moveTo",
)
_EMU_PER_MM = 36000
_SHADES = {"red": "FF0000", "#f00": "FF0000"}
_LINES = ("line", "straightConnector1")


class Setter:
    """Reads paragraphs with the styles of one file. `char_pt` is what the grid of a section adds to each character."""

    def __init__(self, cascade: Cascade) -> None:
        self._cascade = cascade

    def paragraph(self, element: Element, where: str, char_pt: float = 0.0) -> Paragraph:
        """Return a paragraph as it is set, apart from its place in tables and boxes."""
        properties = element.find(f"{W}pPr")
        layers = self._cascade.of_paragraph(properties)
        mark = None if properties is None else properties.find(f"{W}rPr")
        marked = self._cascade.of_run(mark, properties)
        runs = tuple(self._runs(element, properties, char_pt))
        size = next((r.size_pt for r in runs if r.text.strip()), size_pt(marked))
        advance = gb.mm_from_pt(size + character_pt(marked) + char_pt)
        left, right, first = _indents(layers, advance)
        rule, line = _line(layers)
        return Paragraph(
            where=where,
            runs=runs,
            size_pt=size,
            label=self._cascade.label(layers),
            align=_ALIGNMENTS.get(pick(layers, "jc") or "left", "left"),
            left_mm=left,
            right_mm=right,
            first_mm=first,
            line_rule=rule,
            line=line,
            before_pt=_around(layers, "before"),
            after_pt=_around(layers, "after"),
            on_grid=on(layers, "snapToGrid", True),
            keep_next=on(layers, "keepNext", False),
            page_break=on(layers, "pageBreakBefore", False),
            outline=integer(pick(layers, "outlineLvl")),
            tabs=tuple(_tabs(layers)),
            above=_border(layers, "top"),
            below=_border(layers, "bottom"),
            shapes=tuple(_shapes(element)),
            field=_has_page_number(element),
            frame=_frame(layers),
        )

    def _runs(self, element: Element, paragraph: Element | None, char_pt: float) -> Iterator[Run]:
        for node in element:
            if not is_element(node):
                continue
            name = node.tag.rpartition("}")[2]
            if name == "r":
                yield from self._run(node, paragraph, char_pt)
            elif name in _HOLDERS:
                yield from self._runs(node, paragraph, char_pt)

    def _run(self, element: Element, paragraph: Element | None, char_pt: float) -> Iterator[Run]:
        text = "".join(_characters(element))
        if not text:
            return
        properties = element.find(f"{W}rPr")
        layers = self._cascade.of_run(properties, paragraph)
        if on(layers, "vanish", False):
            return
        yield Run(
            text=text,
            face=self._cascade.face(layers, "eastAsia"),
            latin=self._cascade.face(layers, "ascii"),
            size_pt=size_pt(layers),
            bold=on(layers, "b", False),
            color=color(layers),
            spacing_pt=character_pt(layers) + (char_pt if on(layers, "snapToGrid", True) else 0.0),
        )


def _characters(run: Element) -> Iterator[str]:
    for node in run:
        if not is_element(node):
            continue
        name = node.tag.rpartition("}")[2]
        if name == "t":
            yield node.text or ""
        elif name == "br" and attribute(node, "type") == "page":
            yield "\f"
        else:
            yield _MARKS.get(name, "")


def _indents(layers: Layers, advance: float) -> tuple[float, float, float]:
    """Return left, right and first-line indent in mm; a measure in characters goes before one in twips."""

    def side(chars: str, *names: str) -> float:
        count = integer(pick(layers, "ind", chars))
        if count:
            return count / 100 * advance
        return _mm(twips(pick(layers, "ind", *names)))

    first, hanging = side("firstLineChars", "firstLine"), side("hangingChars", "hanging")
    return side("leftChars", "left", "start"), side("rightChars", "right", "end"), first or -hanging


def _line(layers: Layers) -> tuple[LineRule, float]:
    """Return the rule of the lines' height and its points, or the multiple of a single line."""
    rule = _LINE_RULES.get(pick(layers, "spacing", "lineRule") or "auto", "auto")
    line = twips(pick(layers, "spacing", "line"))
    if line is None:
        return "auto", 1.0
    return rule, abs(line) / (240 if rule == "auto" else 20)


def _around(layers: Layers, side: str) -> float:
    return (twips(pick(layers, "spacing", side)) or 0.0) / 20


def _tabs(layers: Layers) -> Iterator[TabStop]:
    """Yield the tab stops that are in force, from left to right."""
    stops: dict[float, str] = {}
    for layer in layers:
        for tab in layer.iterfind(f"{W}tabs/{W}tab"):
            place, align = twips(attribute(tab, "pos")), attribute(tab, "val") or "left"
            if place is not None:
                stops[place] = align
    for place, align in sorted(stops.items()):
        if align != "clear":
            yield TabStop(mm=_mm(place), align={"start": "left", "end": "right"}.get(align, align))


def _border(layers: Layers, side: str) -> Border | None:
    """Return the rule on a side of a paragraph, None where there is none."""
    for layer in reversed(layers):
        if (edges := layer.find(f"{W}pBdr")) is not None:
            return border(edges.find(W + side))
    return None


def border(edge: Element | None) -> Border | None:
    """Return a rule from its w:top, w:bottom…; sizes are eighths of a point."""
    if edge is None or (attribute(edge, "val") or "nil") in ("nil", "none"):
        return None
    eighths = integer(attribute(edge, "sz")) or 4
    shade = attribute(edge, "color") or "auto"
    return Border(
        mm=gb.mm_from_pt(eighths / 8),
        color="000000" if shade == "auto" else shade.upper(),
        space_mm=gb.mm_from_pt(integer(attribute(edge, "space")) or 0),
    )


def _shapes(element: Element) -> Iterator[Shape]:
    """Yield what is drawn at a paragraph: lines and pictures, once each where Word keeps a second form of it."""
    for holder in element.iter(f"{WP}anchor", f"{WP}inline"):
        extent = holder.find(f"{WP}extent")
        wide = integer(None if extent is None else str(extent.get("cx", ""))) or 0
        kinds = [str(g.get("prst", "")) for g in holder.iter(f"{A}prstGeom")]
        if any(k in _LINES for k in kinds) and next(holder.iter(f"{WPS}txbx"), None) is None:
            shade = next((str(c.get("val", "")) for c in holder.iter(f"{A}srgbClr")), "000000")
            yield Shape(kind="line", width_mm=wide / _EMU_PER_MM, color=shade.upper())
        elif any(str(node.tag).endswith("}pic") for node in holder.iter() if is_element(node)):
            yield Shape(kind="picture", width_mm=wide / _EMU_PER_MM, color="")
    for line in element.iter(f"{V}line"):
        if not any(is_element(a) and a.tag == f"{MC}Fallback" for a in line.iterancestors()):
            shade = str(line.get("strokecolor", "black")).split()[0].lower()
            yield Shape(
                kind="line", width_mm=_span(line), color=_SHADES.get(shade, shade.lstrip("#").upper())
            )


def _span(line: Element) -> float:
    ends = [twips(str(line.get(end, "")).split(",")[0]) for end in ("from", "to")]
    return _mm(abs((ends[1] or 0.0) - (ends[0] or 0.0)))


def _frame(layers: Layers) -> str:
    framed = any(layer.find(f"{W}framePr") is not None for layer in layers)
    return (pick(layers, "framePr", "xAlign") or "placed") if framed else ""


def _has_page_number(element: Element) -> bool:
    """Tell whether a field in the paragraph shows the page's number."""
    simple = (attribute(f, "instr") or "" for f in element.iter(f"{W}fldSimple"))
    typed = (t.text or "" for t in element.iter(f"{W}instrText"))
    return any(word.split()[:1] == ["PAGE"] for word in ("".join(typed), *simple))


def _mm(value: float | None) -> float:
    return 0.0 if value is None else gb.mm_from_pt(value / 20)
