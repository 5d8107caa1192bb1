"""Checks of the forms a campaign brings or changes, and of forms that no unit fills in."""

from collections.abc import Iterator, Mapping

from generator.derive.forms import applied, changes, known_forms
from generator.derive.names import inline_form, inline_lines
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Path, Problem
from generator.validate.forms import check_form
from generator.validate.wording import listed


def check_forms_of(
    campaign: Campaign, forms: Mapping[str, Form], catalogue: Mapping[str, Form]
) -> Iterator[Problem]:
    """Yield the problems of a campaign's own forms and of its changes to others."""
    for i, form in enumerate(campaign.definitions):
        yield from check_form(form, ("definitions", i))
    known = known_forms(campaign, catalogue)
    for i, use in enumerate(campaign.forms):
        changed = changes(use)
        if use.form in known and changed:
            found = check_form(applied(known[use.form], use), ("forms", i))
            yield from (p for p in found if p.path[2:3] and p.path[2] in changed)
    yield from _used_by_nobody(campaign, forms)


def _used_by_nobody(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    kinds = {unit.kind for unit in campaign.units}
    inline = (inline_form(line, forms) for _, line in inline_lines(campaign))
    attached = {a.form for a in campaign.attachments if a.form in forms} | {
        form.form for form in inline if form
    }
    for code, path in _first_places(campaign).items():
        listed_whole = code in attached and forms[code].rows_from == "list"
        own = code in forms and forms[code].is_paper
        if code in forms and not listed_whole and not own and not kinds & set(forms[code].used_by):
            kinds_asked = listed(forms[code].used_by)
            reason = f"units 里没有 {kinds_asked} 类单位" if kinds_asked else "没有写由哪类单位填报"
            message = f"没有单位填报表单“{code}”：{reason}。请在 forms 里写 used_by，或核对单位的 kind。"
            yield Problem(code="REF-016", message=message, path=path, severity="warning")


def _first_places(campaign: Campaign) -> dict[str, Path]:
    """Return where each form in use is first named."""
    places: dict[str, Path] = {}
    for name in ("forms", "definitions", "attachments"):
        for i, item in enumerate(getattr(campaign, name)):
            places.setdefault(item.form, (name, i, "form"))
    return places
