"""Campaigns made in the service (新建、复制、导入): each begun in a folder of the moment, and carried in as one act."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from generator.database.carrying import carry_out
from generator.database.office import Office
from generator.model.campaign import Campaign
from generator.model.people import Person
from generator.problem import Problem, ProblemsFound
from generator.sources.folder import gather
from generator.sources.intake.packed import repacked
from generator.verbs.beginning import Beginning, begin_in
from generator.verbs.copying import Copied, copy_campaign
from generator.verbs.editing_files import unpacked
from generator.verbs.keeping import bring_in

__all__ = ["Beginning", "Copied", "copy_here", "free_code", "new_here", "take_in"]


def free_code(office: Office, wanted: str) -> str:
    """Return a code for a campaign that none has: the wanted one, with a number behind it where it is taken."""
    taken = {code for code, _ in office.campaigns()}
    stem = re.sub(r"[^a-z0-9-]+", "-", wanted.lower()).strip("-")[:36] or "xingdong"
    return next(code for n in range(1, 10_000) if (code := f"{stem}-{n}" if n > 1 else stem) not in taken)


def new_here(office: Office, code: str, told: Beginning, who: Person) -> Campaign:
    """Begin a campaign in an office under a code; raises UsageProblem with everything that is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "new")
        begin_in(place, told)
        return bring_in(office, code, place, who.known_as, who.organ, ("新建行动", told.name))


def copy_here(
    office: Office, code: str, target: str, year: int, who: Person, *, open_hazards: bool
) -> Copied:
    """Copy a campaign of an office to another year under a code of its own; raises UsageProblem, ProblemsFound."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        carry_out(office.engine, code, before)
        copied = copy_campaign(before, after, year, open_hazards=open_hazards)
        bring_in(office, target, after, who.known_as, who.organ, ("复制行动", f"自 {code}"))
        return copied


def take_in(office: Office, code: str, files: Sequence[tuple[str, bytes]], who: Person) -> Campaign:
    """Take in a campaign that was sent: YAML files or 活动.xlsx and 正文.docx, packed or not; what units reported is not.

    Raises UsageProblem for files that are none of a campaign's, ProblemsFound for what is wrong in them.
    """
    sent = unpacked(files)
    with tempfile.TemporaryDirectory() as folder:
        for name, written in sent.files.items():
            _put(Path(folder), name, written)
        for name in _superiors(Path(folder)) & sent.workbooks.keys():
            _put(Path(folder), name, sent.workbooks[name])
        how = ("导入行动", "、".join(n for n, _ in files)[:200])
        return bring_in(office, code, Path(folder), who.known_as, who.organ, how)


def _put(folder: Path, name: str, written: bytes) -> None:
    """Write a file that was sent, a workbook packed anew; raises ProblemsFound for one that is not opened."""
    place = folder / name
    content = repacked(written, name) if place.suffix.lower() == ".xlsx" else written
    if isinstance(content, Problem):
        raise ProblemsFound([content])
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _superiors(folder: Path) -> set[str]:
    """Return the workbooks of superiors that a campaign names, as it names them."""
    forms = gather(folder).data.get("upward")
    named = forms if isinstance(forms, list) else []
    return {str(PurePosixPath(str(form.get("file")))) for form in named if isinstance(form, dict)}
