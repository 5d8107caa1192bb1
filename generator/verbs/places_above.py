"""Places above (上级那里): how a unit's return stands in the campaign above, and one put there, in folder or service."""

from pathlib import Path
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.derive.corrections import in_force
from generator.model.filled import Return
from generator.sources.places import CORRECTION, folder_of
from generator.sources.returns_text import return_text
from generator.verbs.campaigns import write_whole
from generator.verbs.levels import Above

Standing: TypeAlias = Literal["none", "draft", "submitted", "sent_back", "accepted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How a return stands above (在上级的情况): what is in a folder was taken; `said` is why it was sent back."""

    state: Standing = "none"
    filled: Return | None = None
    version: int = 0
    said: str = ""


def stands(up: Above, form: str, period: str) -> Stands:
    """Return how our unit's return on a form for a month stands in the campaign above."""
    if isinstance(up.source, Path):
        same = (r for r in up.campaign.returns if (r.form, r.unit, r.period) == (form, up.unit.code, period))
        filled = next(iter(in_force(same)), None)
        return Stands(state="accepted", filled=filled) if filled else Stands()
    from generator.database.changes import Desk, reasons
    from generator.verbs.filling import Which, last_kept

    assert isinstance(up.source, Desk)
    kept = last_kept(up.source.store, Which(up.unit.code, form, period))
    if kept is None:
        return Stands()
    _, said = reasons(kept.state, kept.said)
    return Stands(state=kept.state, filled=kept.filled, version=kept.version, said=said)


def put_above(up: Above, filled: Return, seen: int, who: str) -> None:
    """Put a return into the campaign above, handed in; `seen` is the version in whose place it comes, 0 for a new one.

    Raises FileInUse when another program holds the file, Changed when somebody else was quicker.
    """
    if isinstance(up.source, Path):
        version = f"{CORRECTION}{filled.correction}" if filled.correction else ""
        folder = folder_of(up.source) / "returns" / filled.period
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{filled.unit}-{filled.form}{version}.yaml", return_text(filled).encode())
        return
    from generator.database.changes import Desk, Step, save

    assert isinstance(up.source, Desk)
    store = up.source.store
    save(store.engine, store.code, filled, Step(to="submitted", who=who, said=_said(filled)), seen)


def _said(filled: Return) -> str:
    origin = filled.made_from
    if origin is None:
        return ""
    left = f"；先报的原因：{origin.reason}" if origin.reason else ""
    return f"汇总上报：{origin.campaign}，计入 {origin.counted}/{origin.due} 份{left}"
