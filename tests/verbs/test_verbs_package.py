"""The archive's verbs: a campaign as one package, the sheets of its volumes, the check; and what a clerk sees of them."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from helpers import verapdf
from pikepdf import Pdf
from verbs_town import build, campaign, contents, edit, edit_by_hand, files

from generator.cli import gongwen
from generator.press import print_parts
from generator.press.folder import open_folder
from generator.problem import ProblemsFound
from generator.verbs.archiving import covers, pack
from generator.verbs.usage import UsageProblem

ARCHIVE = """\
schema: 1
archive:
  fonds_number: J012
  catalogue_number: "3"
  filed_by: 邱叶
  volumes:
    - {title: "{campaign.name}发文材料", sheets: [通知], retention: 永久}
    - {title: "{campaign.name}各表", sheets: [附件2, 附件3, 附件4, 附件5, 附件6]}
"""


def town(folder: Path) -> Path:
    """The small town's campaign with its filing, scans, an output folder and what is nobody's business."""
    place = campaign(folder)
    (place / "archive.yaml").write_text(ARCHIVE, encoding="utf-8")
    for name in ("scans/2023-06/河湾村 盖章件.pdf", "photos/a.jpg", ".git/config", "~$活动.xlsx"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(name.encode())
    (place / "输出").mkdir()
    (place / "输出" / "manifest.json").write_text('{"schema": 1, "generator": "0.1.0", "files": [\n]}\n')
    (place / "输出" / "旧.pdf").write_bytes(b"old")
    (place / "photos" / "外面").symlink_to(folder)
    return place


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The town and its package; not to be changed."""
    folder = tmp_path_factory.mktemp("packed")
    source, place = town(folder), folder / "归档" / "柳林镇.zip"
    code, said = run("pack", str(source), "-o", str(place), "--jobs", "1", "--json")
    told = json.loads(said)
    assert (code, told["ok"], [v["items"] for v in told["volumes"]]) == (0, True, [1, 11])
    assert [p["code"] for p in told["problems"]] == ["BLD-001", "BLD-001"], "nobody reported in May"
    return source, place


@pytest.fixture(scope="module")
def unpacked(packed: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package holds."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(packed[1]) as opened:
        opened.extractall(folder)
    return folder / "柳林镇"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(gongwen, ["archive", *words])
    return done.exit_code, done.output


def test_the_data_are_there_byte_for_byte_and_nothing_that_is_none(packed, unpacked):
    none = (".git", "~$", "输出", "photos/外面")
    wanted = {name: content for name, content in contents(packed[0]).items() if not name.startswith(none)}

    assert {
        name.removeprefix("data/数据/"): c for name, c in contents(unpacked, "data/数据").items()
    } == wanted
    assert "scans/2023-06/河湾村 盖章件.pdf" in wanted


def test_nothing_is_left_beside_the_package(packed):
    assert [p.name for p in packed[1].parent.iterdir()] == ["柳林镇.zip"]


def test_the_listing_tells_every_file_and_the_true_pages_of_every_item(unpacked):
    listing = json.loads((unpacked / "清单.json").read_bytes())
    found = {p.relative_to(unpacked).as_posix() for p in (unpacked / "data").rglob("*") if p.is_file()}
    assert {one["path"] for one in listing["files"]} == found

    items = [item for volume in listing["volumes"] for item in volume["items"]]
    assert {i["path"] for i in items} == {name for name in found if name.startswith("data/文件/")}
    for volume in listing["volumes"]:
        at = 1
        for one in volume["items"]:
            with Pdf.open(unpacked / one["path"]) as pdf:
                assert (one["first_page"], one["pages"]) == (at, len(pdf.pages))
            at += one["pages"]
        assert volume["pages"] == at - 1
    assert [(v["code"], v["retention"]) for v in listing["volumes"]] == [
        ("J012-3-0001", "永久"),
        ("J012-3-0002", "30年"),
    ]
    assert items[0]["document_number"] == "柳安委〔2023〕3号"
    assert items[0]["author"] == "柳林镇安全生产委员会"


def test_the_same_campaign_gives_the_same_package(packed, tmp_path):
    again = tmp_path / "柳林镇.zip"
    pack(packed[0], again, jobs=1)

    assert again.read_bytes() == packed[1].read_bytes()


def test_a_byte_that_changes_is_told_with_its_file_and_exit_code_1(packed, tmp_path):
    code, said = run("verify", str(packed[1]))
    assert (code, "没有变" in said) == (0, True)
    digest = re.search("指纹 ([0-9a-f]{64})", said)[1]
    assert run("verify", str(packed[1]), "--digest", digest)[0] == 0

    with zipfile.ZipFile(packed[1]) as opened:
        infos = opened.infolist()
    whole = packed[1].read_bytes()
    place = tmp_path / "x.zip"
    for info in infos:
        changed = bytearray(whole)
        changed[info.header_offset + 30 + len(info.filename.encode()) + info.file_size // 2] ^= 4
        place.write_bytes(changed)
        code, said = run("verify", str(place))
        assert (code, f"“{info.filename.partition('/')[2]}”被改动过" in said) == (1, True), info.filename


def test_a_check_as_json_lists_what_is_wrong(packed, tmp_path):
    place = tmp_path / "x.zip"
    place.write_bytes(packed[1].read_bytes()[:-1])
    code, said = run("verify", str(place), "--json")
    told = json.loads(said)

    assert (code, told["ok"], told["exit_code"], told["problems"][0]["code"]) == (1, False, 1, "ARC-001")


def test_a_campaign_with_errors_is_not_packed_and_nothing_is_written(tmp_path):
    source = campaign(tmp_path)
    edit(
        source / "returns/2023-06/柳林镇河湾村.yaml",
        ("form: dispatch-communities", "form: dispatch-communitys"),
    )
    place = tmp_path / "归档" / "x.zip"

    with pytest.raises(ProblemsFound):
        pack(source, place, jobs=1)
    assert list(tmp_path.glob("归档/*")) == []


@pytest.mark.parametrize("name", ["归档", "归档.rar", "行动/returns/归档.zip"])
def test_a_package_goes_by_a_name_of_its_own_and_not_among_the_data(tmp_path, name):
    with pytest.raises(UsageProblem):
        pack(campaign(tmp_path), tmp_path / name)


@pytest.mark.parametrize("name", [b"scans/\xff.pdf", b"scans/a\nb.pdf", b"scans/a\\\\b.pdf"])
def test_a_file_whose_name_cannot_be_packed_is_told(tmp_path, name):
    source = campaign(tmp_path)
    (source / "scans").mkdir()
    with open(bytes(source) + b"/" + name, "wb"):
        pass

    with pytest.raises(UsageProblem, match="不能用的字符"):
        pack(source, tmp_path / "归档.zip", jobs=1)


def test_a_folder_is_no_package(tmp_path):
    code, said = run("verify", str(tmp_path))
    assert (code, "文件夹" in said) == (2, True)


@pytest.mark.skipif(bool(verapdf.lacking()), reason=verapdf.lacking() or "veraPDF is there")
def test_the_sheets_of_the_volumes_conform_to_pdf_a_2u(unpacked):
    sheets = sorted((unpacked / "data" / "目录").rglob("*.pdf"))
    judged = verapdf.judged(sheets)

    assert len(sheets) > 6
    assert {path.name: one.failed for path, one in judged.items() if one.failed} == {}


def test_the_volumes_sheets_alone_are_written_and_what_was_edited_by_hand_stays(packed, tmp_path):
    out = tmp_path / "案卷"
    covers(packed[0], out, jobs=1)
    wanted = {"案卷封面.pdf", "卷内文件目录.pdf", "卷内文件目录.docx", "卷内备考表.pdf", "卷内备考表.docx"}
    assert {name.partition("/")[2] for name in files(out) if name.startswith("案卷0002/")} == wanted
    assert {"案卷目录.docx", "案卷脊背.pdf", "台账封面/重大事故隐患整改台账.pdf"} <= set(files(out))

    edited = edit_by_hand(out / "案卷0001" / "卷内备考表.docx")
    result = covers(packed[0], out, jobs=1)

    assert (out / "案卷0001" / "卷内备考表.docx").read_bytes() == edited
    assert any(p.code == "OUT-002" for p in result.problems)
    cells = {
        cell.text
        for row in Document(out / "案卷0002" / "卷内文件目录.docx").tables[0].rows
        for cell in row.cells
    }
    assert {"题名", "1", "20230630"} <= cells
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_the_volumes_sheets_and_a_build_share_a_folder_and_keep_off_each_other(packed, tmp_path):
    out = tmp_path / "输出"
    build(packed[0], out)
    built = contents(out)
    sheets = covers(packed[0], out, jobs=1).files
    assert {name: (out / name).read_bytes() for name in built if name != "manifest.json"} == {
        name: content for name, content in built.items() if name != "manifest.json"
    }

    build(packed[0], out, formats=("docx", "pdf"))

    assert [name for name in sheets if not (out / name).exists()] == []
    with open_folder(out) as folder:
        printed = {entry.file for entry in print_parts.parts_of(folder.listed(), "2023-06", ("",))}
    assert len(printed) > 1
    assert not printed & set(sheets)


def test_months_without_a_return_are_filed_as_far_as_hazards_go(packed, tmp_path):
    source = campaign(tmp_path)
    edit(source / "hazards.yaml", ("2023-07-31", "2023-09-30"), ("2023-06-", "2023-08-"))
    place = tmp_path / "归档.zip"
    pack(source, place, jobs=1)
    with zipfile.ZipFile(place) as opened:
        names = [name for name in opened.namelist() if "/文件/" in name]

    assert any("2023年8月" in name for name in names)
    assert not any("2023年9月" in name for name in names)
