"""Descriptions (著录) of sheets: title, responsible organs, number and date, as an archive enters them (DA/T 18)."""

import calendar
from datetime import date

from generator.compose.table import Facts
from generator.compose.wording import printed_month
from generator.model.campaign import Campaign
from generator.model.sheet import Description


def described_document(campaign: Campaign, title: str) -> Description:
    """Return the description of what the issuer sends out; organs that issue it jointly all answer for it."""
    notice = campaign.notice
    number = str(notice.number) if notice and notice.number else ""
    return Description(
        title=title,
        author=(campaign.issuer.name, *(notice.joint_issuers if notice else ())),
        subject=campaign.name,
        keywords=(number,) if number else (),
        dated_on=issued_on(campaign),
    )


def described_table(campaign: Campaign, title: str, facts: Facts) -> Description:
    """Return the description of a table; the unit that hands it in answers for it, else the issuer."""
    return Description(
        title=title,
        author=(facts.unit.name if facts.unit else campaign.issuer.name,),
        subject=campaign.name,
        keywords=(printed_month(facts.period),) if facts.period else (),
        dated_on=_dated_on(campaign, facts),
    )


def issued_on(campaign: Campaign) -> date:
    """Return the date of the campaign's document; without one, the day on which the campaign starts."""
    return campaign.notice.document_date if campaign.notice else campaign.starts_on


def _dated_on(campaign: Campaign, facts: Facts) -> date:
    """Return the day a table was filled in, else the last one of its month, else that of the document."""
    if facts.filled and facts.filled.filled_on:
        return facts.filled.filled_on
    if facts.period:
        year, month = map(int, facts.period.split("-"))
        return date(year, month, calendar.monthrange(year, month)[1])
    return issued_on(campaign)
