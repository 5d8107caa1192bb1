"""Documents for preprinted paper (套打): a set of papers of their own beside the ordinary ones."""

import pytest
from verbs_town import NOTICE, TOWN, build, campaign, contents, edit, files, manifest, text_of

from generator.verbs import UsageProblem

BARE = f"{TOWN}/{NOTICE}（套打）.docx"
WHOLE = f"{TOWN}/{NOTICE}.docx"
MARK = "柳林镇安全生产委员会文件"


def test_only_the_document_with_a_red_head_is_made(tmp_path):
    result = build(campaign(tmp_path), tmp_path / "输出", preprinted=True)

    assert files(tmp_path / "输出") == [BARE]
    assert [(line.unit, line.made) for line in result.lines] == [(TOWN, 1)]
    assert result.print_files == ()


def test_the_mark_is_not_in_the_file_and_everything_else_is(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, sheets=("通知",))
    build(town, out, preprinted=True)

    whole, bare = (text_of(out / name).split("\n") for name in (WHOLE, BARE))
    assert MARK in whole
    assert MARK not in bare
    assert [line for line in whole if line not in (MARK, "")] == [line for line in bare if line]


@pytest.mark.parametrize("first", [False, True])
def test_neither_kind_of_run_removes_what_the_other_made(tmp_path, first):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, preprinted=first)
    before = contents(out, TOWN)

    build(town, out, preprinted=not first)

    after = contents(out, TOWN)
    assert {name: after[name] for name in before} == before
    assert {BARE, WHOLE} <= set(files(out))


def test_a_second_run_writes_over_its_own_file_and_removes_what_is_stale(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, preprinted=True)
    edit(town / "campaign.yaml", ("关于做好重大事故隐患", "关于报送重大事故隐患"))

    build(town, out, preprinted=True)

    (left,) = files(out)
    assert "关于报送" in left


def test_it_goes_into_no_print_file(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, preprinted=True, formats=("pdf",))
    build(town, out, formats=("pdf",), sheets=("通知",))

    pages = {entry["file"]: entry["pages"] for entry in manifest(out)}
    printed = next(name for name in pages if name.startswith("打印 全部"))
    assert pages[printed] == pages[WHOLE.replace(".docx", ".pdf")]
    assert BARE.replace(".docx", ".pdf") in pages


@pytest.mark.parametrize("sheets", [("附件2",), ("名单",)])
def test_sheets_without_a_red_head_cannot_be_asked_for(tmp_path, sheets):
    with pytest.raises(UsageProblem, match="没有红头"):
        build(campaign(tmp_path), tmp_path / "输出", sheets=sheets, preprinted=True)


def test_a_campaign_without_a_notice_has_nothing_to_print(tmp_path):
    town = campaign(tmp_path)
    text = (town / "campaign.yaml").read_text(encoding="utf-8")
    start, end = text.index("\nnotice:"), text.index("\nwork_group:")
    (town / "campaign.yaml").write_text(text[:start] + text[end:], encoding="utf-8")

    with pytest.raises(UsageProblem, match="没有通知"):
        build(town, tmp_path / "输出", preprinted=True)
