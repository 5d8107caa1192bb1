"""Sheets that the issuer sends out (发文机关的件): documents, attachments that are not bound, its own papers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.compose.attachments import attachment_number
from generator.compose.description import described_document
from generator.compose.document import bound_tables, document_content, list_content, list_part
from generator.compose.inline import bound_form
from generator.compose.papers import blank_papers_of, papers_of
from generator.compose.seals import document_seals
from generator.compose.sheets import BLANK, PREPRINTED, Composed, Order, add, listed, too_high
from generator.compose.table import Facts
from generator.model.campaign import Campaign
from generator.model.document import Notice, Plan
from generator.model.form import Form
from generator.model.seal import NO_SEALS
from generator.model.sheet import DocumentContent, Sheet
from generator.problem import Problem


def issuer_sheets(campaign: Campaign, forms: dict[str, Form], order: Order) -> Composed:
    """Return what the issuer sends out: the document, then each attachment that is not bound.

    Attachments are blank but for the rows of a list, which are the issuer's own. Its own papers come last.
    """
    composed = Composed()
    composed.sheets += _document_sheets(campaign, forms, order)
    composed.problems += _bound_too_high(campaign, forms, composed.sheets)
    for attachment in campaign.attachments:
        form = forms.get(attachment.form)
        if form is None or (order.sheets is None and bound_form(attachment, forms) and _main(campaign)):
            continue
        wanted = order.wants(form.form) and not form.is_paper
        if wanted and (form.rows_from == "list" or order.filling != "filled"):
            add(composed, campaign, form, Facts(rows=listed(campaign, form, None)), "")
    for form in forms.values():
        if form.is_paper and order.wants(form.form):
            _add_papers(composed, campaign, form, (forms, order))
    return composed


def _add_papers(
    composed: Composed, campaign: Campaign, form: Form, run: tuple[dict[str, Form], Order]
) -> None:
    """Add the issuer's own papers, filled in; a run for blank forms has blank ones besides."""
    forms, order = run
    for paper in papers_of(campaign, form, forms):
        add(composed, campaign, form, Facts(paper=paper), "")
    for paper in blank_papers_of(campaign, form) if order.filling == "blank" else ():
        add(composed, campaign, form, Facts(paper=paper), BLANK)


def _document_sheets(campaign: Campaign, forms: dict[str, Form], order: Order) -> Iterator[Sheet]:
    content = document_content(campaign, forms)
    main = _main(campaign)
    code = "notice" if campaign.notice else "plan"
    if content and main and order.wants(code):
        sheet = _issuer_sheet(campaign, code, main.title.replace("\n", ""), content)
        yield _on_preprinted(sheet) if order.preprinted else sheet
    for attachment in campaign.attachments:
        asked = order.sheets is not None and attachment.form in order.sheets
        part = list_part(campaign, attachment.form)
        if part and (asked or (not attachment.bound and order.wants(attachment.form))):
            name = f"{attachment_number(campaign, attachment.form)} {''.join(part.title)}"
            yield _issuer_sheet(campaign, attachment.form, name, list_content(part))


def _main(campaign: Campaign) -> Notice | Plan | None:
    """Return the text that attachments are bound with."""
    return campaign.notice or campaign.plan


def _bound_too_high(
    campaign: Campaign, forms: dict[str, Form], documents: Sequence[Sheet]
) -> Iterator[Problem]:
    for sheet in (s for s in documents if s.code in ("notice", "plan")):
        for table in bound_tables(campaign, forms):
            yield from (too_high(sheet, Facts(), row) for row in table.high)


def _on_preprinted(sheet: Sheet) -> Sheet:
    """Return the sheet as it prints on paper with a red head; it belongs to a set of papers of its own."""
    return replace(sheet, name=f"{sheet.name}（套打）", period=PREPRINTED, preprinted=True)


def _issuer_sheet(campaign: Campaign, code: str, name: str, content: DocumentContent) -> Sheet:
    return Sheet(
        code=code,
        name=name,
        unit="",
        folder=campaign.issuer.name,
        description=described_document(campaign, name),
        content=content,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
        seals=document_seals(campaign) if code == "notice" else NO_SEALS,
    )
