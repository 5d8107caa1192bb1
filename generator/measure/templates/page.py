"""Page and type of a template against the standard (版面和字体): paper, margins, widths of the table, faces."""

from collections.abc import Iterator

from lxml import etree

from generator.layout import gbt9704 as gb
from generator.measure.templates.finding import Finding, at, quoted
from generator.measure.templates.labels import squeezed
from generator.measure.templates.reading import MAIN, TC, Paragraph, Place, T, WordFile, inner, length_mm
from generator.render.template_language import TAG
from generator.sources.word_package import MAIN_PART, W

PAPER_TOLERANCE_MM = 0.5
MARGIN_TOLERANCE_MM = 1.0  # 5.2.1
WIDTH_TOLERANCE_MM = 0.5
ROW_TOLERANCE_MM = 1.0
STYLES_DEEP_MAX = 20  # styles may be based on each other in a circle
STANDARD_FACES = frozenset(
    face.replace("_GB2312", "")
    for face in (gb.FACE_TEXT, gb.FACE_TITLE, gb.FACE_HEADING, gb.FACE_KAI, gb.FACE_NUMBER)
)
FACE_NAMES = "、".join(sorted(STANDARD_FACES))
SAME_FACES = frozenset(
    ("FangSong", "SimHei", "KaiTi", "SimSun", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK")
)
MARGINS = (("top", "上"), ("right", "右"), ("bottom", "下"), ("left", "左"))


def page_findings(file: WordFile, landscape: bool | None) -> Iterator[Finding]:
    """Yield paper and margins that are not the standard's (5.1, 5.2.1, 8); `landscape` is what the form asks for."""
    for section in file.root(MAIN_PART).iter(f"{W}sectPr"):
        size = section.find(f"{W}pgSz")
        if size is None:
            continue
        width, height = length_mm(size, "w"), length_mm(size, "h")
        yield from _paper(width, height, landscape)
        yield from _margins(section.find(f"{W}pgMar"), width > height)


def _paper(width: float, height: float, landscape: bool | None) -> Iterator[Finding]:
    short, long = sorted((width, height))
    a4 = (gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM)
    if max(abs(short - a4[0]), abs(long - a4[1])) > PAPER_TOLERANCE_MM:
        yield _page(f"纸张是 {width:.0f}×{height:.0f} 毫米，应是 A4（210×297）。请在页面设置里改。")
    if landscape is not None and (width > height) != landscape:
        asked, found = ("横", "竖") if landscape else ("竖", "横")
        yield _page(f"纸张是{found}向，表单规定{asked}向（page.orientation）。请改成一致。")


def _margins(margins: etree._Element | None, landscape: bool) -> Iterator[Finding]:
    if margins is None:
        return
    portrait = (gb.TOP_MARGIN_MM, gb.OUTER_MARGIN_MM, gb.BOTTOM_MARGIN_MM, gb.BINDING_MARGIN_MM)
    expected = portrait[-1:] + portrait[:-1] if landscape else portrait
    for (name, word), wanted in zip(MARGINS, expected, strict=True):
        found = length_mm(margins, name)
        if abs(found - wanted) > MARGIN_TOLERANCE_MM:
            yield _page(f"{word}边距是 {found:.1f} 毫米，标准是 {wanted:.0f}±1 毫米。请在页面设置里改。")


def _page(message: str) -> Finding:
    return Finding(code="TPL-014", message=message, severity="warning", place=Place(part="页面设置"))


def width_findings(file: WordFile) -> Iterator[Finding]:
    """Yield tables with tags whose columns are not as wide as the type area, and rows that are not as wide as they."""
    width, _ = gb.type_area_mm(_is_landscape(file.root(MAIN_PART)))
    for first in _first_paragraphs(file):
        table = first.table
        if table is None or not TAG.search("".join(t.text or "" for t in table.iter(T))):
            continue
        total = sum(length_mm(c, "w") for c in table.findall(f"{W}tblGrid/{W}gridCol"))
        if abs(total - width) > WIDTH_TOLERANCE_MM:
            message = f"各栏加起来宽 {total:.1f} 毫米，版心宽 {width:g} 毫米。请调整栏宽，使左右和版心齐平。"
            yield _at_table(first, message)
        yield from _rows_apart(file, first, total)


def _first_paragraphs(file: WordFile) -> list[Paragraph]:
    """Return the first paragraph of each table of the main part outside text boxes."""
    found: dict[int, Paragraph] = {}
    for paragraph in file.paragraphs:
        place = paragraph.place
        if place.part == MAIN and place.table and not place.box:
            found.setdefault(place.table, paragraph)
    return list(found.values())


def _rows_apart(file: WordFile, first: Paragraph, total: float) -> Iterator[Finding]:
    """Yield the rows whose cells are not as wide as the columns; many of one width are told once."""
    apart: dict[str, list[Paragraph]] = {}
    rows = {p.place.row: p for p in reversed(file.paragraphs) if p.table is first.table}
    for _, paragraph in sorted(rows.items()):
        own = _row_width_mm(paragraph.row) if paragraph.row is not None else 0.0
        if own and abs(own - total) > ROW_TOLERANCE_MM:
            apart.setdefault(f"{own:.1f}", []).append(paragraph)
    for own_width, found in apart.items():
        number = found[0].place.row
        told = f"第{number}行等 {len(found)} 行各格" if len(found) > 1 else "这一行各格"
        message = f"{told}加起来宽 {own_width} 毫米，表格各栏加起来宽 {total:.1f} 毫米。请把格和栏对齐。"
        yield _at_table(found[0], message, number)


def _at_table(paragraph: Paragraph, message: str, row: int = 0) -> Finding:
    place = Place(table=paragraph.place.table, row=row)
    return Finding(code="TPL-012", message=message, severity="warning", place=place, paragraph=paragraph)


def _row_width_mm(row: etree._Element) -> float:
    """Return the width of a row's cells, 0 when one has no width of its own in twips."""
    widths = [cell.find(f"{W}tcPr/{W}tcW") for cell in inner(row, TC)]
    before = [row.find(f"{W}trPr/{W}{name}") for name in ("wBefore", "wAfter")]
    if any(w is None or w.get(f"{W}type", "dxa") != "dxa" for w in widths):
        return 0.0
    return sum(length_mm(w, "w") for w in [*widths, *before] if w is not None)


def _is_landscape(body: etree._Element) -> bool:
    size = next(body.iter(f"{W}pgSz"), None)
    return size is not None and length_mm(size, "w") > length_mm(size, "h")


def face_findings(file: WordFile) -> Iterator[Finding]:
    """Yield text in a face that is none of the standard's (5.2.2, 7.2, 7.3); a face in many cells of a table, once."""
    strange: dict[tuple[str, int, int, str], list[tuple[Paragraph, str]]] = {}
    for paragraph, face, text in _strange_faces(file):
        place = paragraph.place
        alone = 0 if place.table else paragraph.number
        strange.setdefault((place.part, place.table, alone, face), []).append((paragraph, text))
    for (*_, face), found in strange.items():
        paragraph, text = found[0]
        many = f"等 {len(found)} 处" if len(found) > 1 else ""
        message = f"{quoted(text.strip())}{many}的中文字体是“{face}”，公文用{FACE_NAMES}。请改。"
        yield at(paragraph, "TPL-013", message, "warning")


def _strange_faces(file: WordFile) -> Iterator[tuple[Paragraph, str, str]]:
    """Yield each paragraph with each face in it that is none of the standard's, and the first text in that face."""
    faces = _Faces(file)
    for paragraph in file.paragraphs:
        strange: dict[str, str] = {}
        for run in paragraph.runs:
            face = faces.of(paragraph, run.element)
            if squeezed(run.text) and face.replace("_GB2312", "") not in STANDARD_FACES | SAME_FACES:
                strange.setdefault(face, run.text)
        yield from ((paragraph, face, text) for face, text in strange.items())


class _Faces:
    """East Asian faces of runs: their own, their styles', the document's."""

    def __init__(self, file: WordFile) -> None:
        styles = file.root("word/styles.xml") if "word/styles.xml" in file.package.parts else None
        found = list(styles.iter(f"{W}style")) if styles is not None else []
        self._styles = {str(s.get(f"{W}styleId")): s for s in found}
        self._paragraph = next((k for k, s in self._styles.items() if _is_default(s)), "")
        defaults = styles.find(f"{W}docDefaults") if styles is not None else None
        self._default = _face(defaults) if defaults is not None else ""

    def of(self, paragraph: Paragraph, run: etree._Element) -> str:
        """Return the face in which a run's Chinese characters stand."""
        style = paragraph.element.find(f"{W}pPr/{W}pStyle")
        name = str(style.get(f"{W}val")) if style is not None else self._paragraph
        own = run.find(f"{W}rPr/{W}rStyle")
        chain = [self._of_style(str(own.get(f"{W}val")))] if own is not None else []
        properties = run.find(f"{W}rPr")
        direct = _face(properties) if properties is not None else ""
        return next(filter(None, [direct, *chain, self._of_style(name), self._default]), gb.FACE_TEXT)

    def _of_style(self, name: str) -> str:
        for _ in range(STYLES_DEEP_MAX):
            style = self._styles.get(name)
            if style is None:
                return ""
            if face := _face(style):
                return face
            based = style.find(f"{W}basedOn")
            name = str(based.get(f"{W}val")) if based is not None else ""
        return ""


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _face(element: etree._Element) -> str:
    fonts = element if element.tag == f"{W}rFonts" else next(element.iter(f"{W}rFonts"), None)
    return str(fonts.get(f"{W}eastAsia", "")) if fonts is not None else ""
