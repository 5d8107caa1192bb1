"""Forms in use (采用的表单): the catalogue's and the campaign's own, with the campaign's changes applied."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from generator.model.campaign import Campaign
from generator.model.form import Form, FormUse


def forms_in_use(campaign: Campaign, catalogue: Mapping[str, Form]) -> dict[str, Form]:
    """Return the forms of a campaign by code: those it lists, its own, and those its attachments name."""
    known = known_forms(campaign, catalogue)
    uses = {use.form: use for use in reversed(campaign.forms)}
    return {
        code: applied(known[code], uses.get(code, FormUse(form=code)))
        for code in dict.fromkeys(_named(campaign))
        if code in known
    }


def known_forms(campaign: Campaign, catalogue: Mapping[str, Form]) -> dict[str, Form]:
    """Return every form that a campaign may use, by code; its own stand before the catalogue's."""
    return {**catalogue, **{form.form: form for form in campaign.definitions}}


def applied(form: Form, use: FormUse) -> Form:
    """Return the form with the changes that a campaign makes to it."""
    return replace(form, **changes(use))


def changes(use: FormUse) -> dict[str, Any]:
    """Return the attributes that a use of a form changes, by name."""
    values = {f.name: getattr(use, f.name) for f in fields(use) if f.name != "form"}
    return {name: value for name, value in values.items() if value is not None}


def _named(campaign: Campaign) -> Iterator[str]:
    yield from (use.form for use in campaign.forms)
    yield from (form.form for form in campaign.definitions)
    yield from (attachment.form for attachment in campaign.attachments)
