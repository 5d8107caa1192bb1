"""click's building blocks with Chinese help: command, lazy group, option, argument, formatter."""

import os
import sys
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

import click
from click.shell_completion import shell_complete

from generator.cli import failures
from generator.cli.columns import pad, text_width, wrap
from generator.dataclass import dataclass

OPTIONS_METAVAR = "[选项]"
HELP_OF_HELP = "显示这段说明"
CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}


@dataclass(frozen=True, slots=True)
class Lazy:
    """A command not loaded yet: the module that holds it as `command`, and its one line in the list."""

    module: str
    summary: str


class Formatter(click.HelpFormatter):
    """Writes help: Chinese headings, and columns that reckon with wide characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._write_lines(wrap(f"{prefix or '用法：'}{prog} {args}", self.width))

    def write_heading(self, heading: str) -> None:
        self._write_lines([f"{heading}："])

    def write_text(self, text: str) -> None:
        for line in text.splitlines():
            self._write_lines(wrap(line, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean side by side; a term too wide stands on a line of its own."""
        rows = list(rows)
        column = min(max(text_width(term) for term, _ in rows), col_max) + col_spacing
        for term, meaning in rows:
            lines = wrap(meaning, self.width - self.current_indent - column)
            if text_width(term) + col_spacing > column:
                self._write_lines([term])
                term = ""
            self._write_lines([pad(term, column) + lines[0], *(" " * column + line for line in lines[1:])])

    def _write_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")


class Context(click.Context):
    """A context whose help is written by the Chinese formatter."""

    formatter_class = Formatter


class Argument(click.Argument):
    """An argument with a metavar in Chinese and its explanation for the help."""

    def __init__(self, declarations: Sequence[str], *, explain: str, **settings: Any) -> None:
        super().__init__(declarations, **settings)
        self.explain = explain


class Option(click.Option):
    """An option whose line in the help holds its names, what it takes and its help text, and no more."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        names = ", ".join(sorted(self.opts, key=len))
        return f"{names} {self.metavar}" if self.metavar else names, self.help or ""


class Command(click.Command):
    """A command with Chinese help, whose options that may be repeated take several names in a row."""

    context_class = Context

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(
            *args, **{"options_metavar": OPTIONS_METAVAR, "context_settings": CONTEXT_SETTINGS} | settings
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, repeat_options(self.params, args))
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_help(self, ctx, formatter)


class Group(click.Group):
    """The group of commands; loads each on use and turns every failure into Chinese and an exit code."""

    context_class = Context

    def __init__(self, *args: Any, lazy: Mapping[str, Lazy], **settings: Any) -> None:
        usual = {"options_metavar": OPTIONS_METAVAR, "context_settings": CONTEXT_SETTINGS}
        super().__init__(*args, **usual | {"subcommand_metavar": "命令 [参数]…"} | settings)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return None
        command = import_module(self.lazy[cmd_name].module).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str, click.Command, list[str]]:
        command = self.get_command(ctx, args[0])
        if command is None:
            raise click.UsageError(failures.unknown("命令", args[0], self.list_commands(ctx)), ctx)
        return args[0], command, args[1:]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_help(self, ctx, formatter, {name: lazy.summary for name, lazy in self.lazy.items()})

    def main(  # type: ignore[override]  # always ends the process: there is no other mode here
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,
    ) -> None:
        """Run the command line `args`, by default of this process, and exit with the code of its outcome."""
        words = list(sys.argv[1:] if args is None else args)
        self._complete(prog_name or "gongwen")
        sys.exit(failures.exit_code_of(lambda: self._run(words, prog_name or "gongwen", extra)))

    def _complete(self, prog_name: str) -> None:
        """Answer a shell that asks how a command line may go on, and exit."""
        variable = f"_{prog_name.upper()}_COMPLETE"
        if instruction := os.environ.get(variable):
            sys.exit(shell_complete(self, {}, prog_name, variable, instruction))

    def _run(self, words: list[str], prog_name: str, extra: MutableMapping[str, Any]) -> None:
        with self.make_context(prog_name, words, **extra) as ctx:
            self.invoke(ctx)


def write_help(
    command: click.Command,
    ctx: click.Context,
    formatter: click.HelpFormatter,
    commands: Mapping[str, str] | None = None,
) -> None:
    """Write the help of a command: usage, text, commands, arguments, options, examples."""
    params = command.get_params(ctx)
    arguments = [(failures.label(p), p.explain) for p in params if isinstance(p, Argument)]
    records = [p.get_help_record(ctx) for p in params if isinstance(p, click.Option)]
    options = [record for record in records if record]
    command.format_usage(ctx, formatter)
    formatter.write_paragraph()
    formatter.write_text(command.help or "")
    for heading, rows in (
        ("命令", list((commands or {}).items())),
        ("参数", arguments),
        ("选项", options),
    ):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)
    formatter.write_paragraph()
    formatter.write_text(command.epilog or "")


def repeat_options(params: Sequence[click.Parameter], args: Sequence[str]) -> list[str]:
    """Write `--units 甲 乙` as `--units 甲 --units 乙`, for options that may be repeated.

    That holds once every positional argument stands; before, a bare word is the next of them.
    """
    options = {name: p for p in params if isinstance(p, click.Option) for name in p.opts}
    missing = sum(isinstance(p, click.Argument) for p in params)
    words, repeated, open_name = iter(args), list[str](), ""
    for word in words:
        if word == "--":
            return [*repeated, word, *words]
        if word.startswith("-") and word != "-":
            name, equals, _ = word.partition("=")
            option = options.get(name)
            takes_value = option is not None and not option.is_flag
            repeated += [word, *islice(words, 1 if takes_value and not equals else 0)]
            open_name = name if option is not None and option.multiple else ""
        elif open_name and not missing:
            repeated += [open_name, word]
        else:
            repeated.append(word)
            missing, open_name = max(missing - 1, 0), ""
    return repeated


def _explained(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = HELP_OF_HELP
    return option
