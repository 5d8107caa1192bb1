"""Scores (得分): from what a team found, clause by clause, and the total. Points are halves, so sums are exact."""

from collections.abc import Iterator, Mapping, Sequence

from generator.dataclass import dataclass
from generator.model.filled import Value
from generator.model.form import Field, Form
from generator.model.score import Clause, Deduction, Finding, Rule, ScoreItem

FINDING_FIELDS = (
    Field(name="clause", label="考评细则编号", kind="count"),
    Field(name="rule", label="评分标准编号", kind="count"),
    Field(name="part", label="第几种扣分情形", kind="count"),
    Field(name="count", label="发现几个", kind="count"),
    Field(name="reason", label="扣分原因"),
    Field(name="not_applicable", label="是否不涉及", kind="yes_no"),
    Field(name="done", label="完成情况"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """What one finding takes from its clause, before the floor; `points` is 0 when the rule does not apply."""

    rule: int
    deduction: Deduction | None
    count: int
    points: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseScore:
    """Score (得分) of one clause: never below 0, however much was found."""

    clause: Clause
    deducted: tuple[Deducted, ...]
    done: tuple[str, ...]

    @property
    def found(self) -> float:
        """Points of all that was found."""
        return sum(d.points for d in self.deducted)

    @property
    def points(self) -> float:
        """Points that are left to the clause."""
        return max(0.0, self.clause.points - self.found)


def clause_scores(form: Form, findings: Sequence[Finding]) -> tuple[ClauseScore, ...]:
    """Return the score of every clause of a sheet, in its order; a clause without findings keeps its points."""
    return tuple(_clause_score(form, clause, findings) for clause in clauses_of(form))


def total_points(scores: Sequence[ClauseScore]) -> float:
    """Return the total (总得分)."""
    return sum(score.points for score in scores)


def clauses_of(form: Form) -> tuple[Clause, ...]:
    """Return every clause of a score sheet, in printed order."""
    return tuple(clause for item in items_of(form) for clause in item.clauses)


def items_of(form: Form) -> tuple[ScoreItem, ...]:
    """Return every item of a score sheet, in printed order."""
    return tuple(item for level in form.levels for item in level.items)


def findings_of(rows: Sequence[Mapping[str, Value]]) -> tuple[Finding, ...]:
    """Return the rows of a team's return, already checked, as findings."""
    return tuple(_finding(row) for row in rows)


def _finding(row: Mapping[str, Value]) -> Finding:
    return Finding(
        clause=_whole(row.get("clause"), 0),
        rule=_whole(row.get("rule"), 0),
        part=_whole(row.get("part"), 0),
        count=_whole(row.get("count"), 1),
        reason=_text(row.get("reason")),
        not_applicable=row.get("not_applicable") in (True, "是"),
        done=_text(row.get("done")),
    )


def _whole(value: Value, default: int) -> int:
    return value if isinstance(value, int) else default


def _text(value: Value) -> str:
    return "" if value is None else str(value).strip()


def rules_named(form: Form, finding: Finding) -> list[tuple[Clause, Rule]]:
    """Return the rules that a finding may mean: several when their printed number is used twice."""
    return [
        (clause, rule)
        for clause in clauses_of(form)
        for rule in clause.rules
        if rule.number == finding.rule and finding.clause in (0, clause.number)
    ]


def deduction_of(rule: Rule, finding: Finding) -> Deduction | None:
    """Return the deduction that a finding means; None when it must still say which, or names none."""
    if not finding.part and len(rule.deductions) > 1:
        return None
    place = max(finding.part, 1) - 1
    return rule.deductions[place] if place < len(rule.deductions) else None


def _clause_score(form: Form, clause: Clause, findings: Sequence[Finding]) -> ClauseScore:
    done = (f.done for f in findings if f.done and f.clause == clause.number)
    return ClauseScore(clause=clause, deducted=tuple(_deducted(form, clause, findings)), done=tuple(done))


def _deducted(form: Form, clause: Clause, findings: Sequence[Finding]) -> Iterator[Deducted]:
    for finding in findings:
        for owner, rule in rules_named(form, finding)[:1]:
            if owner is clause:
                yield _taken(rule, finding)


def _taken(rule: Rule, finding: Finding) -> Deducted:
    deduction = None if finding.not_applicable else deduction_of(rule, finding)
    count = finding.count if deduction and deduction.per else 1
    return Deducted(
        rule=rule.number,
        deduction=deduction,
        count=count,
        points=deduction.points * count if deduction else 0.0,
        reason=finding.reason,
    )
