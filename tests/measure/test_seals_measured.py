"""A seal that is printed over signature and date is found and measured."""

from pathlib import Path

import pikepdf
import pytest
from helpers.made import issued
from helpers.rendering import Renderings

from generator.layout import gbt9704 as gb
from generator.measure.pdf import measure_pdf
from generator.measure.verdict import Verdict

TEXT = "各村、各有关部门要压实责任，逐条逐项排查重大事故隐患。"


def circle(radius: float) -> str:
    """Content that strokes a red circle round the origin."""
    r, k = radius, 0.5523 * radius
    curves = [(r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0)]
    drawn = "".join(f"{a} {b} {c} {d} {e} {f} c " for a, b, c, d, e, f in curves)
    return f"1 0 0 RG 3 w {r} 0 m {drawn} s"


def sealed(path: Path, folder: Path, *, right: float = 0.0, down: float = 0.0) -> dict[str, Verdict]:
    """The verdicts on a notice with a red circle of 42 mm at its seal's place, moved by some millimetres."""
    place = next(v.box for v in measure_pdf(path) if v.what == "印章位置")
    assert place
    x, y = gb.pt_from_mm(place.center_x + right), gb.pt_from_mm(gb.PAGE_HEIGHT_MM - place.center_y - down)
    pdf = pikepdf.open(path)
    page = pdf.pages[0]
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ q 1 0 0 1 {x} {y} cm {circle(gb.pt_from_mm(gb.SEAL_MM / 2) - 1.5)} Q".encode())
    pdf.save(folder / "sealed.pdf")
    return {v.what: v for v in measure_pdf(folder / "sealed.pdf") if v.what.startswith("印章")}


def test_a_seal_in_its_place_passes(renderings: Renderings, tmp_path: Path) -> None:
    found = sealed(renderings.pdf(issued(text=TEXT)), tmp_path)

    assert {what: v.outcome for what, v in found.items()} == {
        "印章位置": "pass",
        "印章压住署名和日期": "pass",
    }
    box = found["印章位置"].box
    assert box
    assert box.width == pytest.approx(gb.SEAL_MM, abs=0.3)


@pytest.mark.parametrize(
    ("right", "down", "what"),
    [(-15.0, 0.0, "印章压住署名和日期"), (0.0, 12.0, "印章位置"), (0.0, -15.0, "印章位置")],
    ids=["15 mm aside", "12 mm low", "15 mm high"],
)
def test_a_seal_out_of_its_place_fails(
    right: float, down: float, what: str, renderings: Renderings, tmp_path: Path
) -> None:
    found = sealed(renderings.pdf(issued(text=TEXT)), tmp_path, right=right, down=down)

    assert found[what].outcome == "fail"


ONE, TWO, THREE = "柳林镇人民政府", "柳林镇人民武装部", "柳林镇党委"
LONG = "柳林镇重大事故隐患专项排查整治行动工作领导小组办公室"


@pytest.mark.parametrize("sealing", ["sealed", "unsealed"])
@pytest.mark.parametrize("names", [(ONE,), (ONE, TWO), (ONE, TWO, THREE), (LONG,), ()], ids=len)
def test_ends_of_every_kind_pass(names: tuple[str, ...], sealing: str, renderings: Renderings) -> None:
    found = measure_pdf(renderings.pdf(issued(text=TEXT, signature=names, sealing=sealing)))

    assert [str(v) for v in found if v.outcome == "fail"] == []
    insets = [v for v in found if v.what == "成文日期右空"]
    assert len(insets) == 1
