"""Previewing (看印出的样子): one sheet as the very page that will be printed, from what is typed so far."""

from dataclasses import replace

from generator.batch.files import printed_of
from generator.compose.sheets import Order, unit_sheets
from generator.database.store import DatabaseStore
from generator.derive.corrections import key_of
from generator.verbs.usage import UsageProblem, month_of, usable_campaign


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
