"""Stamping (用印): the list of a run's seals, written beside the guides."""

from collections.abc import Sequence

from generator.batch.files import stamping_list
from generator.compose.sheets import Order
from generator.compose.stamping_list import CODE
from generator.model.campaign import Campaign
from generator.model.seal import StampRow
from generator.press.folder import Outcome, OutputFolder


def write_list(
    folder: OutputFolder, campaign: Campaign, rows: Sequence[StampRow], order: Order, *, part: bool
) -> list[Outcome]:
    """Write the stamping list; the list of a part stands beside that of the whole, which stays."""
    outputs = stamping_list(campaign, rows, order, part=part) if rows else []
    outcomes = [folder.write(output) for output in outputs]
    for entry in folder.listed() if part else ():
        if entry.sheet == CODE:
            folder.keep(entry)
    return outcomes
