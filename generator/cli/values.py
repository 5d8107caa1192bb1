"""What a clerk types after an option (选项的值), read into values; callbacks of click options."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from generator.cli.failures import unknown
from generator.model.address import Address
from generator.model.people import ROLES, Role

ALL = ("all", "全部")
FORMATS = ("docx", "pdf", "html")
EXECUTORS = ("processes", "dask", "serial")
JOBS_MAX = 512
PORT_MAX = 65_535


def existing_path(ctx: click.Context, param: click.Parameter, value: str) -> Path:
    """Read the path of something that is there."""
    path = Path(value)
    if not path.exists():
        raise click.BadParameter(f"没有“{value}”这个文件或文件夹")
    return path


def existing_path_or_none(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Read the path of something that is there, or nothing."""
    return None if value is None else existing_path(ctx, param, value)


def existing_paths(ctx: click.Context, param: click.Parameter, value: Iterable[str]) -> tuple[Path, ...]:
    """Read the paths of things that are there, each once."""
    return tuple(dict.fromkeys(existing_path(ctx, param, text) for text in value))


def folder_path_or_none(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Read the path of a folder, which need not be there yet, or nothing."""
    return None if value is None else folder_path(ctx, param, value)


def folder_path(ctx: click.Context, param: click.Parameter, value: str) -> Path:
    """Read the path of a folder, which need not be there yet."""
    path = Path(value)
    if not value.strip() or (path.exists() and not path.is_dir()):
        raise click.BadParameter(f"“{value}”不是文件夹")
    return path


def existing_file(value: str) -> Path:
    """Read the path of a file that is there."""
    path = Path(value)
    if not path.is_file():
        raise click.ClickException(f"没有“{value}”这个文件")
    return path


def folder_or_address(ctx: click.Context, param: click.Parameter, value: str) -> Path | Address:
    """Read the path of a folder, or the address of one beyond this machine."""
    if value.startswith("file://"):
        return folder_path(ctx, param, unquote(urlsplit(value).path))
    return Address(value) if re.match(r"[a-z][a-z0-9+.-]+://", value) else folder_path(ctx, param, value)


def file_path(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Read the path of a file to be written."""
    if value is not None and (not value.strip() or Path(value).is_dir()):
        raise click.BadParameter(f"“{value}”是文件夹，请写文件名")
    return None if value is None else Path(value)


def pairs(ctx: click.Context, param: click.Parameter, value: Iterable[str]) -> dict[str, str]:
    """Read pairs written `name=value`."""
    found: dict[str, str] = {}
    for text in value:
        name, sign, said = text.replace("＝", "=").rpartition("=")
        if not sign or not name.strip() or not said.strip():
            raise click.BadParameter(f"“{text}”应写成 栏名=字段")
        found[name.strip()] = said.strip()
    return found


def names(ctx: click.Context, param: click.Parameter, value: Iterable[str]) -> tuple[str, ...]:
    """Read names separated by commas or 顿号, in any number of options; `all` gives none, which is all."""
    found = _split(value)
    return () if any(name.lower() in ALL for name in found) else found


def formats(ctx: click.Context, param: click.Parameter, value: Iterable[str]) -> tuple[str, ...]:
    """Read formats of files; none named gives none."""
    found = tuple(dict.fromkeys(name.lower().lstrip(".") for name in _split(value)))
    for name in found:
        if name not in (*FORMATS, *ALL):
            raise click.BadParameter(unknown("格式", name, FORMATS))
    return FORMATS if set(found) & set(ALL) else found


def papers(ctx: click.Context, param: click.Parameter, value: Iterable[str]) -> tuple[str, ...]:
    """Read kinds of papers that urge; none named is the reminders alone."""
    from generator.verbs.urging import PAPERS

    found = _split(value)
    for name in found:
        if name not in (*PAPERS, *ALL):
            raise click.BadParameter(unknown("文书", name, PAPERS))
    return tuple(PAPERS) if set(found) & set(ALL) else found or ("催报",)


def month(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Read a month, 2023-06 or 2023年6月, into 2023-06; an empty text stays empty."""
    if not value:
        return ""
    found = re.fullmatch(r"(\d{4})[-年./]?(0?[1-9]|1[0-2])月?", value.strip(), re.ASCII)
    if not found:
        raise click.BadParameter(f"“{value}”不是月份，请写成 2023-06 这样")
    return f"{found[1]}-{int(found[2]):02}"


def day(ctx: click.Context, param: click.Parameter, value: str) -> date:
    """Read a day, 2023-06-28, 2023.6.28 or 2023年6月28日; without one, today."""
    if not value:
        return today()
    found = re.fullmatch(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?", value.strip(), re.ASCII)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"“{value}”不是日期，请写成 2023-06-28 这样") from None


def day_so_far(ctx: click.Context, param: click.Parameter, value: str) -> date:
    """Read the day of what has happened: one that has not come yet is a slip of the year or the month."""
    found = day(ctx, param, value)
    if found > (now := today()):
        raise click.BadParameter(f"{found} 还没有到，今天是 {now}。记的是已经发生的事，请核对日期")
    return found


def today() -> date:
    """Return today, the only place where the clock is asked."""
    return datetime.now().astimezone().date()


def day_or_none(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a day, or nothing."""
    return None if value is None else day(ctx, param, value)


def jobs(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """Return how many processes are asked for; 0 when it is left to the program."""
    if not value:
        return 0
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= JOBS_MAX:
        raise click.BadParameter(f"应是 1 到 {JOBS_MAX} 的整数，现是“{value}”")
    return int(value)


def role(ctx: click.Context, param: click.Parameter, value: str) -> Role | None:
    """Return the role by its name in English or Chinese, None when none is named."""
    if not value:
        return None
    for found, name in ROLES.items():
        if value.lower() == found or value == name:
            return found
    raise click.BadParameter(unknown("角色", value, [f"{k}（{v}）" for k, v in ROLES.items()]))


def entry(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """Return the number of an entry, 0 when none is named."""
    if value and not (value.isascii() and value.isdecimal() and len(value) <= 15):
        raise click.BadParameter(f"应是编号，现是“{value}”")
    return int(value or 0)


def port(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """Return the number of a port; 0 is any that is free."""
    if not value.isascii() or not value.isdecimal() or int(value) > PORT_MAX:
        raise click.BadParameter(f"应是 1 到 {PORT_MAX} 的整数，现是“{value}”")
    return int(value)


def executor(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return who is to do the work: one of EXECUTORS, or the address of a Dask scheduler."""
    if value and value not in EXECUTORS and not re.fullmatch(r"(dask|tcp|tls)://[^/\s]+:\d+", value):
        known = "、".join(EXECUTORS)
        raise click.BadParameter(f"应是 {known}，或调度器的地址，如 dask://10.0.0.5:8786；现是“{value}”")
    return value


def _split(value: Iterable[str]) -> tuple[str, ...]:
    """Cut every text at commas and 顿号; an empty name is left out, a repeated one stands once."""
    parts = [part.strip() for text in value for part in re.split("[,，、]", text)]
    return tuple(dict.fromkeys(filter(None, parts)))
