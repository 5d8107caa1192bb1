"""What the commands about users share: whose login it is, and the password, which is never on a command line."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from generator.cli.base import Argument, Option

F = TypeVar("F", bound=Callable[..., Any])


def login(function: F) -> F:
    """Give a command the argument `login`."""
    return click.argument("login", cls=Argument, metavar="登录名", explain="登录名：英文字母、数字和 . _ -")(
        function
    )


def password_stdin(function: F) -> F:
    """Give a command the option `password_stdin`."""
    return click.option(
        "--password-stdin",
        cls=Option,
        is_flag=True,
        help="从标准输入读密码（第一行），供脚本使用；不写就在终端里问",
    )(function)


def read_password(from_stdin: bool) -> str:
    """Return the password that is typed twice on the terminal, or the first line of the standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("这里没有终端可以输密码。请加 --password-stdin，从标准输入给")
    first = click.prompt("密码", hide_input=True, prompt_suffix="：", err=True)
    if click.prompt("再输一遍", hide_input=True, prompt_suffix="：", err=True) != first:
        raise click.ClickException("两遍密码不一样，没有改。请再来一次。")
    return str(first)
