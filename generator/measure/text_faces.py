"""Faces and sizes of the text and of its headings (5.2.2, 7.3.3)."""

from collections.abc import Iterator, Sequence
from statistics import median

from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em
from generator.measure.document import Document
from generator.measure.faces import printed
from generator.measure.glyphs import Glyph
from generator.measure.judging import Clause, Place, said, unknown, verdict, yes
from generator.measure.roles import Item, Role
from generator.measure.verdict import Verdict

TEXT_FACE = Clause("5.2.2", "正文字体")
TEXT_SIZE = Clause("5.2.2", "正文字号")
SIZE_PT = 0.25
HEADINGS: dict[Role, tuple[str, str]] = {
    "heading_1": ("一级标题字体", gb.FACE_HEADING),
    "heading_2": ("二级标题字体", gb.FACE_KAI),
    "heading_3": ("三级标题字体", gb.FACE_TEXT),
    "heading_4": ("四级标题字体", gb.FACE_TEXT),
}
_LABEL_GLYPHS = 8


def text_faces(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on face and size of the text of every page that has some."""
    for leaf in doc.leaves:
        lines = [i for i in doc.on(leaf) if i.role == "text" and id(i.line) not in doc.of_headings]
        glyphs = [g for i in lines for g in i.line.glyphs if char_width_em(g.char) == 1 and g.char.isalnum()]
        if len(glyphs) < 20:
            continue
        size = median(g.size_pt for g in glyphs)
        yield yes(
            TEXT_SIZE,
            abs(size - gb.TEXT_PT) <= SIZE_PT,
            expected="3 号（16 磅）",
            found=f"{size:.1f} 磅",
            leaf=leaf,
            box=lines[0].line.box,
        )
        yield face(TEXT_FACE, glyphs, gb.FACE_TEXT, lines[0], plain=True)


def heading_faces(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the faces of each level of headings: 黑体, 楷体, 仿宋, 仿宋, none bold (7.3.3)."""
    goes_on = {id(b.line) for _, b in doc.broken}
    for role, (what, wanted) in HEADINGS.items():
        clause = Clause("7.3.3", what)
        for leaf in doc.leaves:
            found = [i for i in doc.on(leaf) if i.role == role and id(i.line) not in goes_on and i.indent > 1]
            verdicts = [face(clause, _label(i), wanted, i, plain=True) for i in found]
            yield from _worst(verdicts)


def _label(item: Item) -> Sequence[Glyph]:
    """Return the first characters of a heading, up to the mark that ends it."""
    glyphs = item.line.glyphs
    end = next((n for n, g in enumerate(glyphs) if g.char in "。，：；" and n > 2), len(glyphs))
    return glyphs[: min(end, _LABEL_GLYPHS)]


def _worst(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the first failed verdict, else the first that cannot be told, else the first."""
    order = ("fail", "unknown", "pass")
    return sorted(verdicts, key=lambda v: order.index(v.outcome))[:1]


def face(clause: Clause, glyphs: Sequence[Glyph], wanted: str, item: Item, *, plain: bool = False) -> Verdict:
    """Return the verdict on the face of some glyphs of a line; `plain` says that bold is wrong too."""
    expected = f"{wanted}，不加粗" if plain else wanted
    place: Place = {"leaf": item.leaf, "where": said(item), "box": item.line.box}
    found = printed(glyphs, wanted)
    if found is None or found.standing == "unknown":
        name = found.line if found else "没有字"
        return unknown(clause, f"字体名是 {name}", expected=expected, **place)
    bold = plain and found.bold
    right = found.standing != "other" and not bold
    words = found.line + ("，加粗" if bold else "")
    return verdict(clause, "pass" if right else "fail", expected=expected, found=words, **place)
