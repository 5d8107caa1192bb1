"""What a build is asked for (生成要求), and what that comes to in the campaign: an order, and the units it is for."""

from collections.abc import Mapping
from pathlib import Path

from generator.compose.sheets import Filling, Order, Overlay
from generator.dataclass import dataclass
from generator.derive.names import ISSUER, sheet_codes, unit_codes
from generator.model.address import Address
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.press.output import Format
from generator.verbs.usage import UsageProblem, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What to build (生成要求): empty `sheets`, `units`, `period` mean all sheets, all units, the latest.

    `preprinted` asks for the document with the red head alone, for paper that carries the head already (套打).
    `archive` asks for PDFs that an archive takes (PDF/A-2u).
    `print_files` asks for what is bound together for the printer, too.
    `overlay` asks for guides (用印示意) or drafts (样稿) instead of the papers; `formats` mean nothing then.
    `jobs` is how many processes do it (0: as many as it is worth), `executor` who does: serial, processes, dask, or the
    address of a Dask scheduler.
    """

    source: Path
    target: Path | Address
    sheets: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ("docx", "pdf")
    period: str = ""
    filling: Filling = "auto"
    preprinted: bool = False
    archive: bool = False
    overlay: Overlay = ""
    print_files: bool = True
    jobs: int = 0
    executor: str = ""


def order(request: BuildRequest, campaign: Campaign, forms: dict[str, Form]) -> Order:
    known = sheet_codes(campaign, forms)
    sheets = frozenset(code for name in request.sheets for code in _found("表", name, known))
    period = month_of(campaign, request.period)
    if request.preprinted:
        return _preprinted_order(request, campaign, period, sheets)
    wanted = sheets if request.sheets else None
    return Order(period=period, filling=request.filling, sheets=wanted, overlay=request.overlay)


def _preprinted_order(
    request: BuildRequest, campaign: Campaign, period: str, sheets: frozenset[str]
) -> Order:
    """Return the order for the one document that has a red head."""
    if not campaign.notice:
        raise UsageProblem("行动里没有通知（notice），没有红头，不用套打")
    if request.sheets and "notice" not in sheets:
        raise UsageProblem(f"“{'、'.join(request.sheets)}”没有红头，不用套打；能套打的只有通知")
    return Order(period=period, sheets=frozenset({"notice"}), preprinted=True)


def targets(request: BuildRequest, campaign: Campaign, forms: dict[str, Form]) -> list[str]:
    """Return the codes to build for, the issuer first; the units asked for keep the campaign's order.

    All units are those that fill in a form; others, such as the town itself, are in the data as parents.
    """
    if request.preprinted:
        return [ISSUER]
    every = [ISSUER, *(u.code for u in campaign.units)]
    if not request.units:
        kinds = {kind for form in forms.values() for kind in form.used_by}
        return [ISSUER, *(u.code for u in campaign.units if u.kind in kinds)]
    known = unit_codes(campaign)
    chosen = {_only(name, _found("单位", name, known)) for name in request.units}
    return [code for code in every if code in chosen]


def _found(what: str, name: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes that a name stands for; raises UsageProblem with the nearest names when none."""
    if name in known:
        return known[name]
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
    hint = f"，是不是“{'”“'.join(near)}”" if near else ""
    raise UsageProblem(f"没有“{name}”这个{what}{hint}")


def _only(name: str, codes: tuple[str, ...]) -> str:
    if len(codes) > 1:
        raise UsageProblem(f"有 {len(codes)} 个单位都叫“{name}”，请改用代号：{'、'.join(codes)}")
    return codes[0]
