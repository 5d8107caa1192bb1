"""Arguments that several commands take."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from generator.cli import values
from generator.cli.base import Argument

F = TypeVar("F", bound=Callable[..., Any])


def campaign(function: F) -> F:
    """Give a command the argument `source`: where the campaign's data are."""
    return click.argument(
        "source",
        cls=Argument,
        metavar="行动",
        callback=values.existing_path,
        explain="行动的文件夹（里面有 campaign.yaml），或单独一个 YAML、JSON 文件",
    )(function)
