"""`gongwen completion`: what makes a shell complete commands, options, unit and sheet names on Tab."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from generator.cli.base import Argument, Command
from generator.cli.failures import unknown
from generator.cli.values import FORMATS

if TYPE_CHECKING:
    from generator.sources.campaign import Loaded

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "gongwen"
VARIABLE = "_GONGWEN_COMPLETE"

HELP = """\
输出命令行补全脚本：装好后按 Tab 键，补全命令、选项、单位名和表名。"""

EXAMPLES = """\
例子：
  gongwen completion bash    把它的输出加到 ~/.bashrc 末尾
  gongwen completion zsh     加到 ~/.zshrc 末尾
  gongwen completion fish    存为 ~/.config/fish/completions/gongwen.fish

装一次，重新打开终端后生效。"""


def _shell(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    found = value or Path(os.environ.get("SHELL", "")).name
    if found not in SHELLS:
        raise click.BadParameter(unknown("终端", found, SHELLS))
    return found


@click.command("completion", cls=Command, help=HELP, epilog=EXAMPLES)
@click.argument(
    "shell",
    cls=Argument,
    required=False,
    metavar="[终端]",
    callback=_shell,
    explain="bash、zsh 或 fish；不写就是现在用的",
)
def command(shell: str) -> None:
    """Write the shell's script to stdout."""
    from generator.cli.app import gongwen

    kind = get_completion_class(shell)
    assert kind is not None
    completion = kind(gongwen, {}, PROGRAM, VARIABLE)
    click.echo(completion.source_template % completion.source_vars())


def formats(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the format after the last comma."""
    return _matching(FORMATS, typed)


def units(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the short name of a unit of the campaign named on the command line."""
    return _named_in_campaign(ctx, typed, _unit_names)


def sheets(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the name of a sheet of the campaign named on the command line."""
    return _named_in_campaign(ctx, typed, _sheet_names)


def forms(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the code of a form of the catalogue."""
    from generator.sources.catalogue import catalogue

    return _matching(catalogue(), typed)


def _named_in_campaign(
    ctx: click.Context, typed: str, names: Callable[["Loaded"], Iterable[str]]
) -> list[CompletionItem]:
    from generator.sources.campaign import load

    words = [
        ctx.params.get("source"),
        *ctx.args,
    ]  # an option that still lacks its value stops click's parsing
    source = next((Path(word) for word in words if word and Path(word).exists()), None)
    if source is None:
        return []
    return _matching(names(load(source)), typed)


def _unit_names(loaded: "Loaded") -> list[str]:
    return ["all", *(unit.label for unit in loaded.campaign.units)] if loaded.campaign else []


def _sheet_names(loaded: "Loaded") -> list[str]:
    from generator.derive.names import sheet_codes

    return list(sheet_codes(loaded.campaign, loaded.forms)) if loaded.campaign else []


def _matching(names: Iterable[str], typed: str) -> list[CompletionItem]:
    """Return the names that begin with what stands after the last comma, each with what stands before."""
    before, comma, word = typed.replace("，", ",").replace("、", ",").rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(word)]
