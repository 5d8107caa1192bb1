"""Where a field's value may come from (数据来源): paths into a hazard, a document, its paperwork, from the model."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from generator.model.form import Form
from generator.model.hazard import Hazard
from generator.model.paperwork import NumberEntry, Paperwork, SealUse


def _sources(cls: type, prefix: str) -> Iterator[str]:
    for name, inner in _inner_classes(cls):
        if inner:
            yield from _sources(inner, f"{prefix}.{name}")
        elif name != "extra":
            yield f"{prefix}.{name}"


def _inner_classes(cls: type) -> Iterator[tuple[str, type | None]]:
    """Yield each attribute with the model class of its value, or of its entries where it has several."""
    hints = get_type_hints(cls)
    for field in fields(cls):
        yield field.name, _model_class(hints[field.name])


def _model_class(hint: Any) -> type | None:
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return inner if isinstance(inner, type) and is_dataclass(inner) else None


def _records() -> Iterator[str]:
    hints = get_type_hints(Hazard)
    several = (f.name for f in fields(Hazard) if get_origin(hints[f.name]) is tuple)
    yield from (f"hazard.{name}" for name in several)


HAZARD_SOURCES = frozenset(_sources(Hazard, "hazard"))
HAZARD_RECORDS = frozenset(_records())  # those of several entries, which print a line each


NOTICE_NAMES = (
    "notice.title",
    "notice.number",
    "notice.addressees",
    "notice.document_date",
    "notice.secrecy",
    "notice.urgency",
    "notice.copy_to",
    "notice.attachments",
    "notice.print_office",
    "notice.print_date",
)
ISSUER_NAMES = ("campaign.name", "issuer.name", "issuer.short_name", "issuer.region")
UNIT_NAMES = ("unit", "unit.name")
NOT_PRINTED = ("paperwork.seals", "paperwork.sent_to")


def _names(root: str, cls: type) -> tuple[str, ...]:
    return tuple(n for n in (f"{root}.{f.name}" for f in fields(cls)) if n not in NOT_PRINTED)


PAPERWORK_NAMES = _names("paperwork", Paperwork)
SEAL_NAMES = (*_names("seal", SealUse), "seal.number")
ENTRY_NAMES = (*_names("entry", NumberEntry), "entry.number", "entry.remark")
PAPER_NAMES = (*ISSUER_NAMES, *NOTICE_NAMES, *PAPERWORK_NAMES)


def paper_sources(form: Form) -> tuple[str, ...]:
    """Return the sources of a paper of the issuer: document and paperwork, and what its rows are about."""
    rows = {"units": UNIT_NAMES, "seals": SEAL_NAMES, "numbers": ENTRY_NAMES}
    return (*PAPER_NAMES, *(SEAL_NAMES if form.each == "seal" else rows.get(form.rows_from, ())))


def pattern_names(form: Form) -> tuple[str, ...]:
    """Return the names that only the lines and boxes of a paper of the issuer may use."""
    return (*PAPER_NAMES, *(SEAL_NAMES if form.each == "seal" else ())) if form.is_paper else ()
