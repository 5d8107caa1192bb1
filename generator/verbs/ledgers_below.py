"""Ledgers below (下级台账): the hazards of the campaigns below, gathered, counted, set against what was handed up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.dataclass import dataclass
from generator.derive.corrections import in_force
from generator.derive.hazard_state import STATES
from generator.derive.ledger_count import counted_hazards
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.problem import Problem
from generator.sources.campaign import Loaded, load
from generator.sources.places import Source, folder_of
from generator.verbs.hazard_records import Standing, hazards
from generator.verbs.levels import Below, Find, below_of, found_from
from generator.verbs.usage import usable_campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Ledger of a lower campaign (一个下级的台账): whose, how its hazards stand, those of the levels below it with them."""

    name: str
    unit: str
    standings: tuple[Standing, ...]
    labels: Mapping[str, str]

    def counted(self, *states: str) -> int:
        """Return how many hazards stand so."""
        return sum(s.state in states for s in self.standings)

    @property
    def size(self) -> int:
        """How many hazards there are."""
        return len(self.standings)

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(s.overdue for s in self.standings)

    @property
    def listed(self) -> int:
        """How many are listed for supervision."""
        return sum(s.listed for s in self.standings)

    @property
    def open(self) -> int:
        """How many are not closed."""
        return len(self.standings) - self.counted("closed")

    @property
    def words(self) -> str:
        """The states in words: 已发现 3，已销号 2."""
        found = Counter(s.state for s in self.standings)
        return "，".join(f"{name} {found[state]}" for state, name in STATES.items() if found[state])


def ledgers_below(
    source: Source, on: date, find: Find | None = None, names: Iterable[str] = ()
) -> tuple[Ledger, ...]:
    """Return the ledgers of the campaigns below one, in the order of its units, as they stand on a day.

    They are those that handed something up, and those that `names` name besides. Raises ProblemsFound when the campaign
    itself has errors.
    """
    loaded = load(source)
    seen = {str(folder_of(source).resolve())}
    return tuple(_ledgers(usable_campaign(loaded), found_from(source, find), on, tuple(names), seen))


def _ledgers(
    campaign: Campaign, find: Find, on: date, names: Sequence[str], seen: set[str]
) -> Iterator[Ledger]:
    """Yield the ledgers of the campaigns below, each once, whatever the data say of who is below whom."""
    places = {u.code: i for i, u in enumerate(campaign.units)}
    found = []
    for name in dict.fromkeys((*_handed(campaign), *names)):
        lower = below_of(name, find)
        link = lower.campaign.superior if lower else None
        if lower is None or link is None or lower.place in seen:
            continue
        seen.add(lower.place)
        unit = next((u for u in campaign.units if link.unit in (u.code, u.label, u.name)), None)
        ledger = _ledger(lower, unit.label if unit else link.unit, on, seen)
        found.append((places[unit.code] if unit else len(places), ledger))
    yield from (ledger for _, ledger in sorted(found, key=lambda f: f[0]))


def _ledger(lower: Below, unit: str, on: date, seen: set[str]) -> Ledger:
    standings = list(hazards(lower.source, on).standings)
    labels = {u.code: u.label for u in lower.campaign.units}
    for deeper in _ledgers(lower.campaign, lower.find, on, (), seen):
        standings += deeper.standings
        labels |= deeper.labels
    return Ledger(name=lower.code, unit=unit, standings=tuple(standings), labels=labels)


def _handed(campaign: Campaign) -> Iterator[str]:
    return (r.made_from.campaign for r in campaign.returns if r.made_from)


def against_ledgers(loaded: Loaded, period: str, find: Find) -> Iterator[Problem]:
    """Yield a reminder for each figure handed up that is not what the lower campaign's ledger holds (LVL-008)."""
    campaign = loaded.campaign
    for filled in in_force(r for r in campaign.returns if r.period == period) if campaign else ():
        lower = below_of(filled.made_from.campaign, find) if filled.made_from else None
        if lower is not None and lower.campaign.hazards and campaign:
            yield from _compared(campaign, loaded, filled, lower.campaign)


def _compared(campaign: Campaign, loaded: Loaded, filled: Return, lower: Campaign) -> Iterator[Problem]:
    label = next((u.label for u in campaign.units if u.code == filled.unit), filled.unit)
    form = loaded.forms.get(filled.form)
    told = []
    for field in form.fields if form else ():
        said = filled.values.get(field.name)
        if field.ledger and field.kind == "count" and isinstance(said, int):
            number = len(counted_hazards(lower, field.ledger, filled.period))
            if said != number:
                told.append(f"{field.printed_label} 上报 {said}，台账 {number}".replace("\n", ""))
    if told:
        message = f"{label}上报的数与它的隐患台账不符：{'；'.join(told)}。请它核对。"
        yield Problem(code="LVL-008", message=message, period=filled.period, severity="warning")
