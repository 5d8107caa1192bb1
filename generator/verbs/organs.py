"""Organs (机关) of a service: the own one and those below it, whose campaigns somebody may know of, who is above."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.database import organs as kept
from generator.database.office import Office
from generator.database.people import NotAccepted
from generator.dataclass import dataclass
from generator.derive.branches import branch, standing_to
from generator.derive.names import unit_codes
from generator.model.organ import ALL, Organ
from generator.model.people import Person
from generator.model.superior import SuperiorCampaign
from generator.validate.wording import nearest
from generator.verbs.beginning_below import MAIN, text_below
from generator.verbs.levels import code_named
from generator.verbs.serving import Store
from generator.verbs.staffing import units
from generator.verbs.usage import UsageProblem

__all__ = ["NotAccepted", "Organ"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A campaign that somebody may know of (可见的行动), whose it is, and how he stands to it."""

    code: str
    name: str
    organ: Organ
    asker: Person

    @property
    def part(self) -> str:
        """What the asker's organ does there, in words."""
        if self.organ.id == self.asker.organ:
            return "自己的行动"
        if self.asker.role != "clerk":
            return "下级的，只看"
        return "上级的，只看本机关的表" if self.asker.only_reads else "上级的，填本机关的表"


def below(office: Office, person: Person) -> tuple[Organ, ...]:
    """Return the organ of a person and all below it, its own first."""
    found = office.organs()
    mine = branch(found, person.organ)
    return tuple(sorted((o for o in found if o.id in mine), key=lambda o: (o.id != person.organ, o.id)))


def organ_of(office: Office, person: Person, code: str) -> Organ:
    """Return an organ of somebody's branch by its code, his own when none is named; raises UsageProblem."""
    found = below(office, person)
    for organ in found:
        if organ.code == code or (not code and organ.id == person.organ):
            return organ
    if not code:
        return found[0]
    raise UsageProblem(f"没有代号“{code}”的机关。{nearest(code, [o.code for o in found])}")


def known_campaigns(office: Office, person: Person) -> Sequence[Known]:
    """Return the campaigns that somebody may know of: of his organ, then of the one above it, then of those below."""
    every = office.organs()
    by_number = {o.id: o for o in every}
    found = []
    for code, name, number in office.campaigns_of([o.id for o in every]):
        asker = standing_to(person, number, every)
        if asker is not None:
            found.append(Known(code=code, name=name, organ=by_number[number], asker=asker))
    place = {person.organ: 0, by_number[person.organ].superior if person.organ in by_number else ALL: 1}
    return sorted(found, key=lambda k: (place.get(k.organ.id, 2), k.organ.id))


def unit_code(office: Office, organ: Organ, name: str) -> str:
    """Return the code of a unit of an organ's campaigns by its code or name; raises UsageProblem when there is none."""
    known = {name: u.code for u in units(office, organ.id) for name in (u.name, u.label, u.code)}
    if name not in known:
        raise UsageProblem(f"“{organ.name}”的行动里没有“{name}”这个单位。{nearest(name, known)}")
    return known[name]


def add_organ(office: Office, organ: Organ, who: Person) -> Organ:
    """Add an organ below one of somebody's branch; raises NotAccepted, UsageProblem for a superior that is none."""
    if organ.superior not in {o.id for o in below(office, who)} and (organ.superior, who.organ) != (ALL, ALL):
        raise UsageProblem("没有这个上级机关")
    return kept.add(office.engine, organ, who.known_as)


def rename_organ(office: Office, organ: Organ, name: str, who: Person) -> None:
    """Give an organ of somebody's branch another name; raises NotAccepted."""
    kept.rename(office.engine, organ, name, who.known_as)


def below_campaign(office: Office, person: Person, above: Store) -> dict[str, str]:
    """Return the codes of the campaigns that name a campaign as the one above them, each behind its unit there.

    They are those that somebody may know of and sees all of.
    """
    campaign = above.body().campaign
    known = unit_codes(campaign) if campaign else {}
    found: dict[str, str] = {}
    for one in known_campaigns(office, person) if campaign else ():
        link = _link(office, one) if one.asker.role != "clerk" else None
        if link is not None and code_named(link.campaign) == above.code:
            found |= dict.fromkeys(filter(None, known.get(link.unit, ())), one.code)
    return found


def _link(office: Office, known: Known) -> SuperiorCampaign | None:
    """Return what a campaign says of the one above it; one that cannot be read says nothing, and holds up no other."""
    try:
        campaign = office.store(known.code).body().campaign
    except (ValueError, OSError):
        return None
    return campaign.superior if campaign else None


def not_begun(office: Office, person: Person) -> Sequence[Known]:
    """Return the campaigns of the organ above of which somebody's organ has made no campaign of its own yet."""
    known = known_campaigns(office, person)
    own = [_link(office, one) for one in known if one.organ.id == person.organ]
    links = {code_named(link.campaign) for link in own if link}
    return [
        k for k in known if k.asker.role == "clerk" and k.organ.id != person.organ and k.code not in links
    ]


def begin_own(office: Office, person: Person, above: str, code: str, names: Sequence[str]) -> str:
    """Make the campaign of somebody's organ from one of the organ above, under a code; return its name.

    Raises UsageProblem for a campaign that is none of those, a code that is taken or units that will not do.
    """
    from generator.verbs.keeping import bring_in

    found = next((k for k in not_begun(office, person) if k.code == above), None)
    if found is None or found.asker.only_reads:
        raise UsageProblem("没有这个上级行动，或本机关已经照它建了行动")
    text = text_below(office.store(above).body(), found.asker.unit, above, names)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / MAIN).write_text(text, encoding="utf-8", newline="\n")
        return bring_in(office, code.strip(), place, person.known_as, person.organ).name
