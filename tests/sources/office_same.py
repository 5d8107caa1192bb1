"""Campaigns compared: what they say, whatever file they stand in."""

import dataclasses
from typing import Any

from generator.model.campaign import Campaign


def same(campaign: Campaign) -> Any:
    """Return a campaign as values to be compared: texts without blank lines and without ends of lines."""
    return _plain(dataclasses.asdict(campaign))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(line.strip() for line in value.split("\n") if line.strip())
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
