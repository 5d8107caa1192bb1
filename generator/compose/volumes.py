"""Volumes (案卷): a campaign's finished files shared out as an office files them, page numbers running through each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.compose.wording import campaign_names, chinese_number, fill
from generator.derive.calendar import months_between
from generator.derive.names import ISSUER, latest_period, months, sheet_codes
from generator.model.campaign import Campaign
from generator.model.filing import FiledItem, Filing, Retention, Volume, VolumePlan
from generator.model.form import Form

KEPT_LONG: Retention = (
    "30年"  # what the issuer wrote and what is said of hazards, until whoever files says otherwise
)
KEPT_SHORT: Retention = "10年"  # what units report month by month
VOLUME_DIGITS = 4  # DA/T 13: the number of a volume within the catalogue
REST = "其他材料"
LEAF_MM = 0.11  # one leaf of the usual 80 g paper, with the air between
SPINES_MM = (10, 15, 20, 30, 40, 50)  # GB/T 9705-2008, 3.1.1: hard covers 10, 15, 20; above, boxes


def volumes_of(
    campaign: Campaign, forms: Mapping[str, Form], items: Iterable[FiledItem]
) -> tuple[Volume, ...]:
    """Return the volumes of a campaign, numbered; every item is in one of them, none without items is there."""
    filing = filing_of(campaign)
    known = sheet_codes(campaign, dict(forms))
    left = list(items)
    found = list[Volume]()
    for plan in filing.volumes or _usual(campaign, forms, left):
        codes = {code for name in plan.sheets for code in known.get(name, (name,))}
        mine = [item for item in left if item.sheet in codes]
        left = [item for item in left if item.sheet not in codes]
        parts = _parts(campaign, plan, mine)
        lacking = tuple(_lacking(campaign, (form for code, form in forms.items() if code in codes)))
        found += [*parts[:-1], *(replace(last, lacking=lacking) for last in parts[-1:])]
    found += _parts(campaign, VolumePlan(title=f"{{campaign.name}}{REST}", sheets=()), left)
    return tuple(replace(v, number=n) for n, v in enumerate(found, filing.first_volume))


def filing_of(campaign: Campaign) -> Filing:
    """Return what the campaign says of its filing, all of it left open where nothing is said."""
    return campaign.archive or Filing()


def year_of(campaign: Campaign) -> int:
    """Return the year under which a campaign is filed."""
    return filing_of(campaign).year or campaign.ends_on.year


def volume_code(campaign: Campaign, volume: Volume) -> str:
    """Return the code (档号) of a volume, 全宗号-目录号-案卷号 (DA/T 13-1994, 5.1); empty as long as a part is open."""
    filing = filing_of(campaign)
    parts = (filing.fonds_number, filing.catalogue_number, f"{volume.number:0{VOLUME_DIGITS}}")
    return "-".join(parts) if all(parts) else ""


def spine_mm(campaign: Campaign, volume: Volume) -> int:
    """Return how wide a volume's spine is: as said, else the next usual width its leaves have room in."""
    leaves = sum(
        (item.pages + 1) // 2 if campaign.settings.two_sided else item.pages for item in volume.items
    )
    usual = next((mm for mm in SPINES_MM if leaves * LEAF_MM <= mm), SPINES_MM[-1])
    return filing_of(campaign).spine_mm or usual


def _usual(campaign: Campaign, forms: Mapping[str, Form], items: Sequence[FiledItem]) -> list[VolumePlan]:
    """Return the volumes of a campaign that plans none: what the issuer wrote, ledgers of hazards, what units report."""
    of_issuer = (item.sheet for item in items if item.unit == ISSUER)
    own = dict.fromkeys(code for code in of_issuer if code not in forms or not forms[code].used_by)
    of_units = [form for code, form in forms.items() if code not in own]
    hazards = [form.form for form in of_units if form.each == "hazard" or form.rows_from == "hazards"]
    returns = [form.form for form in of_units if form.form not in hazards]
    return [
        VolumePlan(title="{campaign.name}发文材料", sheets=tuple(own), retention=KEPT_LONG),
        VolumePlan(title="{campaign.name}隐患清单和台账", sheets=tuple(hazards), retention=KEPT_LONG),
        VolumePlan(title="{campaign.name}各单位报表", sheets=tuple(returns), retention=KEPT_SHORT),
    ]


def _lacking(campaign: Campaign, forms: Iterable[Form]) -> Iterator[tuple[str, str, int]]:
    """Yield month by month each form, by its name, of which returns never came, and how many."""
    came = {(r.form, r.period, r.unit) for r in campaign.returns}
    due = [(f, unit) for f in forms if _is_returned(f) for unit in campaign.units if unit.kind in f.used_by]
    for period in months_between(months(campaign)[0], latest_period(campaign)):
        mine = ((f, unit.code) for f, unit in due if unit.reports_in(period))
        missing = (f.short_title for f, unit in mine if (f.form, period, unit) not in came)
        yield from ((name, period, count) for name, count in Counter(missing).items())


def _is_returned(form: Form) -> bool:
    return form.each == "unit" and form.rows_from == "return"


def _parts(campaign: Campaign, plan: VolumePlan, items: Sequence[FiledItem]) -> list[Volume]:
    """Return a planned volume, in parts where it has too many pages; an item is never taken apart."""
    filing = filing_of(campaign)
    said = plan.retention if filing.volumes else filing.retention or plan.retention
    retention = said or filing.retention or KEPT_LONG
    shares = list[list[FiledItem]]()
    pages = 0
    for item in items:
        if not shares or pages + item.pages > filing.pages_max:
            shares.append([])
            pages = 0
        shares[-1].append(item)
        pages += item.pages
    title = fill(plan.title, campaign_names(campaign))
    titles = [
        f"{title}（{chinese_number(n)}）" if len(shares) > 1 else title for n in range(1, len(shares) + 1)
    ]
    return [
        Volume(number=0, title=title, retention=retention, items=tuple(share))
        for title, share in zip(titles, shares, strict=True)
    ]
