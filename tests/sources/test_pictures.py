"""Pictures of seals: looked at for what they are, inside the campaign's folder, their white made transparent."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from generator.sources import pictures
from generator.sources.pictures import seal_pictures

RED = (200, 20, 30)


def picture(path: Path, size: tuple[int, int] = (300, 300), kind: str = "PNG", mode: str = "RGB") -> Path:
    """A white picture with a red stripe down its middle."""
    image = Image.new("RGB", size, "white")
    image.paste(RED, (100, 0, 200, 300))
    image.convert(mode).save(path, kind)
    return path


def refused(root: Path, file: str) -> str:
    found, problems = seal_pictures(root, {"镇政府": file})
    assert found == {}
    ((code, where, severity, message),) = [(p.code, p.path, p.severity, p.message) for p in problems]
    assert (code, where, severity) == ("SRC-015", ("seals", "镇政府"), "warning")
    return message


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_png_whose_white_lets_the_text_through(tmp_path, kind):
    picture(tmp_path / "章", kind=kind)
    found, problems = seal_pictures(tmp_path, {"镇政府": "章"})

    image = Image.open(BytesIO(found["镇政府"]))
    corner, middle = image.getpixel((5, 5)), image.getpixel((150, 20))
    assert problems == []
    assert (image.format, image.mode) == ("PNG", "RGBA")
    assert corner[3] <= 3
    assert middle[3] >= 230
    assert middle[0] > 150 > 60 > middle[1]


def test_a_picture_is_empty_across_its_middle_where_the_word_specimen_goes(tmp_path):
    picture(tmp_path / "章.png")
    image = Image.open(BytesIO(seal_pictures(tmp_path, {"镇政府": "章.png"})[0]["镇政府"]))

    column = [image.getpixel((150, y))[3] for y in range(300)]
    empty = [y for y, alpha in enumerate(column) if alpha == 0]
    assert (empty[0] + empty[-1]) / 2 == pytest.approx(150, abs=1.5)
    assert len(empty) == pytest.approx(300 * 0.36 / 0.94, abs=3)
    assert empty == list(range(empty[0], empty[-1] + 1))


def test_a_large_picture_is_made_as_small_as_the_print_needs(tmp_path):
    picture(tmp_path / "章.png", size=(3000, 3000))

    assert Image.open(BytesIO(seal_pictures(tmp_path, {"镇政府": "章.png"})[0]["镇政府"])).size == (
        1000,
        1000,
    )


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    picture(tmp_path / "章.png")

    once, twice = (seal_pictures(tmp_path, {"镇政府": "章.png"})[0] for _ in range(2))
    assert once == twice


def test_a_picture_that_is_not_there_is_told(tmp_path):
    assert "找不到" in refused(tmp_path, "没有.png")


@pytest.mark.parametrize("file", ["../章.png", "印章/../../章.png", "", "/etc/hostname"])
def test_a_picture_outside_the_campaign_is_not_read(tmp_path, file):
    picture(tmp_path / "章.png")
    (tmp_path / "行动").mkdir()

    assert "不在行动的文件夹里" in refused(tmp_path / "行动", file)


def test_a_link_that_leads_out_of_the_campaign_is_not_followed(tmp_path):
    (tmp_path / "行动").mkdir()
    (tmp_path / "行动" / "章.png").symlink_to(picture(tmp_path / "章.png"))

    assert "不在行动的文件夹里" in refused(tmp_path / "行动", "章.png")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "PDF"])
def test_another_kind_of_file_is_refused_whatever_its_name(tmp_path, kind):
    picture(tmp_path / "章.png", kind=kind)

    assert "不是完好的 PNG 或 JPEG" in refused(tmp_path, "章.png")


@pytest.mark.parametrize("keep", [0, 20, 60])
def test_a_broken_picture_is_refused_even_where_the_engine_of_pdf_allows_it(tmp_path, keep, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture(tmp_path / "章.png").read_bytes()
    (tmp_path / "章.png").write_bytes(whole[:keep])

    assert "不是完好的" in refused(tmp_path, "章.png")


def test_a_folder_is_no_picture(tmp_path):
    (tmp_path / "印章").mkdir()

    assert "找不到" in refused(tmp_path, "印章")


@pytest.mark.parametrize(
    ("size", "words"), [((100, 100), "每边应在 200"), ((300, 6001), "每边应在"), ((300, 400), "不是方的")]
)
def test_a_picture_of_the_wrong_size_or_shape_is_refused(tmp_path, size, words):
    picture(tmp_path / "章.png", size=size)

    assert words in refused(tmp_path, "章.png")


@pytest.mark.parametrize("side", [6001, 10_000, 14_000])
def test_a_huge_picture_is_called_too_large_and_not_damaged(tmp_path, side):
    Image.new("1", (side, side)).save(tmp_path / "章.png")

    message = refused(tmp_path, "章.png")
    assert ("200—6000 像素" in message, "完好" in message) == (True, False)


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "BYTES_MAX", 100)
    picture(tmp_path / "章.png")

    assert "超过上限 100 字节" in refused(tmp_path, "章.png")
