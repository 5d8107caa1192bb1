"""Slips in texts: what each check finds, and what comes near and is right."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from small_campaign import CAMPAIGN

from generator.derive.prose import Prose, ProseKind
from generator.model.campaign import Settings
from generator.problem import Problem
from generator.validate.proofreading.attachments import Attached, check_attachments, check_never_cited
from generator.validate.proofreading.documents import proofread
from generator.validate.proofreading.organs import check_unlisted
from generator.validate.proofreading.places import Jurisdiction

TOWN = Jurisdiction(
    region="柏溪镇",
    known=frozenset(("柏溪镇", "柏溪镇秋湖社区", "秋湖社区", "秋湖")),
    endings=("街道", "镇", "乡", "社区"),
)
SUBDISTRICT = Jurisdiction(region="公园街道", known=frozenset(("公园街道",)), endings=("街道", "镇", "乡"))


def text(body: str, kind: ProseKind = "body") -> Prose:
    return Prose(path=("notice", "text"), text=body, kind=kind, document="notice")


def words(problems: Iterable[Problem]) -> list[tuple[str, str, str | None]]:
    """The code of each problem with the words found and the mend, of its first spot."""
    return [(p.code, p.spots[0].words, p.spots[0].mend) for p in problems]


def slips(body: str, here: Jurisdiction = TOWN) -> list[tuple[str, str, str | None]]:
    return words(proofread([text(body)], here))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("各社区、各有关部门要要结合实际", ("TXT-001", "要要", "要")),
        ("克服麻痹麻痹思想", ("TXT-001", "麻痹麻痹", "麻痹")),
        ("未专题学习学习安全生产硬措施", ("TXT-001", "学习学习", "学习")),
        ("各社区（村认真排查", ("TXT-002", "（", None)),
        ("企业）认真排查", ("TXT-002", "）", None)),
        ("坚持“安全第一。", ("TXT-002", "“", None)),
        ("一、甲\n三、乙", ("TXT-003", "三、", "二、")),
        ("一、甲\n（一）乙\n（一）丙", ("TXT-003", "（一）", "（二）")),
        ("1.甲\n2.乙\n4.丙", ("TXT-003", "4.", "3.")),
        ("（一）甲\n1.甲\n2.乙\n（二）丙\n1.丁\n（三）戊\n2.己", ("TXT-003", "2.", "1.")),
        ("做到：（1）甲；（3）乙。", ("TXT-003", "（3）", "（2）")),
        ("一是查企业；二是查场所；四是查人员。", ("TXT-003", "四是", "三是")),
        ("根据柏安委[2023]3号", ("TXT-009", "[2023]", "〔2023〕")),
        ("根据柏安委（2023）3号", ("TXT-009", "（2023）", "〔2023〕")),
        ("根据柏安委〔2023〕第03号", ("TXT-009", "第03号", "3号")),
        ("各社区,各部门", ("TXT-010", ",", "，")),
        ("各所站（中心)按时报送", ("TXT-010", ")", "）")),
        ("全街道各社区", ("TXT-011", "全街道", "全镇")),
        ("确保全街道信息畅通", ("TXT-011", "全街道", "全镇")),
        ("一、甲\n（1）乙\n（2）丙", ("TXT-019", "（1）", None)),
        ("1.甲\n3.乙\n3.丙\n4.丁", ("TXT-003", "3.", "2.")),
        ("落实《新元街道安全生产职责清单》", ("TXT-012", "新元街道", None)),
        ("由党委员、副镇长带队", ("TXT-013", "党委员", "党委委员")),
        ("注：1镇政府安委办逐月通报。2.各社区如实填报。", ("TXT-003", "1", "1.")),
        ("一份报市委办。市安委办逐月通报。", ("TXT-016", "市委办", "市安委办")),
        ("见附件（含附件：1)，另见（附件2）。", ("TXT-010", ")", "）")),
        ("报镇委办，由镇安委会办公室汇总。", ("TXT-016", "镇委办", "镇安委办")),
    ],
)
def test_a_slip_is_found_with_its_words_and_a_mend(body: str, found: tuple[str, str, str | None]) -> None:
    assert slips(body) == [found]


@pytest.mark.parametrize(
    "body",
    [
        "全面落实安全全员责任制",
        "每月月底前报送，人人有责，处处留心",
        "消防大队大队长、执法中队中队长",
        "一家一家排查，一项一项落实，进行了了解",
        "严格落实消防安全安全检查制度",
        "在在建工程中",
        "1）各社区（村）；2）各部门（所）。",
        "关于印发《柏溪镇安全生产\n专项行动方案》的通知",
        "“两类〈目录〉（试行）”",
        "一、甲\n（一）乙\n（二）丙\n二、丁\n（一）戊\n1.己\n2.庚\n（二）辛\n1.壬",
        "附件：1. 名单\n2. 清单\n3. 台账",
        "注：1.甲。2.乙。\n3.丙",
        "第一部分\n1.甲\n2.乙\n第二部分\n1.丙\n2.丁",
        "2023.6.5前完成\n12.5万元",
        "（一）一是查企业。\n（二）一是查场所，二是查人员。",
        "柏安委〔2023〕3号",
        "（2023）豫0102民初12号",
        "依照GB/T 9704-2012，时间10:30，比例3:1，1,200元，电话0374-1234567",
        "发到 bx_aj@163.com 或 https://example.gov.cn/a,b?c=1",
        "党委委员、党委员会",
        "各乡镇（街道）、乡镇人民政府、街道办事处",
        "健全街道网格，安全镇域，保全街道财产",
        "在柏溪镇秋湖社区和重点社区、各社区开展，所在村配合",
        "报至街道办事处",
        "许昌市建安区、河南省",
        "注：1.甲。2个社区先行。3家企业停产。",
        "1月起实施。2.乙。",
        "1.甲。\n3月底前完成。\n2.乙。",
        "一份报市委办公室，一份报市安委办。",
        "一份报市委办。",
        "报县委办，市安委办逐月通报。",
        "市委办理此事，市安委办督促。",
        "一、甲\n1.乙\n（1）丙\n（2）丁\n二、戊\n注：（1）己\n（2）庚",
        "分三种情形（甲类：1)停产；2)停用；3)限期整改）。",
        "分两种情形（1.甲，2)停产，3)停用（含暂扣））。",
    ],
)
def test_what_comes_near_a_slip_and_is_right_raises_nothing(body: str) -> None:
    assert slips(body) == []


@pytest.mark.parametrize(("body", "mend"), [("全镇各社区", "全街道"), ("要求。镇政府负责", "街道")])
def test_a_subdistrict_is_not_called_a_town(body: str, mend: str) -> None:
    assert [(code, said) for code, _, said in slips(body, SUBDISTRICT)] == [("TXT-011", mend)]


def test_half_width_marks_are_one_finding_a_document_with_every_place() -> None:
    texts = [text("甲,乙"), text("丙(丁)戊"), Prose(path=("plan", "text"), text="己;庚", document="plan")]

    found = list(proofread(texts, TOWN))

    assert [[s.words for s in p.spots] for p in found] == [[",", "(", ")"], [";"]]
    assert "同一文件里共 3 处" in found[0].message


def test_a_mark_between_chinese_characters_alone_is_safe_to_mend() -> None:
    (found,) = proofread([text("各社区,各部门;A级,报送")], TOWN)

    assert [(s.words, s.safe) for s in found.spots] == [(",", True), (";", False), (",", True)]


def test_cells_of_one_column_are_counted_together() -> None:
    cells = [
        Prose(path=("lists", "任务", i, "item"), text=body, kind="cell", document="lists.任务")
        for i, body in enumerate(["1.甲", "2.乙", "4.丙", "1.丁"])
    ]

    assert words(proofread(cells, TOWN)) == [("TXT-003", "4.", "3.")]


def test_rows_within_rows_are_counted_below_the_row_that_holds_them() -> None:
    def cell(*path: str | int, body: str) -> Prose:
        return Prose(path=("lists", "任务", *path), text=body, kind="cell", document="lists.任务")

    cells = [
        cell(0, "task", body="（一）甲"),
        cell(0, "rows", 0, "item", body="1.乙"),
        cell(1, "task", body="（二）丙"),
        cell(1, "rows", 0, "item", body="1.丁"),
        cell(2, "task", body="（三）戊"),
        cell(2, "rows", 0, "item", body="2.己"),
    ]

    (found,) = proofread(cells, TOWN)

    assert found.path == ("lists", "任务", 2, "rows", 0, "item")


# Attachments

TABLE = Attached(number=1, titles=("柏溪镇专项行动进展情况调度表", "进展情况调度表"), hints=("调度",))
LIST = Attached(number=2, titles=("隐患排查清单",), hints=("清单",))
BOTH = (TABLE, LIST)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("填写调度表（附件3）", ("TXT-004", "附件3", None)),
        ("掌握情况（附件2、附件3）", ("TXT-004", "附件2、附件3", None)),
        ("填写进展情况调度表（附件2）", ("TXT-005", "附件2", "附件1")),
        ("填写附件1《隐患排查清单》", ("TXT-005", "附件1", "附件2")),
        ("对照《县区检查打分表》（见附件2）", ("TXT-005", "附件2", None)),
        ("填写《县区进展情况调度表》（附件1）", ("TXT-005", "附件1", None)),
    ],
)
def test_an_attachment_that_is_not_there_or_has_another_number_is_found(
    body: str, found: tuple[str, str, str | None]
) -> None:
    assert words(check_attachments([text(body)], BOTH)) == [found]


@pytest.mark.parametrize(
    "body",
    [
        "填写进展情况调度表（附件1）和《隐患排查清单》（见附件2）",
        "填写《柏溪镇专项行动进展情况调度表》（附件1）",
        "填写《进展情况调度表》（附件1）",
        "按附件1—2填写",
        "按市安委会〔2023〕5号附件6填写",
        "按《市方案》附件6填写",
        "有关附件随文下发",
    ],
)
def test_an_attachment_cited_rightly_or_of_another_document_raises_nothing(body: str) -> None:
    assert list(check_attachments([text(body)], BOTH)) == []


def test_two_tables_cited_under_the_numbers_of_others_are_found() -> None:
    titles = ("工作专班", "进展情况调度表", "进展情况调度表", "排查清单")
    found = [Attached(number=i, titles=(title,)) for i, title in enumerate(titles, 1)]
    body = "定期调度掌握排查整治进展情况（附件{}、附件{}）"

    assert words(check_attachments([text(body.format(3, 4))], found)) == [
        ("TXT-005", "附件3、附件4", "附件2、附件3")
    ]
    assert list(check_attachments([text(body.format(2, 3))], found)) == []


def test_a_table_said_to_be_enclosed_is_missed_where_there_is_none() -> None:
    body = [text("按月报送（调度表附后）")]

    assert words(check_attachments(body, ())) == [("TXT-004", "（调度表附后）", None)]
    assert list(check_attachments(body, BOTH)) == []


def test_a_body_that_cites_no_attachment_at_all_is_not_asked_for_each() -> None:
    assert list(check_never_cited([text("请认真排查")], BOTH)) == []


def test_an_attachment_that_no_body_names_is_found_by_its_place() -> None:
    found = list(check_never_cited([text("填写附件1")], BOTH))

    assert [(p.code, p.path) for p in found] == [("TXT-006", ("attachments", 1))]
    assert list(check_never_cited([text("填写附件1—2")], BOTH)) == []
    assert [p.code for p in check_never_cited([text("填写附件1，列出清单")], BOTH)] == ["TXT-006"]
    assert list(check_never_cited([text("填写附件1，建立隐患清单")], BOTH)) == []
    assert list(check_never_cited([text("填写进展情况调度表（附件2）和隐患清单")], BOTH)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("由应急管理局汇总，住房建设局会同核查。", ["住房建设局"]),
        ("报县安全生产委员会办公室。", ["县安全生产委员会办公室"]),
        ("各中心、有关局、本办公室照办，由应急管理局牵头。", []),
        ("报柏溪镇安委会，由柏溪镇司法所协助。", []),
    ],
)
def test_organs_that_are_on_no_list_are_told_where_a_list_is_given(body: str, found: list[str]) -> None:
    listed = replace(CAMPAIGN, settings=Settings(organs=("应急管理局", "柏溪镇司法所")))

    assert [p.spots[0].words for p in check_unlisted([text(body)], listed)] == found
    assert list(check_unlisted([text(body)], CAMPAIGN)) == []


def test_marks_beside_each_other_are_mended_together() -> None:
    (told,) = proofread([text("各所站(中心),辖区各企业")], TOWN)

    assert [(s.words, s.safe) for s in told.spots] == [("(", True), (")", True), (",", True)]
