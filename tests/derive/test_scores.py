"""Scores from findings: per instance, once, not applicable, never below 0."""

from generator.derive.scores import clause_scores, findings_of, total_points
from generator.model.filled import Value
from generator.model.form import Form
from generator.model.score import Clause, Deduction, Rule, ScoreItem, ScoreLevel

COUNTED = Rule(number=1, deductions=(Deduction(text="没有演练的", points=1, per="次"),))
TWO = Rule(
    number=2,
    not_applicable="不涉及的不扣分",
    deductions=(Deduction(text="没有总监的", points=0.5), Deduction(text="没有否决权的", points=1.5)),
)
DOUBLED = Rule(number=2, deductions=(Deduction(text="没有台账的", points=2),))
SHEET = Form(
    schema=1,
    form="score",
    kind="score_sheet",
    title="打分表",
    short_title="打分表",
    full_points=10,
    levels=(
        ScoreLevel(
            items=(
                ScoreItem(
                    label="责任。",
                    points=10,
                    clauses=(
                        Clause(number=1, text="演练。", points=3, rules=(COUNTED,)),
                        Clause(number=2, text="总监。", points=2, rules=(TWO,)),
                        Clause(number=3, text="台账。", points=5, rules=(DOUBLED,)),
                    ),
                ),
            )
        ),
    ),
)


def scored(*rows: dict[str, Value]) -> tuple[list[float], float]:
    scores = clause_scores(SHEET, findings_of(rows))
    return [s.points for s in scores], total_points(scores)


def test_a_sheet_without_findings_keeps_all_its_points() -> None:
    assert scored() == ([3, 2, 5], 10)


def test_a_deduction_per_instance_counts() -> None:
    assert scored({"rule": 1, "count": 2}) == ([1, 2, 5], 8)
    assert scored({"rule": 1}, {"rule": 1}) == ([1, 2, 5], 8)


def test_no_clause_falls_below_zero() -> None:
    (clause, _, _) = clause_scores(SHEET, findings_of([{"rule": 1, "count": 7}]))
    assert (clause.found, clause.points) == (7, 0)
    assert scored({"rule": 1, "count": 7}) == ([0, 2, 5], 7)


def test_the_parts_of_a_rule_are_deducted_on_their_own_in_halves() -> None:
    assert scored({"clause": 2, "rule": 2, "part": 1}) == ([3, 1.5, 5], 9.5)
    assert scored({"clause": 2, "rule": 2, "part": 2}) == ([3, 0.5, 5], 8.5)


def test_a_number_printed_twice_is_told_apart_by_its_clause() -> None:
    assert scored({"clause": 3, "rule": 2}) == ([3, 2, 3], 8)


def test_what_does_not_apply_deducts_nothing() -> None:
    assert scored({"clause": 2, "rule": 2, "not_applicable": True}) == ([3, 2, 5], 10)
    assert scored({"clause": 2, "rule": 2, "not_applicable": "是"}) == ([3, 2, 5], 10)


def test_how_things_stand_is_told_without_a_rule() -> None:
    (_, clause, _) = clause_scores(SHEET, findings_of([{"clause": 2, "done": "已配备"}]))
    assert (clause.done, clause.points) == (("已配备",), 2)
