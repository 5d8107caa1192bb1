"""Previewing (看印出的样子): one sheet as the very page that will be printed, from what is typed so far."""

import base64
from dataclasses import replace

from generator.batch.files import printed_of
from generator.compose.sheets import Order, unit_sheets
from generator.database.store import DatabaseStore
from generator.dataclass import dataclass
from generator.derive.corrections import key_of
from generator.verbs.usage import UsageProblem, month_of, usable_campaign

PAGES_MAX = 3  # shown beside the data
WIDTH = 1000  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """First pages of a sheet as shown (印出的样子): picture in Base64, width and height of each; `pages` counts all."""

    pictures: tuple[tuple[str, int, int], ...]
    pages: int


def pictures(store: DatabaseStore, unit: str, form: str, period: str, hazard: str = "") -> Shown:
    """Return the first pages of a sheet as pictures; raises as `preview` does."""
    from generator.render.page_pictures import page_pictures

    drawn, number = page_pictures(preview(store, unit, form, period, hazard), WIDTH, PAGES_MAX)
    shown = [(base64.b64encode(p.png).decode(), p.width, p.height) for p in drawn]
    return Shown(pictures=tuple(shown), pages=number)


def preview(store: DatabaseStore, unit: str, form: str, period: str, hazard: str = "") -> bytes:
    """Return a unit's sheet of a form for a month as a PDF, of a hazard where the form is one sheet for each.

    What is not handed in yet is shown as it stands. Raises UsageProblem when there is no such sheet.
    """
    loaded = store.load()
    campaign = usable_campaign(loaded)
    month = month_of(campaign, period)
    which = next((u for u in campaign.units if u.code == unit), None)
    if which is None or form not in loaded.forms:
        raise UsageProblem("没有这张表，请从行动首页打开")
    drafts = [k.filled for k in store.kept(unit, month) if k.filled.form == form and not k.counts]
    keys = {(*key_of(d), d.correction) for d in drafts}
    others = [r for r in campaign.returns if (*key_of(r), r.correction) not in keys]
    hazards = tuple(h for h in campaign.hazards if not hazard or h.code == hazard)
    shown = replace(campaign, returns=(*others, *drafts), hazards=hazards)
    made = unit_sheets(shown, loaded.forms, which, Order(period=month, sheets=frozenset({form}))).sheets
    if not made:
        raise UsageProblem(f"“{which.label}”没有这张表可印，请核对月份和隐患")
    return printed_of(made[0]).content
