"""Checks of duties and receipts (报送要求、收件): a day that can be told, names that lead somewhere."""

from collections.abc import Iterator

from generator.derive.calendar import is_workday
from generator.derive.deadlines import CLOSE_OUT
from generator.derive.units import codes_by_name
from generator.model.campaign import Campaign, Duty, Settings
from generator.model.filled import Receipt
from generator.problem import Path, Problem
from generator.validate.dates import is_month
from generator.validate.hazards import unknown_unit
from generator.validate.references import wrong_month
from generator.validate.wording import nearest


def check_duties(campaign: Campaign) -> Iterator[Problem]:
    """Yield the problems of a campaign's duties, then of its receipts."""
    for i, duty in enumerate(campaign.duties):
        yield from _duty(duty, ("duties", i))
        yield from _day_of_rest(duty, campaign.settings, ("duties", i))
    for i, receipt in enumerate(campaign.receipts):
        yield from check_receipt(campaign, receipt, ("receipts", i))


def _duty(duty: Duty, path: Path) -> Iterator[Problem]:
    ways = [duty.monthly_by, duty.due_on, duty.within_days]
    if sum(way is not None for way in ways) != 1:
        message = (
            f"“{duty.name}”的期限要写一种，只写一种：每月 monthly_by、一次 due_on、某事之后 within_days。"
            "请补写，或分成几项。"
        )
        yield Problem(code="DUE-001", message=message, path=path, severity="warning")
    if duty.within_days is not None and duty.after != CLOSE_OUT:
        message = f"“{duty.name}”的 after 现是“{duty.after}”，算不出期限。能算的只有 {CLOSE_OUT}（隐患销号），请改写。"
        yield Problem(code="DUE-003", message=message, path=(*path, "after"), severity="warning")


def _day_of_rest(duty: Duty, settings: Settings, path: Path) -> Iterator[Problem]:
    """Yield a day on which offices are closed where nothing says whether it moves."""
    if duty.due_on and not duty.workday and not is_workday(duty.due_on, settings):
        message = (
            f"“{duty.name}”的期限 {duty.due_on} 是休息日。"
            "要顺延的写 workday: later，要提前的写 earlier；调休上班的，写在 settings 的 workdays 里。"
        )
        yield Problem(code="DUE-005", message=message, path=(*path, "due_on"), severity="warning")


def check_receipt(campaign: Campaign, receipt: Receipt, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a receipt (DUE-002)."""
    duties = [d.name for d in campaign.duties]
    if receipt.duty not in duties:
        message = f"没有“{receipt.duty}”这项报送要求。{nearest(receipt.duty, duties)}请照 duties 里的名称写。"
        yield Problem(code="DUE-002", message=message, path=(*path, "duty"))
        return
    codes = codes_by_name(campaign.units)
    for j, unit in enumerate(receipt.units):
        if unit not in codes.values():
            yield unknown_unit(unit, codes, (*path, "units", j))
    if receipt.period and not is_month(receipt.period):
        yield wrong_month("period", receipt.period, (*path, "period"))
    yield from _which(campaign, receipt, path)


def _which(campaign: Campaign, receipt: Receipt, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the month or the hazard that a receipt is for."""
    mine = [d for d in campaign.duties if d.name == receipt.duty]
    monthly = any(d.monthly_by is not None for d in mine)
    if monthly != bool(receipt.period):
        remedy = "请写 period（所报月份）" if monthly else "请删去 period"
        said = "每月报送" if monthly else "不是每月报送"
        yield Problem(code="DUE-002", message=f"“{receipt.duty}”{said}，{remedy}。", path=(*path, "period"))
    hazards = [h.code for h in campaign.hazards]
    if receipt.hazard and receipt.hazard not in hazards:
        message = f"没有编号“{receipt.hazard}”的隐患。{nearest(receipt.hazard, hazards)}请改正。"
        yield Problem(code="DUE-002", message=message, path=(*path, "hazard"))
    if not (receipt.received_on or receipt.sealed_on):
        message = "收件要写收到文件的日期 received_on，或收到盖章件的日期 sealed_on。请补写，或删去这一项。"
        yield Problem(code="DUE-002", message=message, path=path)
