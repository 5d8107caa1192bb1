"""Campaigns made in the service (新建、复制、导入): each begun in a folder of the moment, and carried in as one act."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.database.carrying import carry_out
from generator.database.office import Office
from generator.model.campaign import Campaign
from generator.model.people import Person
from generator.verbs.beginning import Beginning, begin_in
from generator.verbs.copying import Copied, copy_campaign
from generator.verbs.editing_files import unpacked
from generator.verbs.keeping import bring_in
from generator.verbs.usage import UsageProblem

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
    sent = dict(part for name, content in files if content for part in unpacked(name, content))
    if not sent:
        raise UsageProblem("没有选文件。请选 活动.xlsx、正文.docx、YAML 文件，或它们的压缩包。")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in sent.items():
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        how = ("导入行动", "、".join(n for n, _ in files)[:200])
        return bring_in(office, code, Path(folder), who.known_as, who.organ, how)
