"""LibreOffice's PDF of a Word file: its habits are told from faults of the file; without LibreOffice that is said."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from helpers.packages import edited, in_style
from helpers.rendering import office
from helpers.sheets import sheet

from generator.cli.measure import command
from generator.measure import office as converter
from generator.measure.docx import measure_documents, measure_docx
from generator.measure.docx.file import PARAGRAPHS, open_docx
from generator.measure.page import NotReadable
from generator.measure.verdict import Verdict
from generator.render.docx import render_docx

needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice 没有安装：make test 会装上")
PICTURE = Path(__file__).parents[2] / "docs" / "images" / "dispatch-table.png"
DATE = "成文日期右空"
SIGNATURE = r'(<w:p><w:pPr><w:pStyle w:val="Signature"/>)'
BLANK = '<w:p><w:pPr><w:pStyle w:val="Blank"/></w:pPr></w:p>'
FAULTS = {
    "as it is": (),
    "date two characters in": in_style("DocDate", r'w:pos="\d+"', 'w:pos="7180"'),
    "mark 10 mm low": in_style("Mark", r'w:before="\d+"', 'w:before="2450"'),
    "one line too many": ("word/document.xml", SIGNATURE, BLANK + r"\1"),
    "three lines too many": ("word/document.xml", SIGNATURE, BLANK * 3 + r"\1"),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Verdict]]:
    """The verdicts on a document, right and wrong, and on a file that is none, from one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    content = render_docx(sheet("small_valid", "notice")).content
    paths = []
    for name, fault in FAULTS.items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(edited(content, *fault) if fault else content)
    paths.append(folder / "none.docx")
    paths[-1].write_text("通知")
    return {path.stem: [] if isinstance(v, NotReadable) else v for path, v in measure_documents(paths)}


def office_verdicts(verdicts: list[Verdict], what: str) -> Iterator[str]:
    return (v.outcome for v in verdicts if v.source == "office" and v.what == what)


@needs_office
def test_several_files_are_measured_in_the_order_given(measured: dict[str, list[Verdict]]) -> None:
    assert list(measured) == [*FAULTS, "none"]
    assert measured["none"] == []
    assert {v.source for v in measured["as it is"]} == {"docx", "office"}


@needs_office
def test_room_that_libreoffice_adds_round_digits_is_no_fault_of_the_file(
    measured: dict[str, list[Verdict]],
) -> None:
    (verdict,) = [v for v in measured["as it is"] if v.what == DATE and v.source == "office"]

    assert verdict.outcome == "unknown"
    assert "LibreOffice 在汉字和数字之间自行加空" in verdict.found
    assert [str(v) for v in measured["as it is"] if v.outcome == "fail"] == []


@needs_office
def test_a_date_that_the_file_sets_wrong_fails_there_as_well(measured: dict[str, list[Verdict]]) -> None:
    assert list(office_verdicts(measured["date two characters in"], DATE)) == ["fail"]


@needs_office
def test_a_mark_that_is_too_low_fails_in_the_file_and_on_the_page(measured: dict[str, list[Verdict]]) -> None:
    found = measured["mark 10 mm low"]

    assert {v.source for v in found if v.root and v.clause == "7.2.4"} == {"docx", "office"}


@needs_office
@pytest.mark.parametrize("fault", ["one line too many", "three lines too many"])
def test_a_seal_too_far_below_the_text_is_not_put_down_to_room_beside_digits(
    fault: str, measured: dict[str, list[Verdict]]
) -> None:
    found = measured[fault]

    assert {(v.clause, v.what, v.source) for v in found if v.root} == {("7.3.5.1", "印章位置", "office")}
    assert list(office_verdicts(found, DATE)) == ["unknown"]


@needs_office
def test_a_word_file_with_its_seal_too_low_exits_with_1(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(
        edited(render_docx(sheet("small_valid", "notice")).content, *FAULTS["one line too many"])
    )

    assert CliRunner().invoke(command, [str(path)]).exit_code == 1


@needs_office
def test_sealed_notices_of_ours_have_their_seal_in_its_place(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.docx" for name in ("xinyang", "chengzhong", "office_papers")]
    for path in paths:
        path.write_bytes(render_docx(sheet(path.stem, "notice")).content)

    found = [v for _, verdicts in measure_documents(paths) if isinstance(verdicts, list) for v in verdicts]

    assert [str(v) for v in found if v.outcome == "fail"] == []
    assert list(office_verdicts(found, "印章位置")) == ["pass"] * len(paths)


def test_without_libreoffice_one_line_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(converter.shutil, "which", lambda name: None)
    path = tmp_path / "notice.docx"
    path.write_bytes(render_docx(sheet("small_valid", "notice")).content)

    found = [v for v in measure_docx(path) if v.source == "office"]

    assert [(v.outcome, v.what) for v in found] == [("unknown", "排印效果")]
    assert "没有 LibreOffice" in found[0].found


class Listener(BaseHTTPRequestHandler):
    """Answers every request with nothing and remembers it."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@needs_office
def test_libreoffice_fetches_nothing_that_a_file_links_to(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = tmp_path / "linked.docx"
    with_linked_picture(path, f"http://127.0.0.1:{server.server_port}/seal.png")

    verdicts = measure_docx(path)
    server.shutdown()

    assert {v.source for v in verdicts} == {"docx", "office"}
    assert Listener.asked == []


def with_linked_picture(path: Path, address: str) -> None:
    """Write a Word file whose picture lies at an address outside the file."""
    document = Document()
    document.add_picture(str(PICTURE))
    link = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    for picture in document.element.body.iter(qn("a:blip")):
        del picture.attrib[qn("r:embed")]
        picture.set(qn("r:link"), link)
    document.save(str(path))


def test_a_file_of_too_many_paragraphs_is_refused_before_libreoffice_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[object] = []
    monkeypatch.setattr(converter, "_run", lambda *call: started.append(call))
    paths = [tmp_path / "most.docx", tmp_path / "long.docx"]
    content = render_docx(sheet("small_valid", "notice")).content
    own = sum(1 for _ in Document(io.BytesIO(content)).element.body.iter(qn("w:p")))
    for path, count in zip(paths, (PARAGRAPHS, PARAGRAPHS + 1), strict=True):
        path.write_bytes(
            edited(content, "word/document.xml", "<w:body>", "<w:body>" + "<w:p/>" * (count - own))
        )

    open_docx(paths[0])
    ((_, found),) = measure_documents(paths[1:])

    assert isinstance(found, NotReadable)
    assert "超过 20000 段" in str(found)
    assert started == []
