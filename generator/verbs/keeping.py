"""Keeping (保管) what a service holds: opened, backed up and restored, campaigns brought in and taken out."""

from pathlib import Path
from shutil import rmtree

from generator.database import backup, carrying, migrating
from generator.database.archive import Damaged, Manifest
from generator.database.audit import Act, write_down
from generator.database.carrying import CODE, NotCarried, Taken
from generator.database.engine import NAME, changing
from generator.database.office import SERVED, WORKING, Office
from generator.database.opening import (
    OWNER_ALONE,
    alone,
    open_empty,
    open_office,
    open_or_make,
    open_to_put_back,
    open_to_serve,
)
from generator.model.campaign import Campaign
from generator.model.organ import FIRST
from generator.problem import EnvironmentProblem, ProblemsFound
from generator.sources.campaign import load
from generator.validate.wording import nearest
from generator.verbs.usage import UsageProblem

__all__ = ["OWNER_ALONE", "Manifest", "Office", "alone", "open_office", "open_or_make", "open_to_serve"]

MADE_ANEW = (SERVED, WORKING, "downloads")  # folders of what is made from the database


def back_up(office: Office, place: Path, who: str) -> Manifest:
    """Write all that an office holds to a new file, as it stands at one moment, and note that in the log.

    Raises UsageProblem when the file is there already.
    """
    if place.exists():
        raise UsageProblem(f"已有“{place}”，没有备份。请换一个文件名。")
    made = backup.back_up(office.engine, place)
    with changing(office.engine) as connection:
        write_down(connection, Act(who=who, act="备份", subject=place.name, after={"rows": made.rows}))
    return made


def restore(place: Path, folder: Path, url: str, who: str) -> Manifest:
    """Make an office in an empty folder, and an empty database, of what a backup holds.

    Raises UsageProblem when the backup is damaged, EnvironmentProblem when something is not empty; nothing is left then.
    """
    was_there = folder.exists()
    office = open_empty(folder, url)
    try:
        return backup.restore(office.engine, place, who)
    except BaseException as error:
        _leave_nothing(office, was_there)
        if isinstance(error, Damaged):
            raise UsageProblem(str(error)) from error
        if isinstance(error, backup.NotEmpty):
            raise EnvironmentProblem("数据库不是空的。备份只恢复到空的数据库，请换一个。") from error
        raise
    finally:
        office.close()


def bring_up(folder: Path, url: str) -> str:
    """Bring all that an office holds up to this program, after a backup; return the version of its database.

    Raises EnvironmentProblem when it is being served, or cannot be brought up; then it is as it was.
    """
    with alone(folder):
        office = open_to_serve(folder, url)
        try:
            return migrating.current(office.engine)
        finally:
            office.close()


def undo_upgrade(place: Path, folder: Path, url: str, who: str) -> Manifest:
    """Put what a backup holds in the place of all that an office holds, for the older program that made the backup.

    Raises UsageProblem when the backup is damaged, EnvironmentProblem when the office is being served; nothing is
    changed then.
    """
    with alone(folder):
        office = open_to_put_back(folder, url)
        try:
            made = backup.put_back(office.engine, place, who)
        except Damaged as error:
            raise UsageProblem(str(error)) from error
        finally:
            office.close()
        for name in MADE_ANEW:
            rmtree(folder / name, ignore_errors=True)
        return made


def _leave_nothing(office: Office, was_there: bool) -> None:
    """Remove what opening an office made in its folder."""
    office.close()
    for place in office.folder.glob(f"{NAME}*"):
        place.unlink()
    if not was_there:
        office.folder.rmdir()


def bring_in(
    office: Office,
    code: str,
    source: Path,
    who: str,
    organ: int = FIRST,
    how: tuple[str, str] = ("搬进", ""),
) -> Campaign:
    """Bring the campaign in a folder into an office, as an organ's, under a code.

    `how` is what the log calls the act, and what it remarks on it. Raises UsageProblem, and ProblemsFound for its errors.
    """
    if not CODE.fullmatch(code):
        raise UsageProblem(f"行动代号“{code}”不能用：用小写英文字母、数字和 -，最多 40 个，字母或数字开头。")
    if not source.is_dir():
        raise UsageProblem(f"“{source}”不是文件夹。请写行动的文件夹。")
    loaded = load(source)
    try:
        carrying.carry_in(office.engine, code, source, loaded, who, organ, how)
    except Taken:
        raise UsageProblem(f"已有代号“{code}”的行动，没有搬进。请换一个代号。") from None
    except NotCarried as error:
        raise UsageProblem(str(error)) from None
    if loaded.campaign is None:
        raise ProblemsFound(loaded.problems)
    return loaded.campaign


def take_out(office: Office, code: str, target: Path) -> int:
    """Write a campaign of an office to an empty folder, as its files were; return how many there are."""
    known = [known for known, _ in office.campaigns()]
    if code not in known:
        raise UsageProblem(f"没有代号“{code}”的行动。{nearest(code, known)}")
    if target.exists() and any(target.iterdir()):
        raise UsageProblem(f"“{target}”不是空的，没有搬出。请换一个文件夹。")
    return carrying.carry_out(office.engine, code, target)
