"""Checks of numbers that must lie within bounds (数的范围)."""

from collections.abc import Iterator

from generator.model.campaign import Campaign
from generator.model.form import Form, Group
from generator.problem import Path, Problem

FIRST_YEAR, LAST_YEAR = 1949, 2199
LAST_DAY_OF_EVERY_MONTH = 28
SEAL_MM = {
    "seal_mm": (38, 50),
    "unit_seal_mm": (30, 50),
}  # between them a seal keeps its distance to the text (7.3.5.1)


def check_ranges(campaign: Campaign) -> Iterator[Problem]:
    """Yield the numbers of a campaign, outside its forms, that lie out of bounds."""
    if campaign.notice and campaign.notice.number:
        number, path = campaign.notice.number, ("notice", "number")
        yield from within(number.year, FIRST_YEAR, LAST_YEAR, (*path, "year"))
        yield from within(number.serial, 1, None, (*path, "serial"))
    for name, bounds in SEAL_MM.items():
        yield from within(getattr(campaign.settings, name), *bounds, ("settings", name))
    for i, entry in enumerate(campaign.numbers):
        yield from within(entry.year, FIRST_YEAR, LAST_YEAR, ("numbers", i, "year"))
        yield from within(entry.serial, 1, None, ("numbers", i, "serial"))
    for i, duty in enumerate(campaign.duties):
        if isinstance(duty.monthly_by, int):
            yield from within(duty.monthly_by, 1, LAST_DAY_OF_EVERY_MONTH, ("duties", i, "monthly_by"))
        if duty.within_days is not None:
            yield from within(duty.within_days, 1, None, ("duties", i, "within_days"))


def check_form_ranges(form: Form, path: Path) -> Iterator[Problem]:
    """Yield the numbers of a form that lie out of bounds."""
    yield from within(form.copies, 1, None, (*path, "copies"))
    yield from within(form.version, 1, None, (*path, "version"))
    yield from within(form.min_rows, 0, 200, (*path, "min_rows"))
    yield from _page(form, (*path, "page"))
    for name in ("group", "number", "label", "pair_label"):
        yield from within(getattr(form.widths, name), 0, None, (*path, "widths", name))
    for i, group in enumerate(form.groups):
        yield from _group(group, (*path, "groups", i))


def _page(form: Form, path: Path) -> Iterator[Problem]:
    yield from within(form.page.per_row, 1, 6, (*path, "per_row"))
    yield from within(form.page.min_size_pt, 5, 36, (*path, "min_size_pt"))
    yield from within(form.page.size_pt, form.page.min_size_pt, 36, (*path, "size_pt"))
    yield from within(form.page.row_height_mm, 1, 200, (*path, "row_height_mm"))


def _group(group: Group, path: Path) -> Iterator[Problem]:
    yield from within(group.per_row, 0, 6, (*path, "per_row"))
    for i, field in enumerate(group.fields):
        yield from within(field.height_mm, 0, 200, (*path, "fields", i, "height_mm"))
        for b, box in enumerate(field.boxes):
            yield from within(box.share, 0.1, 10, (*path, "fields", i, "boxes", b, "share"))


def within(value: float, least: float, most: float | None, path: Path) -> Iterator[Problem]:
    """Yield a problem when a number lies below `least` or above `most` (None: no upper bound)."""
    if least <= value and (most is None or value <= most):
        return
    bounds = f"在 {least:g}—{most:g} 之间" if most is not None else f"不小于 {least:g}"
    message = f"“{path[-1]}”应{bounds}，现是 {value:g}。请改正。"
    yield Problem(code="DATA-008", message=message, path=path)
