"""Every check on a typed campaign, in the order of its data."""

from collections.abc import Mapping

from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.cumulative import check_cumulative
from generator.validate.duties import check_duties
from generator.validate.filing import check_filing
from generator.validate.hazard_history import check_history
from generator.validate.hazards import check_hazards
from generator.validate.ledger import check_ledger
from generator.validate.lists import check_lists
from generator.validate.notice import check_notice
from generator.validate.numbers import check_numbers
from generator.validate.pairing import check_pairing
from generator.validate.paperwork import check_paperwork
from generator.validate.proofreading.documents import check_documents
from generator.validate.ranges import check_ranges
from generator.validate.references import check_references
from generator.validate.returns import check_returns
from generator.validate.roll_ups import check_roll_ups
from generator.validate.rosters import check_work_group
from generator.validate.seals import check_seals
from generator.validate.units import check_units
from generator.validate.upward import check_upward
from generator.validate.uses import check_forms_of
from generator.validate.zero_returns import check_zero_returns


def check(campaign: Campaign, forms: Mapping[str, Form], catalogue: Mapping[str, Form]) -> list[Problem]:
    """Return every problem of a campaign; paths point into its data. Empty when all is well.

    `forms` are the forms in use with the campaign's changes, `catalogue` those it may use besides its own.
    The units must carry their codes and suffixes. A problem that one unit's return alone has carries that
    unit's code.
    """
    return [
        *check_units(campaign),
        *check_references(campaign, forms, catalogue),
        *check_forms_of(campaign, forms, catalogue),
        *check_notice(campaign),
        *check_pairing(campaign),
        *check_paperwork(campaign),
        *check_numbers(campaign),
        *check_filing(campaign, forms),
        *check_ranges(campaign),
        *check_work_group(campaign),
        *check_hazards(campaign, forms),
        *check_history(campaign),
        *check_lists(campaign, forms),
        *check_reported(campaign, forms),
        *check_seals(campaign, forms),
        *check_roll_ups(campaign, forms),
        *check_upward(campaign, forms),
        *check_duties(campaign),
        *check_documents(campaign, forms),
    ]


def check_reported(campaign: Campaign, forms: Mapping[str, Form]) -> list[Problem]:
    """Return every problem of what units reported; of one unit's returns, where the campaign has no others."""
    return [
        *check_returns(campaign, forms),
        *check_cumulative(campaign, forms),
        *check_ledger(campaign, forms),
        *check_zero_returns(campaign, forms),
    ]
