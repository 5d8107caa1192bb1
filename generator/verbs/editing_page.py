"""The live page (实时样张) beside what is edited: the very sheet that the section bears on, as pictures of its pages."""

import importlib
import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from generator.batch.files import printed_of
from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import Order, blank_sheet, unit_sheets
from generator.dataclass import dataclass
from generator.derive.names import latest_period
from generator.model.campaign import Campaign
from generator.model.editing import FORM
from generator.model.form import Form
from generator.model.organ import Unit
from generator.model.sheet import Sheet
from generator.sources.campaign import Loaded
from generator.sources.edited import digest
from generator.sources.reading import read_gathered
from generator.verbs.editing import Source, candidate, look_at
from generator.verbs.usage import UsageProblem

DOTS_PER_INCH = 110
POINTS_PER_INCH = 72
KEPT_MOST = 24  # printed sheets
PAGES_MOST = 60  # that are shown
_PDFIUM = threading.Lock()  # it does one thing at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The live page (样张): its name, how many pages, by which digest; `is_old` says that it shows the last state without errors."""

    name: str = ""
    digest: str = ""
    pages: int = 0
    is_old: bool = False


class _Printed:
    """Sheets printed of late (近来的样张), by the digest of what they were made from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[str, tuple[str, bytes, int]] = OrderedDict()

    def of(self, key: str, make: Callable[[], tuple[str, bytes, int]]) -> tuple[str, bytes, int]:
        """Return name, PDF and number of pages of a sheet, made once."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > KEPT_MOST:
                self._made.popitem(last=False)
        return made


_PRINTED = _Printed()


def live(source: Source, section: str, row: int = 0) -> Live:
    """Return the sheet that a section bears on; of a draft with errors that cannot be printed, the one in force.

    `row` is that of the unit which is looked at. Raises UsageProblem when the section bears on no sheet.
    """
    seen = look_at(source)[1]
    loaded = candidate(seen)
    is_old = loaded.campaign is None
    if is_old:
        loaded = read_gathered(seen.candidate(seen.in_force), seen.folder)
    key = digest([section, row, seen.in_force if is_old else seen.data])
    name, _, pages = _printed(loaded, section, row, key)
    return Live(name=name, digest=key, pages=min(pages, PAGES_MOST), is_old=is_old)


def live_picture(source: Source, section: str, row: int, number: int) -> bytes:
    """Return a page of the live sheet as a PNG picture; raises UsageProblem when there is no such page."""
    shown = live(source, section, row)
    if not 0 < number <= shown.pages:
        raise UsageProblem("样张没有这一页，请刷新")
    _, content, _ = _PRINTED.of(shown.digest, lambda: ("", b"", 0))
    return _picture(content, number)


def _printed(loaded: Loaded, section: str, row: int, key: str) -> tuple[str, bytes, int]:
    campaign = loaded.campaign
    if campaign is None:
        raise UsageProblem("行动的数据有错误，还印不出样张")

    def make() -> tuple[str, bytes, int]:
        sheet = _sheet(campaign, loaded.forms, section, row)
        if sheet is None:
            raise UsageProblem("这一页还没有样张：先写通知，或采用一张表")
        printed = printed_of(sheet)
        return sheet.name, printed.content, printed.pages

    return _PRINTED.of(key, make)


def _sheet(campaign: Campaign, forms: dict[str, Form], section: str, row: int) -> Sheet | None:
    if section.startswith(FORM):
        form = forms.get(section.removeprefix(FORM))
        return _form_sheet(campaign, forms, form, None) if form else None
    if section in ("units", "kinds", "duties", "forms") and (found := _unit_form(campaign, forms, row)):
        return _form_sheet(campaign, forms, *found)
    wanted = {"roster": ("roster",), "hazards": ("problem-ledger",)}.get(section, ())
    order = Order(period=latest_period(campaign), sheets=frozenset({*wanted, "notice", "plan"}))
    sheets = issuer_sheets(campaign, forms, order).sheets
    return next((s for s in sheets if s.code in wanted), next(iter(sheets), None))


def _unit_form(campaign: Campaign, forms: dict[str, Form], row: int) -> tuple[Form, Unit] | None:
    """Return a form that a unit fills in, the first unit's that has one where it has none."""
    for unit in (*campaign.units[max(row, 0) :], *campaign.units):
        for form in forms.values():
            if unit.kind in form.used_by and form.rows_from == "return":
                return form, unit
    return None


def _form_sheet(campaign: Campaign, forms: dict[str, Form], form: Form, unit: Unit | None) -> Sheet | None:
    unit = unit or next((u for u in campaign.units if u.kind in form.used_by), None)
    if unit is None or form.is_paper:
        return blank_sheet(campaign, form)
    order = Order(period=latest_period(campaign), filling="blank", sheets=frozenset({form.form}))
    return next(iter(unit_sheets(campaign, forms, unit, order).sheets), None) or blank_sheet(campaign, form)


def _picture(content: bytes, number: int) -> bytes:
    pdfium: Any = importlib.import_module("pypdfium2")  # it has no complete types
    with _PDFIUM:
        document = pdfium.PdfDocument(content)
        picture = document[number - 1].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil()
        document.close()
    target = io.BytesIO()
    picture.convert("RGB").quantize(64).save(target, "PNG")
    return target.getvalue()
