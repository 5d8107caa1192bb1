"""A drawn form from end to end: checked, printed, sent out blank, read back filled in, rolled up."""

from pathlib import Path

import openpyxl
import pytest
from helpers import hostile_files
from helpers.heads import LEDGER, RECORD, UNITS, head_workbook

from generator import verbs
from generator.derive.drawing import Asked
from generator.sources.campaign import load
from generator.verbs.drawing import HEAD_MAX, draw_file, draw_forms

PERIOD = "2024-06"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """The starter without its own forms and what hangs on them, with the three drawn ones."""
    folder = tmp_path / "行动"
    folder.mkdir()
    (folder / "campaign.yaml").write_text(
        """\
schema: 1
name: 示例镇排查整治2024行动
starts_on: 2024-06-01
ends_on: 2024-12-31
issuer: {name: 示例镇安全生产委员会, short_name: 镇安委会, region: 示例镇}
kinds: [{code: community, name: 村（社区）}]
units:
  - {code: hewan, name: 河湾村民委员会, short_name: 河湾, suffix: 村, kind: community}
  - {code: xincheng, name: 新城社区居民委员会, short_name: 新城, suffix: 社区, kind: community}
""",
        encoding="utf-8",
    )
    for name, content in {"ledger": LEDGER, "units": UNITS, "record": RECORD}.items():
        head = tmp_path / f"{name}.xlsx"
        head.write_bytes(content)
        target = folder / "forms" / f"{name}.yaml"
        assert draw_file(head, target, Asked(used_by=("community",), code=name)).form is not None
    return folder


def test_drawn_forms_pass_the_check(campaign: Path) -> None:
    loaded = load(campaign)
    assert loaded.problems == ()
    assert set(loaded.forms) == {"ledger", "units", "record"}


def test_a_drawn_form_is_read_from_its_file_as_it_was_drawn(campaign: Path) -> None:
    found = draw_forms(("表头.xlsx", LEDGER), Asked(used_by=("community",), code="ledger"))
    assert load(campaign).forms["ledger"] == found[0].form


def test_every_drawn_form_prints_in_word_and_pdf(campaign: Path, tmp_path: Path) -> None:
    request = verbs.BuildRequest(
        source=campaign, target=tmp_path / "输出", units=("河湾村",), filling="blank"
    )
    result = verbs.build(request)

    assert [p for p in result.problems if p.severity == "error"] == []
    made = {p.suffix for p in (tmp_path / "输出" / "河湾村").iterdir() if "空白" in p.name}
    assert {".docx", ".pdf"} <= made


def test_workbooks_go_out_are_filled_in_read_back_and_rolled_up(campaign: Path, tmp_path: Path) -> None:
    verbs.intake_blank(campaign, tmp_path / "发", (), PERIOD)
    for unit, figures in {"河湾村": (3, 5, 2, 8), "新城社区": (4, 1, 0, 5)}.items():
        place = tmp_path / "发" / f"{unit} 2024年6月.xlsx"
        book = openpyxl.load_workbook(place)
        sheet = book["××专项行动进展情况统计表"]
        for row, figure in enumerate(figures, 6):
            assert sheet.cell(row, 3).value is not None
            sheet.cell(row, 5).value = figure
        book.save(place)
    files = [p for p in (tmp_path / "发").iterdir() if "通用" not in p.name]
    read = verbs.intake_read(campaign, files, campaign / "returns", PERIOD)
    assert [p for p in read.problems if p.severity == "error"] == []

    total = verbs.collect(verbs.CollectRequest(source=campaign, period=PERIOD)).totals[0]

    assert [c.value for c in total.cells[:4]] == [3 + 4, 5 + 1, 2 + 0, 8 + 5]


def test_nothing_is_written_over_and_nothing_where_no_form_can_be_drawn(
    campaign: Path, tmp_path: Path
) -> None:
    kept = campaign / "forms" / "ledger.yaml"
    before = kept.read_bytes()
    assert draw_file(tmp_path / "units.xlsx", kept, Asked()).problems[-1].code == "OFF-013"
    assert kept.read_bytes() == before

    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(head_workbook([["一段话"]], ruled=(9, 9)))
    assert draw_file(empty, tmp_path / "new.yaml", Asked()).form is None
    assert not (tmp_path / "new.yaml").exists()


@pytest.mark.parametrize("case", [name for name in hostile_files.FILES if "docx" not in name])
def test_a_file_that_means_harm_draws_nothing(case: str) -> None:
    name, made = hostile_files.FILES[case]
    content = made(LEDGER, b"")
    if name.endswith(".xlsx") and len(content) <= HEAD_MAX:
        found = draw_forms((name, content), Asked())
        assert [(d.form, d.problems[0].code) for d in found] == [(None, "XLS-001")]
    else:
        with pytest.raises(verbs.UsageProblem, match="xlsx|MB"):
            draw_forms((name, content), Asked())
