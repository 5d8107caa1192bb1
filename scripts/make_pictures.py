"""Make the pictures of README and manual anew: pages of fixture campaigns, from PDF, as small palette PNGs.

Needs pdftoppm (Debian's poppler-utils). Usage: python scripts/make_pictures.py [FOLDER], by default docs; the
pictures of the README go to its images, those of the kinds of sheets to its forms/images.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from generator.verbs import BuildRequest, build

CHECKOUT = Path(__file__).resolve().parent.parent
CAMPAIGNS = CHECKOUT / "fixtures" / "campaigns"
FOLDER = CHECKOUT / "docs"
README_PX = 900
FORM_PX, LANDSCAPE_PX = 640, 800
OVERSIZE = 4  # drawn larger and shrunk, so that hairlines come out evenly
COLOURS, FORM_COLOURS = 32, 16
EDGE = "#b0b0b0"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file without suffix, the unit's folder, the sheet's file, and which of its pages it shows."""

    file: str
    folder: str
    sheet: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A campaign and the pictures of its sheets: of the README or of the kinds of sheets."""

    campaign: Path
    sheets: tuple[str, ...]
    pictures: tuple[Picture, ...]
    readme: bool = False


TOWN, COUNTY, OFFICE = "将官池镇安全生产委员会", "浉河区", "柏溪镇安全生产委员会"
SOURCES = (
    Source(
        CAMPAIGNS / "jiangguanchi",
        ("notice", "dispatch-communities", "hazard-checklist"),
        (
            Picture("notice", TOWN, "关于印发*"),
            Picture("dispatch-table", "秋湖村", "附件2 *"),
            Picture("hazard-checklist", "应急办", "附件4 *"),
        ),
        readme=True,
    ),
    Source(
        CAMPAIGNS / "jiangguanchi",
        (),
        (
            Picture("notice", TOWN, "关于印发*"),
            Picture("plan", TOWN, "关于印发*", 2),
            Picture("roster", TOWN, "关于印发*", 17),
            Picture("dispatch-communities", "秋湖村", "附件2 *"),
            Picture("dispatch-departments", "应急办", "附件3 *"),
            Picture("hazard-checklist", "应急办", "附件4 *"),
            Picture("problem-ledger", "应急办", "附件5 *"),
            Picture("rectification-record", "秋湖村", "附件6 *"),
        ),
    ),
    Source(
        CAMPAIGNS / "xinyang",
        (),
        (
            Picture("pairing", "信阳市安全生产委员会办公室", "附件1 *"),
            Picture("score-sheet", COUNTY, "*打分表*"),
            Picture("handover-slip", COUNTY, "*交办清单*"),
        ),
    ),
    Source(
        CAMPAIGNS / "office_papers",
        (),
        (
            Picture("drafting-sheet", OFFICE, "发文稿纸"),
            Picture("seal-approval", OFFICE, "用印审批单（1 *"),
            Picture("seal-register", OFFICE, "用印登记簿"),
            Picture("receipt-sheet", OFFICE, "文件签收表"),
            Picture("issue-register", OFFICE, "发文登记簿"),
        ),
    ),
    Source(
        CAMPAIGNS / "chengzhong",
        (),
        (
            Picture("inspection-list", "城中区公园街道办事处", "*的通知", 5),
            Picture("major-hazard-list", "公共安全办公室", "*重大事故隐患清单*"),
        ),
    ),
    Source(
        CAMPAIGNS / "zhufoan",
        (),
        (
            Picture("task-breakdown", "诸佛庵镇人民政府", "*的通知", 6),
            Picture("unit-tasks", "派出所", "任务清单"),
        ),
    ),
)


def make_pictures(folder: Path) -> list[Path]:
    """Build the sheets that are shown and write one picture of each below `folder`."""
    return [path for source in SOURCES for path in _pictures_of(source, folder)]


def _pictures_of(source: Source, folder: Path) -> Iterator[Path]:
    target = folder / "images" if source.readme else folder / "forms" / "images"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongwen-pictures-") as scratch:
        units = tuple(dict.fromkeys(picture.folder for picture in source.pictures))
        made = Path(scratch) / "out"
        build(
            BuildRequest(
                source=source.campaign, target=made, sheets=source.sheets, units=units, formats=("pdf",)
            )
        )
        for picture in source.pictures:
            yield _written(picture, made, target / f"{picture.file}.png", source.readme)


def _written(picture: Picture, made: Path, target: Path, readme: bool) -> Path:
    pdf = sorted((made / picture.folder).glob(f"{picture.sheet}.pdf"))[0]
    page = ImageOps.expand(_page(pdf, picture.page, readme), border=1, fill=EDGE)
    colours = COLOURS if readme else FORM_COLOURS
    page.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def _page(pdf: Path, number: int, readme: bool) -> Image.Image:
    """Draw a page, so wide that the edge around it makes up the full width."""
    drawn = _drawn(pdf, number, (README_PX if readme else FORM_PX) - 2)
    landscape = drawn.width > drawn.height and not readme
    return _drawn(pdf, number, LANDSCAPE_PX - 2) if landscape else drawn


def _drawn(pdf: Path, number: int, width_px: int) -> Image.Image:
    size = ["-scale-to-x", str(width_px * OVERSIZE), "-scale-to-y", "-1"]
    command = ["pdftoppm", "-f", str(number), "-singlefile", *size, "-png"]
    subprocess.run([*command, str(pdf), str(pdf.with_suffix(""))], check=True)
    with Image.open(pdf.with_suffix(".png")) as page:
        return page.convert("RGB").reduce(OVERSIZE)


if __name__ == "__main__":
    for path in make_pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
