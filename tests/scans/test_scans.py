"""Printed sheets come back: scanned askew, photographed, mixed, torn, twice, foreign; each is filed, nothing is lost."""

import shutil
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from scan_samples import (
    Page,
    as_jpeg,
    as_pdf,
    codes,
    photographed,
    printed,
    row,
    scanned,
    sent,
    stamped,
    standing,
    without_code,
)

RECORD, LIST, TABLE = "rectification-record", "hazard-checklist", "dispatch-communities"
QIUHU, WANGDIAN = "qiuhu", "wangdian"
SEALS = ["将官池镇秋湖村", "乡镇（街道）", "县市区行业主管部门", "县市区政府", "省辖市主管部门"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Page]]:
    """Two villages' sheets printed: of each a separator, a table, a list, a ledger, a record of two pages."""
    return printed(tmp_path_factory.mktemp("printed"), "秋湖村", "王店村")


@pytest.fixture
def town(run: tuple[Path, list[Page]], tmp_path: Path) -> Path:
    return shutil.copytree(run[0], tmp_path / "行动")


@pytest.fixture(scope="module")
def pages(run: tuple[Path, list[Page]]) -> list[Page]:
    return run[1]


def test_ten_pages_come_back_in_one_skewed_scan(town: Path, pages: list[Page]) -> None:
    turns = (-4.0, 3.1, 0.4, -2.2, 4.0, 1.7, -3.3, 2.6, -0.9, 3.8)
    sheets = [page for i, page in enumerate(pages) if i not in (0, 6)]
    assert len(sheets) == 10

    result = sent(
        town, as_pdf(*(scanned(p, t, i) for i, (p, t) in enumerate(zip(sheets, turns, strict=True))))
    )

    assert result.pages == 10
    assert not result.unread
    assert all(r.is_returned and r.stage == "returned" for r in standing(town).rows.values())
    with pikepdf.open(town / row(town, QIUHU, RECORD).returns[0].file) as filed:
        assert len(filed.pages) == 2
        assert [round(float(v)) for v in filed.pages[0].mediabox[2:]] == [595, 842]
    assert all((town / e.file).stat().st_size < 230_000 * len(e.shown) for e in result.filed)


def test_what_is_filed_lies_straight_where_it_was_printed(town: Path, pages: list[Page]) -> None:
    result = sent(town, as_pdf(scanned(pages[1], -3.7)))

    with pdfium.PdfDocument(town / result.filed[0].file) as filed:
        flat = filed[0].render(scale=200 / 72).to_numpy()[:, :, :3]
    was, now = (cv2.GaussianBlur(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), (0, 0), 3) for p in (pages[1], flat))
    for name, part in {"head": np.s_[280:800, 200:1500], "foot": np.s_[1500:2100, 200:1500]}.items():
        shift, _ = cv2.phaseCorrelate(
            np.float32(was[part]), np.float32(now[: was.shape[0], : was.shape[1]][part])
        )
        assert max(map(abs, shift)) < 6, (name, shift)  # 6 pixels are 0.8 mm


def test_seals_are_seen_where_they_must_be_and_confirmed_by_nobody(town: Path, pages: list[Page]) -> None:
    places = {seal.name: seal for seal in row(town, QIUHU, RECORD).printed.seals}
    back = pages[5]
    for name in SEALS[1:3]:
        back = stamped(back, places[name].x + 4, places[name].y - 3)  # nobody presses on the point

    result = sent(town, as_pdf(scanned(pages[4], 2.0), scanned(back, -2.5)))

    found = row(town, QIUHU, RECORD)
    assert [(s.name, s.state) for s in found.seals] == [
        (SEALS[0], "unseen"),
        (SEALS[1], "seen"),
        (SEALS[2], "seen"),
        (SEALS[3], "unseen"),
        (SEALS[4], "unseen"),
    ]
    assert list(found.missing_seals) == SEALS
    told = next(p for p in result.problems if p.code == "SCN-010")
    assert "第 4 枚章（县市区政府）" in told.message


def test_a_photo_from_the_side_becomes_a_page(town: Path, pages: list[Page]) -> None:
    result = sent(town, as_jpeg(photographed(pages[1])))

    assert [e.shown for e in result.filed] == [(1,)]
    with pdfium.PdfDocument(town / result.filed[0].file) as filed:
        flat = filed[0].render(scale=200 / 72).to_numpy()[:, :, :3]
    was, now = (cv2.GaussianBlur(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), (0, 0), 5) for p in (pages[1], flat))
    shift, _ = cv2.phaseCorrelate(np.float32(was[280:800, 200:1500]), np.float32(now[280:800, 200:1500]))
    assert max(map(abs, shift)) < 16, shift  # 2 mm


@pytest.mark.parametrize("quarter", [cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_page_lying_any_way_is_filed_upright(town: Path, pages: list[Page], quarter: int) -> None:
    lying = np.asarray(cv2.rotate(pages[2], quarter), np.uint8)

    result = sent(town, as_pdf(scanned(lying, 1.5)))

    with pikepdf.open(town / result.filed[0].file) as filed:
        width, height = (float(v) for v in filed.pages[0].mediabox[2:])
    assert width > height  # a list lies across
    assert row(town, QIUHU, LIST).is_returned


def test_a_photo_that_its_camera_turned_is_read(town: Path, pages: list[Page]) -> None:
    turned = np.asarray(cv2.rotate(pages[1], cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6

    assert len(sent(town, as_jpeg(turned, exif=exif)).filed) == 1


def test_pages_of_sheets_in_any_order_come_together_in_theirs(town: Path, pages: list[Page]) -> None:
    result = sent(town, as_pdf(pages[5], pages[11], pages[4], pages[10]))

    assert [e.shown for e in result.filed] == [(1, 2), (1, 2)]
    assert row(town, WANGDIAN, RECORD).is_returned


def test_a_missing_page_is_told_and_joined_when_it_comes(town: Path, pages: list[Page]) -> None:
    first = sent(town, as_pdf(pages[5]))
    assert codes(first)[0] == "SCN-008"
    assert row(town, QIUHU, RECORD).missing_pages == (1,)

    sent(town, as_pdf(pages[4]))

    assert row(town, QIUHU, RECORD).is_returned


def test_a_page_twice_is_told_and_both_are_kept(town: Path, pages: list[Page]) -> None:
    result = sent(town, as_pdf(pages[1], scanned(pages[1], 2)))

    assert codes(result) == ["SCN-009"]
    assert [e.shown for e in result.filed] == [(1,), (1,)]
    assert len({e.file for e in result.filed}) == 2
    assert all((town / e.file).is_file() for e in result.filed)


def test_the_same_file_is_not_filed_twice(town: Path, pages: list[Page]) -> None:
    scan = as_pdf(pages[1])
    sent(town, scan)

    again = sent(town, scan)

    assert (codes(again), again.filed) == (["SCN-004"], [])
    assert len(row(town, QIUHU, TABLE).returns) == 1


def test_a_foreign_page_is_kept_aside(town: Path, pages: list[Page], tmp_path: Path) -> None:
    other = tmp_path / "别的"
    other.mkdir()
    shutil.copytree(town, other / "行动")
    (other / "行动" / "register" / "2023-06.jsonl").unlink()

    result = sent(other / "行动", as_pdf(pages[1]))

    assert codes(result) == ["SCN-005"]
    assert (other / "行动" / result.unread[0].file).is_file()


def test_torn_codes_are_placed_by_their_separator(town: Path, pages: list[Page]) -> None:
    heap = [
        pages[0],
        pages[1],
        without_code(pages[2]),
        pages[3],
        without_code(pages[4]),
        without_code(pages[5]),
    ]

    result = sent(town, as_pdf(*(scanned(p, 1.2, i) for i, p in enumerate(heap))))

    assert not result.unread
    assert codes(result).count("SCN-007") == 3
    assert row(town, QIUHU, LIST).is_returned
    assert row(town, QIUHU, RECORD).returns[0].shown == (1, 2)


def test_a_torn_code_without_a_separator_waits_for_a_person(town: Path, pages: list[Page]) -> None:
    result = sent(town, as_pdf(without_code(pages[1]), np.full_like(pages[1], 250)))

    assert (codes(result), result.blank) == (["SCN-003"], 1)
    assert [e.key for e in result.unread] == list(standing(town).unread)


def test_a_heap_with_a_page_too_few_is_not_guessed_at(town: Path, pages: list[Page]) -> None:
    result = sent(town, as_pdf(pages[0], without_code(pages[1]), without_code(pages[2])))

    assert codes(result) == ["SCN-003", "SCN-003"]
    assert "可能是“附件2 进展情况调度表（2023年6月）”第 1 页" in result.problems[0].message


@pytest.mark.parametrize("what", ["text", "cut", "bomb", "tiny", "broken", "no page", "long", "wide"])
def test_what_is_no_scan_is_refused_and_nothing_filed(town: Path, pages: list[Page], what: str) -> None:
    huge = BytesIO()
    Image.new("1", (30_000, 30_000)).save(huge, "PNG")
    contents = {
        "text": b"not a picture",
        "cut": as_jpeg(pages[1])[:30_000],
        "bomb": huge.getvalue(),
        "tiny": as_jpeg(pages[1][:50, :50]),
        "broken": b"%PDF-1.7\n",
        "no page": empty_pdf(0),
        "long": empty_pdf(501),
        "wide": empty_pdf(1, 14_000),
    }
    before = sorted(p for p in town.rglob("*") if p.is_file())

    result = sent(town, contents[what])

    assert codes(result) == ["SCN-002"]
    assert result.problems[0].where == "扫描1.pdf"
    assert sorted(p for p in town.rglob("*") if p.is_file()) == before


def empty_pdf(pages: int, side: float = 595) -> bytes:
    target = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(side, side))
        pdf.save(target)
    return target.getvalue()


def test_one_bad_file_does_not_keep_the_others(town: Path, pages: list[Page]) -> None:
    result = sent(town, b"not a picture", as_pdf(pages[1]))

    assert codes(result) == ["SCN-002"]
    assert len(result.filed) == 1
