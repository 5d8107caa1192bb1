"""What the commands of the service share: where its data lie, who types, and that its libraries are there."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.cli import values
from generator.cli.base import Option
from generator.model.organ import ALL
from generator.model.people import Person
from generator.problem import EnvironmentProblem

if TYPE_CHECKING:
    from generator.database.office import Office

F = TypeVar("F", bound=Callable[..., Any])
LIBRARIES = {
    "fastapi": "fastapi",
    "uvicorn": "uvicorn",
    "sqlalchemy": "sqlalchemy",
    "alembic": "alembic",
    "argon2": "argon2-cffi",
    "python_multipart": "python-multipart",
    "huey": "huey",
    "psycopg": "psycopg",
}


def data_dir(function: F) -> F:
    """Give a command the option `data_dir`: the folder with what the service keeps."""
    return click.option(
        "--data-dir",
        cls=Option,
        required=True,
        metavar="文件夹",
        envvar="GONGWEN_DATA",
        callback=values.folder_path,
        help="服务的数据文件夹；也可以写在环境变量 GONGWEN_DATA 里",
    )(function)


def database_url(function: F) -> F:
    """Give a command the option `database_url`: the database, when it is not the file in the folder."""
    return click.option(
        "--database-url",
        cls=Option,
        default="",
        metavar="地址",
        envvar="GONGWEN_DATABASE_URL",
        help="PostgreSQL 的地址，有密码的写在环境变量 GONGWEN_DATABASE_URL 里；不写就用数据文件夹里的 SQLite",
    )(function)


def organ(function: F) -> F:
    """Give a command the option `organ`: the code of the organ that something belongs to."""
    return click.option(
        "--organ",
        cls=Option,
        default="",
        metavar="代号",
        help="属于哪个机关，写代号，见 gongwen organ list；不写就是第一个",
    )(function)


def need_libraries() -> None:
    """Raise EnvironmentProblem when this machine lacks what the service needs."""
    missing = [package for module, package in LIBRARIES.items() if find_spec(module) is None]
    if missing:
        raise EnvironmentProblem(
            f"没有安装服务用的程序包（缺 {'、'.join(missing)}）。请执行：pip install 'gongwen[serve]'"
        )


@contextmanager
def opened(opening: "Callable[[Path, str], Office]", folder: Path, url: str) -> "Iterator[Office]":
    """Give an office opened in one way; what is asked of it wrongly is told as of the command line."""
    office = opening(folder, url)
    try:
        with refusals():
            yield office
    finally:
        office.close()


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what is refused as of the command line."""
    from generator.verbs.staffing import NotAccepted
    from generator.verbs.usage import UsageProblem

    try:
        yield
    except (NotAccepted, UsageProblem) as error:
        raise click.ClickException(str(error)) from error


def operator() -> Person:
    """Return who types, as the audit log names him: the user of this machine, at its command line."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    return Person(id=0, login="命令行", name=user, role="admin", organ=ALL)
