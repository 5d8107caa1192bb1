"""Arguments that several commands take."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from generator.cli import completion, values
from generator.cli.base import Argument, Option

F = TypeVar("F", bound=Callable[..., Any])


def campaign(function: F) -> F:
    """Give a command the argument `source`: where the campaign's data are."""
    return click.argument(
        "source",
        cls=Argument,
        metavar="行动",
        callback=values.existing_path,
        explain="行动的文件夹（里面有 campaign.yaml 或 活动.xlsx），或单独一个 YAML、JSON 文件",
    )(function)


def output(explain: str, read: Callable[..., object] = values.folder_path) -> Callable[[F], F]:
    """Give a command the option `target`: the folder it must be told to write to."""
    return click.option(
        "-o",
        "--output",
        "target",
        cls=Option,
        required=True,
        metavar="文件夹",
        callback=read,
        help=explain,
    )


def output_or_none(explain: str) -> Callable[[F], F]:
    """Give a command the option `target`: the folder it writes to when told to."""
    return click.option(
        "-o",
        "--output",
        "target",
        cls=Option,
        metavar="文件夹",
        callback=values.folder_path_or_none,
        help=f"{explain}；不写就只显示",
    )


def jobs(function: F) -> F:
    """Give a command the option `jobs`: how many processes share the work, 0 when nothing is said."""
    return click.option(
        "--jobs",
        cls=Option,
        default="",
        metavar="个数",
        callback=values.jobs,
        help="同时用几个进程；不写由程序按工作量和处理器定，1 就是不分",
    )(function)


def executor(function: F) -> F:
    """Give a command the option `executor`: who does the work."""
    return click.option(
        "--executor",
        cls=Option,
        default="",
        metavar="方式",
        callback=values.executor,
        help="谁来做：processes 本机的进程（不写就是它），dask 本机的 Dask，dask://主机:8786 几台机器的 Dask",
    )(function)


def units(explain: str) -> Callable[[F], F]:
    """Give a command the option `units`: names of units, in any number of options; none stands for all."""
    return click.option(
        "--units",
        cls=Option,
        multiple=True,
        metavar="单位…",
        callback=values.names,
        shell_complete=completion.units,
        help=explain,
    )


def sheets(explain: str) -> Callable[[F], F]:
    """Give a command the option `sheets`: names of forms and documents, in any number of options; none stands for all."""
    return click.option(
        "--sheets",
        cls=Option,
        multiple=True,
        metavar="名称,…",
        callback=values.names,
        shell_complete=completion.sheets,
        help=explain,
    )


def period(explain: str) -> Callable[[F], F]:
    """Give a command the option `period`: a month, empty when none is named."""
    return click.option(
        "--period", cls=Option, default="", metavar="年-月", callback=values.month, help=explain
    )


def on(explain: str, read: Callable[..., date] = values.day) -> Callable[[F], F]:
    """Give a command the option `on`: a day, today when none is named; `read` says which days may be."""
    return click.option(
        "--on", cls=Option, default="", metavar="日期", callback=read, help=f"{explain}；不写就是今天"
    )


def as_json(function: F) -> F:
    """Give a command the option `as_json`: its result as one JSON document."""
    return click.option("--json", "as_json", cls=Option, is_flag=True, help="结果按 JSON 输出，供程序使用")(
        function
    )
