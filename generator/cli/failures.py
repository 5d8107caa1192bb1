"""What a failure means at the command line: its Chinese words, and its exit code.

0 done, 1 problems in the data, 2 usage, 3 environment, 70 a bug, 130 interrupted, 141 nobody reads on.
"""

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable

import click

from generator.problem import EnvironmentProblem, ProblemsFound

DONE, PROBLEMS, USAGE, ENVIRONMENT, BUG, INTERRUPTED, NO_READER = 0, 1, 2, 3, 70, 130, 141

REASONS = {
    errno.EACCES: "没有权限，请换一个位置或改权限",
    errno.EPERM: "没有权限，请换一个位置或改权限",
    errno.EEXIST: "同名的文件或文件夹已经存在，请换一个名字",
    errno.EISDIR: "那是一个文件夹，请写文件名",
    errno.EMFILE: "打开的文件太多，请关掉一些程序再试",
    errno.ENAMETOOLONG: "路径太长，请换短一些的名字",
    errno.ENOENT: "没有这个文件或文件夹，请检查路径",
    errno.ENOSPC: "磁盘满了，请清出空间再试",
    errno.ENOTDIR: "路径中间的一段是文件，不是文件夹",
    errno.EROFS: "磁盘是只读的，请换一个位置",
}

# What click says in English without a class of its own, and what is said instead.
ENGLISH = (
    (r"Got unexpected extra arguments? \((.+)\)", "多写了“{}”；多个名称请用逗号或顿号连写"),
    (r"Option '(.+)' requires an argument\.?", "选项 {} 后面要写内容"),
    (r"Option '(.+)' does not take a value\.?", "选项 {} 后面不带内容"),
)


def exit_code_of(run: Callable[[], None]) -> int:
    """Run a command to its end; say on stderr what went wrong, and return the exit code."""
    try:
        run()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("\n已中断。再次运行同一条命令即可重新开始。", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _silence_output()
        return NO_READER
    except Exception as failure:
        with contextlib.suppress(BrokenPipeError):
            click.echo(_report(failure), err=True)
        return code_of(failure)
    return DONE


def code_of(failure: Exception) -> int:
    """Return the exit code that stands for a failure."""
    if isinstance(failure, ProblemsFound):
        return PROBLEMS
    if isinstance(failure, (EnvironmentProblem, OSError, click.FileError)):
        return ENVIRONMENT
    return USAGE if isinstance(failure, click.ClickException) else BUG


def message_of(failure: Exception) -> str:
    """Return in Chinese what a failure says, in one line (a line for each problem found)."""
    match failure:
        case ProblemsFound() | EnvironmentProblem():
            return str(failure)
        case click.FileError():
            return f"“{failure.ui_filename}”打不开"
        case click.ClickException():
            return _usage_message(failure)
        case OSError():
            return _system_message(failure)
    return f"程序内部出错（{type(failure).__name__}），不是您的操作或数据造成的"


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no `what` called `name`, and which of the known ones is nearest."""
    names = sorted(known)
    import difflib

    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"是不是 {near[0]}？" if near else f"可用的有：{'、'.join(names)}"
    return f"没有 {name} 这个{what}，{hint}"


def label(param: click.Parameter | None) -> str:
    """Return what the help calls a parameter."""
    if param is None:
        return "参数"
    metavar = param.metavar or ""
    return f"{max(param.opts, key=len)} {metavar}" if isinstance(param, click.Option) else metavar.strip("[]")


def _report(failure: Exception) -> str:
    """Return what stderr says about a failure."""
    message = message_of(failure)
    if isinstance(failure, ProblemsFound):
        return message
    if isinstance(failure, click.UsageError) and failure.ctx is not None:
        ctx = failure.ctx
        return f"错误：{message}\n{ctx.get_usage()}\n查看说明：{ctx.command_path} --help"
    if code_of(failure) == BUG:
        return f"错误：{message}。{_keep_details(failure)}"
    return f"错误：{message}"


def _usage_message(failure: click.ClickException) -> str:
    match failure:
        case click.NoSuchOption():
            return unknown("选项", failure.option_name, _option_names(failure.ctx))
        case click.MissingParameter():
            kind = "选项" if isinstance(failure.param, click.Option) else "参数"
            return f"缺少{kind} {label(failure.param)}"
        case click.BadParameter():
            return f"{label(failure.param)}：{failure.message}"
    for pattern, words in ENGLISH:
        if found := re.fullmatch(pattern, failure.message):
            return words.format(*found.groups())
    return failure.message


def _option_names(ctx: click.Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [name for p in params if isinstance(p, click.Option) for name in p.opts if name.startswith("--")]


def _system_message(failure: OSError) -> str:
    reason = REASONS.get(failure.errno or 0) or f"系统拒绝（{failure.strerror or failure}）"
    return f"“{failure.filename}”：{reason}" if failure.filename else reason


def _keep_details(failure: Exception) -> str:
    """Write the traceback to a file of its own and say where; without room for it, say it at once."""
    import tempfile
    import traceback

    details = "".join(traceback.format_exception(failure))
    try:
        handle, name = tempfile.mkstemp(prefix="gongwen-", suffix=".log")
        with open(handle, "w", encoding="utf-8") as log:
            log.write(details)
    except OSError:
        return f"详情如下：\n{details}"
    return f"请把这个文件发给维护人员：{name}"


def _silence_output() -> None:
    """Send to nowhere what is still unwritten, so that the interpreter's last flush does not complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
