"""Checks of score sheets (打分表): points that add up, numbers that can be told apart, findings that fit."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from generator.derive.scores import clauses_of, deduction_of, findings_of, items_of, rules_named
from generator.model.filled import Value
from generator.model.form import Form
from generator.model.score import Clause, Deduction, Finding, Rule, ScoreItem
from generator.problem import Path, Problem

Deducted: TypeAlias = tuple[int, int, int]  # clause, rule, part

STEP = 0.5
COLUMNS = ("item", "clause", "rules", "done", "score", "reasons")


def check_score_sheet(form: Form, path: Path) -> Iterator[Problem]:
    """Yield the problems of a score sheet's definition; `path` is where it is defined."""
    yield from _columns(form, path)
    yield from _empty(form, path)
    yield from _total(form, (*path, "levels"))
    yield from _numbers(form, path)
    for item, at in _placed_items(form, path):
        yield from _item(item, at)
        for i, clause in enumerate(item.clauses):
            yield from _clause(clause, (*at, "clauses", i))


def check_findings(form: Form, rows: Sequence[Mapping[str, Value]], path: Path) -> Iterator[Problem]:
    """Yield the problems of a team's findings; their values are of the right kinds."""
    if not rows:
        yield _full_points(form, path)
    taken: Counter[Deducted] = Counter()
    for i, finding in enumerate(findings_of(rows)):
        yield from _finding(form, finding, taken, (*path, i))


def _full_points(form: Form, path: Path) -> Problem:
    message = (
        f"打分表一行也没有，得满分 {form.full_points:g} 分。"
        "请核对；没有扣分的，也写上一条的完成情况（clause、done），以示检查过。"
    )
    return Problem(code="SCO-009", message=message, path=path, severity="warning")


def _placed_items(form: Form, path: Path) -> Iterator[tuple[ScoreItem, Path]]:
    for i, level in enumerate(form.levels):
        for j, item in enumerate(level.items):
            yield item, (*path, "levels", i, "items", j)


def _columns(form: Form, path: Path) -> Iterator[Problem]:
    names = tuple(column.name for column in form.columns)
    if names != COLUMNS:
        message = f"打分表的六栏依次是 {'、'.join(COLUMNS)}，现是 {'、'.join(names)}。请改正栏的 name。"
        yield Problem(code="SCO-001", message=message, path=(*path, "columns"))


def _empty(form: Form, path: Path) -> Iterator[Problem]:
    for item, at in _placed_items(form, path):
        for i, clause in enumerate(item.clauses):
            for j, rule in enumerate(clause.rules):
                if not rule.deductions:
                    message = f"评分标准（{rule.number}）没有扣分情形。请补写 deductions，或删去这一条。"
                    yield Problem(code="FORM-006", message=message, path=(*at, "clauses", i, "rules", j))


def _total(form: Form, path: Path) -> Iterator[Problem]:
    total = sum(item.points for item in items_of(form))
    if total != form.full_points:
        message = (
            f"各考评项目的分值合计 {total:g} 分，满分是 {form.full_points:g} 分。"
            "请核对各项目的分值，或改 full_points。"
        )
        yield Problem(code="SCO-002", message=message, path=path)


def _item(item: ScoreItem, path: Path) -> Iterator[Problem]:
    yield from _points(item.points, path)
    total = sum(clause.points for clause in item.clauses)
    if total == item.points:
        return
    each = "、".join(f"第{c.number}条 {c.points:g} 分" for c in item.clauses)
    message = (
        f"考评项目“{item.label}”分值 {item.points:g} 分，各条合计 {total:g} 分（{each or '一条也没有'}）。"
        f"{_suspects(item)}请改正分值。"
    )
    yield Problem(code="SCO-003", message=message, path=(*path, "points"))


def _suspects(item: ScoreItem) -> str:
    wrong = [f"第{clause.number}条" for clause in item.clauses if _disagrees(clause)]
    return f"其中{'、'.join(wrong)}与评分标准不符。" if wrong else ""


def _clause(clause: Clause, path: Path) -> Iterator[Problem]:
    yield from _points(clause.points, path)
    for i, rule in enumerate(clause.rules):
        for j, deduction in enumerate(rule.deductions):
            yield from _points(deduction.points, (*path, "rules", i, "deductions", j))
    if _disagrees(clause):
        message = (
            f"第{clause.number}条分值 {clause.points:g} 分，评分标准各种情形都扣一次，"
            f"合计 {_once(clause):g} 分。请核对这一条的分值和各扣分数。"
        )
        yield Problem(code="SCO-004", message=message, path=(*path, "points"), severity="warning")


def _once(clause: Clause) -> float:
    return sum(d.points for rule in clause.rules for d in rule.deductions)


def _disagrees(clause: Clause) -> bool:
    """Tell whether a clause's deductions, each found once, make more than its points, or less when none repeats."""
    repeats = any(d.per for rule in clause.rules for d in rule.deductions)
    return _once(clause) > clause.points if repeats else _once(clause) != clause.points


def _points(points: float, path: Path) -> Iterator[Problem]:
    if points <= 0 or points % STEP:
        message = f"分值应是 0.5 的倍数，大于 0，现是 {points:g}。请改正。"
        yield Problem(code="SCO-005", message=message, path=(*path, "points"))


def _numbers(form: Form, path: Path) -> Iterator[Problem]:
    counts = Counter(clause.number for clause in clauses_of(form))
    for item, at in _placed_items(form, path):
        for i, clause in enumerate(item.clauses):
            place = (*at, "clauses", i)
            if counts[clause.number] > 1:
                yield _repeated("考评细则", clause.number, (*place, "number"))
            yield from _rule_numbers(clause, place)
    yield from _running(form, path)


def _rule_numbers(clause: Clause, path: Path) -> Iterator[Problem]:
    """A number may stand twice on a sheet, as printed, but not within one clause: a finding names clause and rule."""
    numbers = [rule.number for rule in clause.rules]
    for i, number in enumerate(numbers):
        if number in numbers[:i]:
            yield _repeated(f"第{clause.number}条里评分标准", number, (*path, "rules", i, "number"))


def _running(form: Form, path: Path) -> Iterator[Problem]:
    """Yield a warning for each rule that does not follow the one before it, where the sheet counts its rules through.

    Where clauses after the first begin with 1 anew, each counts for itself.
    """
    placed = [
        (clause, rule, (*at, "clauses", i, "rules", j, "number"))
        for item, at in _placed_items(form, path)
        for i, clause in enumerate(item.clauses)
        for j, rule in enumerate(clause.rules)
    ]
    if sum(rule.number == 1 for _, rule, _ in placed) > 1:
        return
    for (before, last, _), (clause, rule, at) in pairwise(placed):
        if before is not clause and rule.number != last.number + 1:
            yield _out_of_order(last.number, rule.number, at)


def _out_of_order(last: int, number: int, path: Path) -> Problem:
    said = "用了两次" if number == last else f"不接着前一条（{last}）"
    message = (
        f"评分标准的编号（{number}）{said}，应是（{last + 1}）。请改正；照原件不改的，在 waivers 里写明原因。"
    )
    return Problem(code="SCO-006", message=message, path=path, severity="warning")


def _repeated(what: str, number: int, path: Path) -> Problem:
    message = f"{what}的编号 {number} 用了两次。请改正，检查发现按编号扣分。"
    return Problem(code="SCO-006", message=message, path=path)


def _finding(form: Form, finding: Finding, taken: Counter[Deducted], path: Path) -> Iterator[Problem]:
    if finding.clause and finding.clause not in [c.number for c in clauses_of(form)]:
        yield _wrong(
            "SCO-007", f"没有第{finding.clause}条考评细则。请改正考评细则编号（clause）。", (*path, "clause")
        )
    elif finding.done and not finding.clause:
        yield _wrong("SCO-007", "写了完成情况（done），没有写是第几条。请写考评细则编号（clause）。", path)
    elif finding.rule:
        yield from _named_rule(form, finding, taken, path)
    elif not finding.done:
        yield _wrong(
            "SCO-007",
            "没有写评分标准编号（rule）。请补写；只写完成情况的，写考评细则编号（clause）和完成情况（done）。",
            path,
        )


def _named_rule(form: Form, finding: Finding, taken: Counter[Deducted], path: Path) -> Iterator[Problem]:
    named = rules_named(form, finding)
    at = (*path, "rule")
    if not named:
        within = f"第{finding.clause}条里" if finding.clause else ""
        yield _wrong("SCO-007", f"{within}没有编号为（{finding.rule}）的评分标准。请改正。", at)
    elif len(named) > 1:
        places = "、".join(str(clause.number) for clause, _ in named)
        message = (
            f"有 {len(named)} 条评分标准都编号为（{finding.rule}）。"
            f"请再写考评细则编号（clause），是 {places} 中的一个。"
        )
        yield _wrong("SCO-007", message, at)
    else:
        clause, rule = named[0]
        found = clause.number, rule.number, max(finding.part, 1)  # part 1 of one is the whole
        taken[found] += 1
        yield from _applied(rule, finding, taken[found], path)


def _applied(rule: Rule, finding: Finding, times: int, path: Path) -> Iterator[Problem]:
    deduction = deduction_of(rule, finding)
    if finding.not_applicable:
        if not rule.not_applicable:
            message = f"评分标准（{rule.number}）没有规定不涉及的不扣分。请删去是否不涉及（not_applicable）。"
            yield _wrong("SCO-008", message, (*path, "not_applicable"))
    elif deduction is None:
        parts = "；".join(f"{i} {d.text}" for i, d in enumerate(rule.deductions, 1))
        message = f"评分标准（{rule.number}）有这几种情形：{parts}。请写明第几种扣分情形（part）。"
        yield _wrong("SCO-008", message, path)
    else:
        yield from _counted(rule, finding, (deduction, times), path)


def _counted(rule: Rule, finding: Finding, found: tuple[Deduction, int], path: Path) -> Iterator[Problem]:
    deduction, times = found
    if finding.count < 1:
        yield _wrong(
            "SCO-008", "发现几个（count）应是不小于 1 的整数；没有发现就不写这一行。", (*path, "count")
        )
    elif not deduction.per and finding.count > 1:
        message = f"评分标准（{rule.number}）只扣一次，不按个数扣。请删去发现几个（count）。"
        yield _wrong("SCO-008", message, (*path, "count"))
    elif not deduction.per and times > 1:
        message = f"评分标准（{rule.number}）的同一种情形只扣一次，前面已写过。请合并成一行。"
        yield _wrong("SCO-008", message, path)


def _wrong(code: str, message: str, path: Path) -> Problem:
    return Problem(code=code, message=message, path=path)
