"""Painted sheets joined: one font of each typeface, every page as it was, a page more takes little room."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest
from helpers.sheets import sheet, sheets

from generator.model.sheet import Sheet, TableContent
from generator.press.joining import Joiner
from generator.render import html, pdf
from generator.render.glyph_outlines import read_cff, write_cff
from generator.render.painted_pdf import painter

TABLES = [s for s in sheets("jiangguanchi") if isinstance(s.content, TableContent)]
TABLE = sheet("jiangguanchi", "dispatch-communities", "wangdian")
NOTICE = sheet("jiangguanchi", "notice")


def painted(one: Sheet) -> bytes:
    return painter(one.fangsong).paint(one).content


def joined(parts: list[bytes]) -> bytes:
    target = BytesIO()
    joiner = Joiner(target, two_sided=False)
    for number, part in enumerate(parts):
        joiner.append(part, (f"第{number}份",))
    joiner.finish()
    return target.getvalue()


def with_value(text: str, of: Sheet = TABLE) -> Sheet:
    content = of.content
    assert isinstance(content, TableContent)
    return replace(of, content=replace(content, values={**content.values, next(iter(content.values)): text}))


def looks(content: bytes) -> list[bytes]:
    return [
        page.render(scale=1.5, grayscale=True).to_pil().convert("L").tobytes()
        for page in pdfium.PdfDocument(content)
    ]


def fonts(content: bytes) -> list[str]:
    with pikepdf.Pdf.open(BytesIO(content)) as file:
        names = [o.BaseFont for o in file.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o]
    return sorted(str(name).partition("+")[2] for name in names)


def test_every_page_of_the_whole_looks_as_in_its_own_file_and_each_typeface_is_there_once():
    own = [painted(one) for one in TABLES[::6]]
    whole = joined(own)

    assert looks(whole) == [page for content in own for page in looks(content)]
    assert len(fonts(whole)) == len(set(fonts(whole))) > 2
    with pikepdf.Pdf.open(BytesIO(whole)) as file:
        assert file.check_pdf_syntax() == []


def test_painted_and_other_sheets_are_joined_in_their_order():
    notice = pdf.render_pdf(html.render_html(NOTICE)).content
    parts = [painted(TABLE), notice, painted(with_value("十七"))]

    assert looks(joined(parts)) == [page for part in parts for page in looks(part)]


def test_a_table_more_takes_less_than_three_kilobytes():
    numbers = [painted(with_value(f"{chr(0x6751 + 9 * number)}店")) for number in range(60)]
    few, many = (len(joined(numbers[:count])) for count in (20, 60))

    assert (many - few) / 40 < 3000


def test_text_of_the_whole_is_found_and_rare_names_keep_a_font_of_their_own():
    rare = with_value("莫𡐓村")
    whole = joined([painted(TABLE), painted(rare), painted(with_value("王店"))])

    texts = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(whole)]
    assert "莫𡐓村" in texts[1]
    assert "企业自查发现的重大事故隐患" in texts[2]
    assert looks(whole)[1] == looks(painted(rare))[0]


def test_a_glyph_that_differs_is_not_replaced_by_that_of_another_file():
    one, other = painted(TABLE), painted(with_value("十七"))
    with pikepdf.Pdf.open(BytesIO(other)) as file:
        font = next(o for o in file.objects if isinstance(o, pikepdf.Dictionary) and "/GWShared" in o)
        stream = font.DescendantFonts[0].FontDescriptor.FontFile3
        glyphs = read_cff(stream.read_bytes())
        drawn = next(iter(glyphs.values()))
        stream.write(write_cff("Other", dict.fromkeys(glyphs, drawn)))
        target = BytesIO()
        file.save(target)
    changed = target.getvalue()

    assert looks(joined([one, changed])) == [*looks(one), *looks(changed)]


def test_the_same_parts_give_the_same_bytes():
    parts = [painted(one) for one in TABLES[:9]]

    assert joined(parts) == joined(parts)


@pytest.mark.parametrize("damaged", [b"", b"\x01\x00\x04\x04", b"OTTO" + bytes(200)])
def test_a_font_that_was_not_written_here_is_told(damaged):
    with pytest.raises(ValueError, match="not a font"):
        read_cff(damaged)


def test_a_font_is_read_as_it_was_written():
    glyphs = {5: b"\x8b\x0e", 20013: b"\x8b\x8b\x15\x0e"}

    assert read_cff(write_cff("Name-Regular", glyphs)) == glyphs
