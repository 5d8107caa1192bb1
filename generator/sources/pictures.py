"""Pictures of seals (印章图片) in a campaign's folder: looked at, never believed by their names."""

import pathlib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from math import cos, radians, tan

from PIL import Image, ImageChops, ImageDraw, ImageFile

from generator.problem import Problem
from generator.sources.contents import read_bytes

BYTES_MAX = 5_000_000
SIDE_MIN, SIDE_MAX = 200, 6000  # pixels
SIDE_PRINTED = 1000  # pixels of 42 mm at 600 dpi
SLANT_MAX = 1.1  # a round seal is as wide as high
FORMATS = ("PNG", "JPEG")
SPECIMEN_TURN = 20.0  # degrees by which 样章 rises across a seal
BAND_SHARE = 0.36  # of the seal's height that it takes


def seal_pictures(root: pathlib.Path, named: Mapping[str, str]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the picture of each seal as PNG whose white is transparent, and what is wrong with the others.

    `root` is the campaign's folder; `named` maps the name of a seal to a file in it, PNG or JPEG.
    """
    pictures: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, file in named.items():
        found = _picture(root, file)
        if isinstance(found, bytes):
            pictures[name] = found
        else:
            message = f"印章图片“{file}”{found}"
            problems.append(
                Problem(code="SRC-015", message=message, path=("seals", name), severity="warning")
            )
    return pictures, problems


def _picture(root: pathlib.Path, file: str) -> bytes | str:
    """Return the picture of a seal, or what is wrong with it and what to do."""
    path = root / file
    if not file or not path.resolve().is_relative_to(root.resolve()):
        return "不在行动的文件夹里，没有读取。请把图片放进行动的文件夹，写相对的位置，如 印章/镇政府.png。"
    if not path.is_file():
        return "找不到。请检查名称和位置。"
    if path.stat().st_size > BYTES_MAX:
        return f"有 {path.stat().st_size} 字节，超过上限 {BYTES_MAX} 字节。请缩小图片。"
    raw = read_bytes(path, file)
    return _checked(raw) if isinstance(raw, bytes) else raw.message


def _checked(raw: bytes) -> bytes | str:
    try:
        with strict(), Image.open(BytesIO(raw), formats=FORMATS) as image:
            if fault := _size_fault(*image.size):
                return fault
            return _cut_across(_transparent(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"太大，每边应在 {SIDE_MIN}—{SIDE_MAX} 像素之间。请重新扫描或缩放。"
    except (OSError, SyntaxError, ValueError):
        return "不是完好的 PNG 或 JPEG 图片。请用画图程序打开，另存为 PNG。"


@contextmanager
def strict() -> Iterator[None]:
    """Refuse pictures that are cut off, which the engine of PDF allows for the whole program, and huge ones."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _size_fault(width: int, height: int) -> str:
    if not SIDE_MIN <= min(width, height) <= max(width, height) <= SIDE_MAX:
        return f"是 {width}×{height} 像素，每边应在 {SIDE_MIN}—{SIDE_MAX} 像素之间。请重新扫描或缩放。"
    if max(width, height) > min(width, height) * SLANT_MAX:
        return f"是 {width}×{height} 像素，不是方的。请沿印章的边裁剪成正方形。"
    return ""


def _transparent(image: Image.Image) -> Image.Image:
    """Return the picture with its ground taken away: the whiter a pixel, the less of it covers what lies below."""
    colours = image.convert("RGBA")
    colours.thumbnail((SIDE_PRINTED, SIDE_PRINTED))
    red, green, blue, alpha = colours.split()
    cover = ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue))
    colours.putalpha(ImageChops.multiply(cover, alpha))
    return colours


def _cut_across(image: Image.Image) -> bytes:
    """Return the picture as PNG, empty in the band where 样章 is printed: no clean seal can be taken out of a draft."""
    width, height = image.size
    turn = radians(SPECIMEN_TURN)
    rise, half = width / 2 * tan(turn), height * BAND_SHARE / 2 / cos(turn)
    ends = [(0, height / 2 + rise), (width, height / 2 - rise)]
    edges = [(x, y - half) for x, y in ends] + [(x, y + half) for x, y in reversed(ends)]
    ImageDraw.Draw(image).polygon(edges, fill=(0, 0, 0, 0))
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
