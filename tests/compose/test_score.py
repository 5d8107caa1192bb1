"""The score sheet as composed: its facts, its pages, what a team found."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.score import printed_rules, score_content
from generator.compose.sheets import Order, unit_sheets
from generator.compose.table import Facts
from generator.compose.wording import chinese_number
from generator.derive.pairing import pairs_of
from generator.derive.scores import clauses_of, items_of
from generator.model.form import Form
from generator.model.score import Clause, Deduction, Rule
from generator.model.sheet import DocumentContent, Sheet, TableContent
from generator.problem import Problem
from generator.sources.campaign import load
from generator.validate.forms import check_form

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "fixtures" / "campaigns" / "xinyang"
LOADED = load(SOURCE)
GOLDEN = TESTS / "golden" / "scores" / "score-sheet.txt"
assert LOADED.campaign is not None
CAMPAIGN = LOADED.campaign
FORM = LOADED.forms["score-sheet"]


def facts_of(form: Form) -> Iterator[str]:
    yield f"title: {form.title}"
    yield from (f"column: {column.label}" for column in form.columns)
    number = 0
    for level in form.levels:
        yield from [f"level: {level.printed}"] if level.printed else []
        for item in level.items:
            number += 1
            yield f"item: （{chinese_number(number)}）{item.label}（{item.points:g}分）"
            yield from (fact for clause in item.clauses for fact in clause_facts(clause))
    yield "total: 总得分："


def clause_facts(clause: Clause) -> Iterator[str]:
    yield f"clause: {clause.number}（{clause.points:g}分）"
    for rule in clause.rules:
        bare = replace(rule, deductions=tuple(replace(d, text="") for d in rule.deductions))
        yield f"rule: {printed_rules([bare]).replace('。', '').replace('，，', '，').replace('），', '）')}"


def filled(code: str = "shihe") -> Sheet:
    unit = next(u for u in CAMPAIGN.units if u.code == code)
    sheets = unit_sheets(CAMPAIGN, LOADED.forms, unit, Order(period="2023-08")).sheets
    return next(s for s in sheets if s.code == "score-sheet")


def values(sheet: Sheet) -> dict[str, str]:
    assert isinstance(sheet.content, TableContent)
    return dict(sheet.content.values)


def test_the_fixture_has_no_problem() -> None:
    assert [str(p) for p in LOADED.problems] == []


def test_titles_labels_numbers_and_points_equal_the_reference() -> None:
    assert list(facts_of(FORM)) == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_sheet_has_nineteen_items_of_100_points_48_clauses_and_67_rules() -> None:
    clauses = clauses_of(FORM)
    assert [len(items_of(FORM)), len(clauses), sum(len(c.rules) for c in clauses)] == [19, 48, 67]
    assert sum(item.points for item in items_of(FORM)) == sum(c.points for c in clauses) == 100


@pytest.mark.parametrize("number", range(1, 49))
def test_one_point_changed_in_a_clause_is_found_and_named(number: int) -> None:
    """Every clause but those with deductions per instance also disagrees with its own rules and is named."""
    found = check_form(with_points(FORM, number, 1), ())
    item = next(i for i, item in enumerate(items_of(FORM)) if number in [c.number for c in item.clauses])
    (problem,) = [p for p in found if p.code == "SCO-003"]
    assert f"“{items_of(FORM)[item].label}”" in problem.message
    assert f"第{number}条" in problem.message
    rules = next(c for c in clauses_of(FORM) if c.number == number).rules
    if not any(d.per for r in rules for d in r.deductions):
        assert f"其中第{number}条与评分标准不符" in problem.message
        assert named(found, "SCO-004") == [f"第{number}条"]


@pytest.mark.parametrize(
    ("line", "points", "found"),
    [
        # clause 1: its item has 7 = 3 + 4 points
        (27, 4, ["24:17 错误 SCO-003 第1条 4 分", "27:21 提醒 SCO-004 第1条分值 4 分"]),
        # a deduction of clause 1: 3 points, its rules take 2 + 1
        (32, 1, ["27:21 提醒 SCO-004 合计 2 分"]),
        # the first item: 7 = 3 + 4, the sheet 100
        (24, 8, ["20:3 错误 SCO-002 合计 101 分", "24:17 错误 SCO-003 各条合计 7 分"]),
    ],
)
def test_one_point_changed_in_the_file_is_found_at_its_line(
    line: int, points: int, found: list[str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SOURCE, tmp_path / "campaign"))
    path = folder / "forms" / "score-sheet.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = re.sub(r"points: \d+", f"points: {points}", lines[line - 1])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    problems = [str(p) for p in load(folder).problems]

    assert len(problems) == len(found)
    for problem, expected in zip(problems, found, strict=True):
        place, severity, code, words = expected.split(" ", 3)
        assert problem.startswith(f"forms/score-sheet.yaml:{place} {severity} {code} ")
        assert words in problem


def named(found: list[Problem], code: str) -> list[str]:
    return [p.message.partition("分值")[0] for p in found if p.code == code]


def with_points(form: Form, number: int, more: float) -> Form:
    def clause(c: Clause) -> Clause:
        return replace(c, points=c.points + more) if c.number == number else c

    levels = tuple(
        replace(v, items=tuple(replace(i, clauses=tuple(map(clause, i.clauses))) for i in v.items))
        for v in form.levels
    )
    return replace(form, levels=levels)


TWICE = ("levels", 1, "items", 5, "clauses", 3, "rules", 0, "number")  # (48), as printed


def test_rules_counted_through_the_sheet_are_found_where_they_do_not_follow() -> None:
    assert [(p.code, p.severity, p.path) for p in check_form(FORM, ())] == [("SCO-006", "warning", TWICE)]


def test_rules_that_begin_anew_in_each_clause_are_not_compared() -> None:
    assert list(check_form(numbered_anew(FORM), ())) == []


def numbered_anew(form: Form) -> Form:
    def clause(c: Clause) -> Clause:
        return replace(c, rules=tuple(replace(r, number=i) for i, r in enumerate(c.rules, 1)))

    levels = tuple(
        replace(v, items=tuple(replace(i, clauses=tuple(map(clause, i.clauses))) for i in v.items))
        for v in form.levels
    )
    return replace(form, levels=levels)


def test_an_item_changed_is_found_at_the_item_and_in_the_total() -> None:
    first, *others = FORM.levels
    item = replace(first.items[0], points=8)
    changed = replace(FORM, levels=(replace(first, items=(item, *first.items[1:])), *others))
    found = check_form(changed, ())
    assert [(p.code, p.path) for p in found] == [
        ("SCO-002", ("levels",)),
        ("SCO-006", TWICE),
        ("SCO-003", ("levels", 0, "items", 0, "points")),
    ]


def test_the_issuer_sends_it_out_blank() -> None:
    composed = issuer_sheets(CAMPAIGN, LOADED.forms, Order(period="2023-08"))
    sheet = next(s for s in composed.sheets if s.code == "score-sheet")
    assert isinstance(sheet.content, TableContent)
    assert set(values(sheet).values()) == {""}
    assert sheet.content.above[0].center == "（第_____专项行动组检查_____县区）"


def test_the_team_and_whom_it_inspects_come_from_the_pairing() -> None:
    content = filled().content
    assert isinstance(content, TableContent)
    assert content.above[0].center == "（第一专项行动组检查淮滨县）"


def test_scores_reasons_and_total_come_from_the_findings() -> None:
    found = values(filled())
    assert found["score_1"] == "3"
    assert found["done_1"] == "抽查3家，责任体系文件齐全"
    assert found["score_2"] == "0"
    assert found["reasons_2"].splitlines()[0].startswith("（4）2家，扣2分：淮河机械加工厂")
    assert found["reasons_2"].splitlines()[-1] == "合计5分，扣完为止，扣4分。"
    assert found["reasons_8"] == "（14）不涉及，不扣分：抽查的企业都不在规定的范围内。"
    assert (found["score_8"], found["score_23"], found["score_33"]) == ("4", "3.5", "1")
    # 4 (clause 2) + 1 (4) + 2 (9) + 1 (16) + 0.5 (23) + 2 (40) = 10.5
    assert (found["total"], found["total_reasons"]) == ("89.5", "共扣10.5分")


def test_a_continuing_item_is_printed_again_on_each_page_over_its_clauses_there() -> None:
    made = score_content(CAMPAIGN, FORM, Facts())
    content = made.content
    assert made.high == ()
    labels = [c for r in content.grid.rows for c in r.cells if c.role == "label" and c.col_span == 1]
    assert sum(c.row_span for c in labels) == 48
    assert len({c.text for c in labels}) == 19
    assert len(labels) > 19


def test_the_head_repeats_and_the_total_ends_the_table() -> None:
    content = score_content(CAMPAIGN, FORM, Facts()).content
    assert [r.head for r in content.grid.rows] == [True] + [False] * (len(content.grid.rows) - 1)
    assert content.grid.rows[-1].cells[0].text == "总得分："


def test_a_reason_that_no_page_can_hold_is_a_problem_that_names_it() -> None:
    (blank,) = [r for r in CAMPAIGN.returns if r.form == "score-sheet"]
    long = replace(blank, rows=({"rule": 1, "reason": "责任体系文件没有写明。" * 200},))
    changed = replace(CAMPAIGN, returns=(long,))
    unit = next(u for u in CAMPAIGN.units if u.code == "shihe")

    made = unit_sheets(changed, LOADED.forms, unit, Order(period="2023-08"))
    (problem,) = [p for p in made.problems if p.severity == "error"]

    assert (problem.code, problem.unit) == ("BLD-005", "shihe")
    # 200 times 11 characters, and （1）扣2分： before them
    assert "“扣分及原因（第1条）”有 2207 个字" in problem.message


def test_the_total_stands_on_a_page_with_the_clause_before_it() -> None:
    rows = score_content(CAMPAIGN, FORM, Facts()).content.grid.rows
    starts = [i for i, row in enumerate(rows) if row.new_page]

    assert len(starts) > 2
    assert len(rows) - 1 not in starts
    assert all(rows[i - 1].cells[0].role != "group" for i in starts)


def test_deductions_print_their_wording() -> None:
    once, counted = Deduction(text="没有台账的", points=2), Deduction(text="没有演练的", points=0.5, per="次")
    assert once.printed == "没有台账的，扣2分"
    assert counted.printed == "没有演练的，每发现1次扣0.5分"
    assert replace(counted, wording="每缺少一次，").printed == "没有演练的，每缺少一次，扣0.5分"
    rules = [
        Rule(number=7, deductions=(once, counted)),
        Rule(number=8, deductions=(once,), not_applicable="不扣分"),
    ]
    assert printed_rules(rules) == (
        "（7）没有台账的，扣2分，没有演练的，每发现1次扣0.5分；\n（8）没有台账的，扣2分。（不扣分）"
    )


def test_the_teams_print_a_line_each_with_short_names_spaced_out() -> None:
    sheets = issuer_sheets(CAMPAIGN, LOADED.forms, Order(period="2023-08")).sheets
    content = next(s for s in sheets if s.code == "pairing").content
    assert isinstance(content, DocumentContent)
    (part,) = content.parts
    lines = [block.text for block in part.blocks]
    assert part.attachment == "信安委办〔2023〕20号附件1"  # not bound: with the document number (7.3.7)
    assert len(lines) == 11
    assert lines[0] == "第一专项行动组（浉河区组）：　　负责督查淮滨县"
    assert lines[2] == "第三专项行动组（罗山县组）：　　负责督查息　县"
    assert lines[7] == "第八专项行动组（息　县组）：　　负责督查平桥区"
    assert lines[10] == "第十一专项行动组（羊山新区组）：负责督查潢川县"


def test_the_teams_inspect_everyone_once_nobody_itself_and_no_two_each_other() -> None:
    assert CAMPAIGN.pairing
    pairs = {p.inspector: p.inspected for p in pairs_of(CAMPAIGN.pairing)}
    codes = sorted(unit.code for unit in CAMPAIGN.units)

    assert len(codes) == 11
    assert sorted(pairs) == sorted(pairs.values()) == codes
    assert [unit for unit, other in pairs.items() if unit == other or pairs[other] == unit] == []


def test_the_slip_is_printed_once_unless_its_holders_are_asked_for() -> None:
    def slips(form: Form) -> list[Sheet]:
        forms = {**LOADED.forms, "handover-slip": form}
        return [
            s
            for s in issuer_sheets(CAMPAIGN, forms, Order(period="2023-08")).sheets
            if s.code == "handover-slip"
        ]

    slip = LOADED.forms["handover-slip"]
    (plain,) = slips(slip)
    copies = slips(replace(slip, print_holder=True))
    assert isinstance(plain.content, TableContent)
    assert plain.content.below == ()
    ends = [s.content.below[-1] for s in copies if isinstance(s.content, TableContent)]
    assert [(e.left, e.right) for e in ends] == [
        ("第1份（共3份）", "由属地县区安委会留存"),
        ("第2份（共3份）", "由专项行动组留存"),
        ("第3份（共3份）", "由市安委办留存"),
    ]
    assert len({s.name for s in copies}) == 3
    assert all(s.one_page for s in copies)
