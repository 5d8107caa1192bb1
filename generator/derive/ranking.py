"""Ranking (排名): whom the teams inspected, by points; equal points share a place and the next is left out."""

from collections.abc import Iterator, Sequence

from generator.dataclass import dataclass
from generator.derive.corrections import in_force
from generator.derive.pairing import team_of
from generator.derive.scores import ClauseScore, clause_scores, findings_of, total_points
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One score sheet (一张打分表): the team's number and its unit, whom it inspected, clause by clause.

    Where no pairing says whom a unit inspects, the sheet is the unit's own. `place` is 0 before it is ranked.
    """

    filled: Return
    team: int
    inspected: str
    scores: tuple[ClauseScore, ...]
    place: int = 0

    @property
    def points(self) -> float:
        """The total."""
        return total_points(self.scores)

    @property
    def deducted(self) -> float:
        """What was deducted, floors applied."""
        return sum(s.clause.points - s.points for s in self.scores)


def scored(campaign: Campaign, form: Form, period: str) -> tuple[Scored, ...]:
    """Return the score sheets of a month with their places, the best first, of equals in the order of the teams."""
    sheets = sorted(_sheets(campaign, form, period), key=lambda s: (-s.points, s.team, s.inspected))
    return tuple(_placed(sheets))


def missing(campaign: Campaign, form: Form, found: Sequence[Scored], period: str) -> tuple[str, ...]:
    """Return the codes of the units that report on a month and whose teams have handed in no sheet."""
    came = {s.filled.unit for s in found}
    asked = (u for u in campaign.units if u.kind in form.used_by and u.reports_in(period))
    return tuple(u.code for u in asked if u.code not in came)


def _sheets(campaign: Campaign, form: Form, period: str) -> Iterator[Scored]:
    mine = (r for r in campaign.returns if r.form == form.form and r.period == period)
    for filled in in_force(mine):
        team, inspected = team_of(campaign, filled.unit)
        scores = clause_scores(form, findings_of(filled.rows))
        yield Scored(filled=filled, team=team, inspected=inspected or filled.unit, scores=scores)


def _placed(sheets: Sequence[Scored]) -> Iterator[Scored]:
    place, before = 0, None
    for number, sheet in enumerate(sheets, 1):
        if sheet.points != before:
            place, before = number, sheet.points
        yield Scored(
            filled=sheet.filled, team=sheet.team, inspected=sheet.inspected, scores=sheet.scores, place=place
        )
