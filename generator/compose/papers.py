"""The issuer's own papers (办文用表): what prints at each source of a drafting sheet, an application, a register."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

from generator.compose.wording import campaign_names, printed_date
from generator.dataclass import dataclass
from generator.derive.numbers import completed_entries
from generator.derive.sources import NOTICE_NAMES
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.organ import Unit
from generator.model.paperwork import NumberEntry, Paperwork, SealUse

MATTER = "印发文件"
STATES = {"issued": "", "reserved": "预留", "void": "作废"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What one paper of the issuer is filled from; `label` tells it from others of its form in the folder."""

    names: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...] = ()
    label: str = ""


def papers_of(campaign: Campaign, form: Form, forms: dict[str, Form]) -> list[Paper]:
    """Return what each paper of this form is filled from: one, or one per use of a seal."""
    names = paper_names(campaign, forms)
    if form.each == "seal":
        uses = _uses(campaign)
        labels = [f"{i} {use.name}" for i, use in enumerate(uses, 1)] if len(uses) > 1 else [""]
        return [
            Paper({**names, **seal_names(campaign, use)}, (), label)
            for use, label in zip(uses, labels, strict=True)
        ]
    return [Paper(names, tuple({**names, **row} for row in _rows(campaign, form)))]


def blank_papers_of(campaign: Campaign, form: Form) -> list[Paper]:
    """Return the paper of this form with nothing filled in but the issuer's name."""
    return papers_of(
        replace(campaign, notice=None, paperwork=None, attachments=(), units=(), numbers=()), form, {}
    )


def _uses(campaign: Campaign) -> tuple[SealUse, ...]:
    """Return the uses of a seal; before the first is written down, an application for the notice's own."""
    paperwork = campaign.paperwork or Paperwork()
    return paperwork.seals or (SealUse(name=""),)


def _rows(campaign: Campaign, form: Form) -> list[dict[str, str]]:
    paperwork = campaign.paperwork or Paperwork()
    if form.rows_from == "units":
        wanted = paperwork.sent_to
        return [unit_names(u) for u in campaign.units if not wanted or u.kind in wanted]
    if form.rows_from == "seals":
        return [seal_names(campaign, use) for use in paperwork.seals]
    return [entry_names(e) for e in completed_entries(campaign)] if form.rows_from == "numbers" else []


def paper_names(campaign: Campaign, forms: dict[str, Form]) -> dict[str, str]:
    """Return what prints at every source that is the same all over a paper."""
    issuer = campaign.issuer
    return {
        **campaign_names(campaign),
        "issuer.short_name": issuer.short_name or issuer.name,
        **_notice_names(campaign, forms),
        **_printed("paperwork", campaign.paperwork or Paperwork(), ("seals", "sent_to")),
    }


def _notice_names(campaign: Campaign, forms: dict[str, Form]) -> dict[str, str]:
    notice = campaign.notice
    if notice is None:
        return dict.fromkeys(NOTICE_NAMES, "")
    from generator.compose.document import attachment_titles

    imprint = notice.imprint
    office = (imprint.print_office if imprint else "") or campaign.issuer.print_office
    values = (
        notice.title.replace("\n", ""),
        str(notice.number or ""),
        notice.addressees,
        printed_date(notice.document_date),
        notice.secrecy,
        notice.urgency,
        imprint.copy_to if imprint else "",
        _numbered(attachment_titles(campaign, forms)),
        office,
        printed_date(imprint.print_date if imprint else None),
    )
    return dict(zip(NOTICE_NAMES, values, strict=True))


def _numbered(titles: list[str]) -> str:
    """Return the attachments in one text, numbered when there are several: 1.名单；2.调度表."""
    return "；".join(f"{i}.{t}" for i, t in enumerate(titles, 1)) if len(titles) > 1 else "".join(titles)


def seal_names(campaign: Campaign, use: SealUse) -> dict[str, str]:
    """Return what prints of one use of a seal; for the notice's own, it and its paperwork stand in for what is left out."""
    notice, paperwork = campaign.notice, campaign.paperwork or Paperwork()
    own = not use.document
    title = notice.title.replace("\n", "") if notice and own else use.document
    whole = replace(
        use,
        document=title,
        matter=use.matter or (MATTER if title else ""),
        copies=use.copies if use.copies is not None or not own else paperwork.copies,
        office=use.office or (paperwork.drafting_office if own else ""),
        applied_by=use.applied_by or (paperwork.drafted_by if own else ""),
        phone=use.phone or (paperwork.phone if own else ""),
    )
    number = str(notice.number or "") if notice and own else ""
    return {**_printed("seal", whole, ()), "seal.number": number}


def entry_names(entry: NumberEntry) -> dict[str, str]:
    """Return what prints of one entry of the register; what became of a number that went to no document is remarked."""
    state = STATES[entry.state]
    remark = "：".join(filter(None, (state, entry.reason)))
    return {**_printed("entry", entry, ()), "entry.number": entry.number, "entry.remark": remark}


def unit_names(unit: Unit) -> dict[str, str]:
    """Return what prints of a unit that receives the document."""
    return {"unit": unit.label, "unit.name": unit.name}


def _printed(
    root: str, record: Paperwork | SealUse | NumberEntry, left_out: tuple[str, ...]
) -> dict[str, str]:
    names = (f.name for f in fields(record) if f.name not in left_out)
    return {f"{root}.{name}": _text(getattr(record, name)) for name in names}


def _text(value: object) -> str:
    if isinstance(value, date):
        return printed_date(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
