"""Photos of a hazard: what tells where they were taken is gone, the day stays, what is no photo is refused, the sheet."""

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image
from scan_samples import CAMPAIGN, DAY

from generator.cli import gongwen
from generator.verbs import UsageProblem
from generator.verbs.photos import Photo, add_photos, evidence, photos_of, take_back

HAZARD = "JGC-004"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return shutil.copytree(CAMPAIGN, tmp_path / "行动")


def taken(colour: str, *, size: tuple[int, int] = (3000, 2000), turned: int = 1) -> bytes:
    """A photo with all that a telephone writes into it."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "某牌手机"
    exif.get_ifd(0x8769)[0x9003] = "2023:06:12 09:30:00"
    exif.get_ifd(0x8825)[2] = (34.0, 1.0, 30.0)
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


def photo(content: bytes, when: str = "before", name: str = "现场.jpg") -> Photo:
    return Photo(hazard=HAZARD, when=when, name=name, content=content, on=DAY, by="邱叶")  # type: ignore[arg-type]


def test_a_photo_keeps_its_day_and_loses_its_place(town: Path) -> None:
    add_photos(town, [photo(taken("tan", turned=6))])

    [kept] = photos_of(town, HAZARD)
    assert kept.taken_on == date(2023, 6, 12)
    content = (town / kept.file).read_bytes()
    with Image.open(BytesIO(content)) as image:
        assert image.size == (1067, 1600)  # upright, and no larger than a page needs
        assert dict(image.getexif()) == {}
    assert b"Exif" not in content


def test_the_same_photo_is_kept_once_and_may_be_taken_back(town: Path) -> None:
    add_photos(town, [photo(taken("tan"))])
    assert add_photos(town, [photo(taken("tan"))]) == []

    take_back(town, HAZARD, photos_of(town, HAZARD)[0].key, DAY)

    assert photos_of(town, HAZARD) == []
    assert len(list((town / "photos").rglob("*.jpg"))) == 1


def test_all_that_is_no_photo_is_told_at_once_and_none_is_kept(town: Path) -> None:
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    sent = [
        photo(taken("tan")),
        photo(b"text", name="文本.jpg"),
        photo(taken("tan")[:2000], name="断.jpg"),
        photo(bomb.getvalue(), name="大.png"),
    ]

    with pytest.raises(UsageProblem) as raised:
        add_photos(town, sent)

    assert [line.partition("”")[0] for line in str(raised.value).splitlines()] == [
        "“文本.jpg",
        "“断.jpg",
        "“大.png",
    ]
    assert not (town / "photos").exists()
    assert photos_of(town, HAZARD) == []


def test_a_hazard_that_there_is_none_of_has_no_photos(town: Path) -> None:
    with pytest.raises(UsageProblem, match="没有编号"):
        add_photos(town, [Photo(hazard="../x", when="before", name="x", content=taken("tan"), on=DAY)])
    assert not (town / "photos").exists()


def test_the_sheet_shows_before_beside_after(town: Path) -> None:
    add_photos(town, [photo(taken("tan")), photo(taken("teal"), "after")])

    with pdfium.PdfDocument(evidence(town, HAZARD)) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
        page = pdf[0].render(scale=1).to_pil().convert("RGB")
    assert "整改前后对比照片" in text
    assert "2023年6月12日摄" in text
    row = page.height * 50 // 100
    colours = [page.getpixel((x, row)) for x in (page.width // 3, page.width * 2 // 3)]
    assert colours[0][0] > colours[0][2]  # tan on the left
    assert colours[1][2] > colours[1][0]  # teal on the right


def test_the_command_keeps_lists_and_prints(town: Path, tmp_path: Path) -> None:
    file = tmp_path / "现场.jpg"
    file.write_bytes(taken("tan"))
    words = ["hazard", "photo", str(town), HAZARD]

    kept = CliRunner().invoke(
        gongwen, [*words, "整改前", str(file), "--text", "除尘管道", "--on", "2023-07-03"]
    )
    assert (kept.exit_code, f"{HAZARD} 共 1 张照片" in kept.output) == (0, True), kept.output
    shown = CliRunner().invoke(gongwen, [*words, "-o", str(tmp_path / "输出")])

    assert "整改前  2023-06-12" in shown.output
    assert (tmp_path / "输出" / f"整改前后对比照片 {HAZARD}.pdf").is_file()
