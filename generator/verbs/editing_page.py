"""The live page (实时样张) beside what is edited: the very sheet that the section bears on, as pictures of its pages."""

import importlib
import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

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
WORDS_MOST = 12  # of a paragraph that are looked for
PAGES_MOST = 60  # that are shown
_PDFIUM = threading.Lock()  # it does one thing at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The live page (样张): its name, the shape of each page as width by height, by which digest.

    `is_old` says that it shows the state in force, `at` the page on which the words asked for stand, and how far down.
    """

    name: str = ""
    digest: str = ""
    pages: tuple[float, ...] = ()
    is_old: bool = False
    at: float = 0.0


Print: TypeAlias = tuple[str, bytes, tuple[float, ...]]  # name, PDF, shapes of its pages


Key: TypeAlias = tuple[str, str]  # whose campaign it is, digest of what a sheet is made from


class _Printed:
    """Sheets printed of late (近来的样张), by what they were made from; one is made at a time."""

    def __init__(self) -> None:
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._made: OrderedDict[Key, Print] = OrderedDict()

    def of(self, key: Key, make: Callable[[], Print]) -> Print:
        """Return the print of a sheet, made once."""
        if found := self.known(key):
            return found
        with self._making:
            if found := self.known(key):
                return found
            made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > KEPT_MOST:
                self._made.popitem(last=False)
        return made

    def known(self, key: Key) -> Print | None:
        """Return the print of a sheet where it is made already."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)


_PRINTED = _Printed()


def live(source: Source, section: str, row: int = 0, words: str = "") -> Live:
    """Return the sheet that a section bears on; of a draft with errors that cannot be printed, the one in force.

    `row` is that of the unit looked at, `words` begin the paragraph. Raises UsageProblem when it bears on no sheet.
    """
    key, is_old, (name, content, pages) = _live(source, section, row)
    place = _place_of(words, content) if words else 0.0
    return Live(name=name, digest=key, pages=pages[:PAGES_MOST], is_old=is_old, at=place)


def live_picture(source: Source, section: str, row: int, number: int, seen: str = "") -> bytes:
    """Return a page of the live sheet as a PNG picture; raises UsageProblem when there is no such page.

    `seen` is the digest that it was told with: while that print is kept, nothing of the campaign is read for it.
    """
    known = _PRINTED.known((_whose(source), seen))
    _, content, pages = known or _live(source, section, row)[2]
    if not 0 < number <= min(len(pages), PAGES_MOST):
        raise UsageProblem("样张没有这一页，请刷新")
    return _picture(content, number)


def _whose(source: Source) -> str:
    """Return what tells a campaign from others: nobody is shown a page of one that is not asked for."""
    return str(source) if isinstance(source, Path) else source.store.code


def _live(source: Source, section: str, row: int) -> tuple[str, bool, Print]:
    """Return the digest of the live sheet, whether it is that of the state in force, and its print."""
    seen = look_at(source)[1]
    key = digest([section, row, seen.data])
    if known := _PRINTED.known((_whose(source), key)):
        return key, False, known
    loaded = candidate(seen)
    is_old = loaded.campaign is None
    if is_old:
        loaded = read_gathered(seen.candidate(seen.in_force), seen.folder)
        key = digest([section, row, seen.in_force])
    return key, is_old, _printed(loaded, section, row, (_whose(source), key))


def _printed(loaded: Loaded, section: str, row: int, key: Key) -> Print:
    campaign = loaded.campaign
    if campaign is None:
        raise UsageProblem("行动的数据有错误，还印不出样张")

    def make() -> Print:
        sheet = _sheet(campaign, loaded.forms, section, row)
        if sheet is None:
            raise UsageProblem("这一页还没有样张：先写通知，或采用一张表")
        printed = printed_of(sheet)
        return sheet.name, printed.content, _shapes(printed.content)

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


def _place_of(words: str, content: bytes) -> float:
    """Return the number of the page on which a paragraph begins and the share of it above, 0 where it is not found."""
    wanted = "".join(words.split())[:WORDS_MOST]
    with _PDFIUM:
        document = _pdfium().PdfDocument(content)
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            said = [(i, sign) for i, sign in enumerate(text.get_text_range()) if not sign.isspace()]
            start = "".join(sign for _, sign in said).find(wanted) if wanted else -1
            if start >= 0:
                top = text.get_charbox(said[start][0])[3]
                return float(number + min(max(1 - top / page.get_height(), 0.0), 0.99))
        return 0.0


def _shapes(content: bytes) -> tuple[float, ...]:
    with _PDFIUM:
        return tuple(page.get_width() / page.get_height() for page in _pdfium().PdfDocument(content))


def _pdfium() -> Any:
    return importlib.import_module("pypdfium2")  # it has no complete types


def _picture(content: bytes, number: int) -> bytes:
    with _PDFIUM:
        document = _pdfium().PdfDocument(content)
        picture = document[number - 1].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil()
        document.close()
    target = io.BytesIO()
    picture.convert("RGB").quantize(64).save(target, "PNG")
    return target.getvalue()
