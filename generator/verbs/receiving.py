"""Receive (收件登记): what came in for a duty is written down, one line for each arrival, none ever taken back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.dataclass import dataclass
from generator.derive.deadlines import Occasion, occasions
from generator.derive.names import ISSUER
from generator.derive.units import issuer_unit
from generator.model.campaign import Campaign
from generator.model.filled import Receipt
from generator.model.form import Form
from generator.model.organ import Unit
from generator.sources.campaign import load
from generator.sources.lines import RECEIPTS, receipt_line
from generator.sources.places import Source
from generator.validate.duties import check_receipt
from generator.verbs.adding import add_line
from generator.verbs.usage import UsageProblem, refuse, units_named, usable_campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRequest:
    """What came in (收件): for which duty, of which units, on which day; `sealed` where it is the sealed original.

    Without `units` it came from all that the duty asks; a duty that follows a hazard names the hazard instead.
    """

    source: Source
    duty: str
    on: date
    units: tuple[str, ...] = ()
    period: str = ""
    hazard: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveResult:
    """Units registered now and those registered before, by label, and the file that holds the line."""

    registered: tuple[str, ...]
    known: tuple[str, ...]
    file: str = ""


def receive(request: ReceiveRequest) -> ReceiveResult:
    """Register an arrival in the campaign's folder; what is registered already stays as it is.

    Raises ProblemsFound when the campaign itself has errors or its file cannot be written, UsageProblem when the
    duty, a unit, the month or the hazard is none of the campaign's.
    """
    if isinstance(request.source, Path) and not request.source.is_dir():
        raise UsageProblem("单独一个文件的行动不能登记，请把收件写在它的 receipts 里")
    loaded = load(request.source)
    campaign = usable_campaign(loaded)
    receipt = _receipt(campaign, request)
    refuse(check_receipt(campaign, receipt, ()))
    asked = _asked(campaign, loaded.forms, receipt)
    known = [u for u in asked if _is_known(campaign, receipt, u.code)]
    new = [u for u in asked if u not in known]
    result = ReceiveResult(registered=tuple(u.label for u in new), known=tuple(u.label for u in known))
    if not new:
        return result
    units = () if receipt.hazard else tuple(u.code for u in new if u.code != ISSUER)
    line = receipt_line(replace(receipt, units=units))
    return replace(result, file=add_line(request.source, RECEIPTS, request.on, line))


def _receipt(campaign: Campaign, request: ReceiveRequest) -> Receipt:
    return Receipt(
        duty=request.duty,
        units=units_named(campaign, request.units),
        period=request.period,
        hazard=request.hazard,
        received_on=None if request.sealed else request.on,
        sealed_on=request.on if request.sealed else None,
    )


def _asked(campaign: Campaign, forms: Mapping[str, Form], receipt: Receipt) -> list[Unit]:
    """Return the units from which this came, those named or all that the duty asks; raises for one it does not ask."""
    due = {o.unit for o in occasions(campaign, forms) if _is_for(o, receipt)}
    if not due:
        which = f"隐患 {receipt.hazard} 没有销号日期，" if receipt.hazard else receipt.period
        raise UsageProblem(f"{which}“{receipt.duty}”没有要报的单位，请核对")
    others = [u.label for u in campaign.units if u.code in receipt.units and u.code not in due]
    if others:
        raise UsageProblem(f"“{receipt.duty}”不要这些单位报：{'、'.join(others)}。请核对")
    return [u for u in (issuer_unit(campaign), *campaign.units) if u.code in (receipt.units or due)]


def _is_for(occasion: Occasion, receipt: Receipt) -> bool:
    same = (occasion.period, occasion.hazard) == (receipt.period, receipt.hazard)
    return same and occasion.duty.name == receipt.duty


def _is_known(campaign: Campaign, receipt: Receipt, unit: str) -> bool:
    """Tell whether a unit's arrival, of the file or of the sealed original, is registered."""
    same = [
        r
        for r in campaign.receipts
        if (r.duty, r.period, r.hazard) == (receipt.duty, receipt.period, receipt.hazard)
        and (not r.units or unit in r.units)
    ]
    return any(r.sealed_on if receipt.sealed_on else r.received_on for r in same)
