"""Cases of fixtures/campaigns/every_problem: the base campaign with a case's files laid over it."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import office_cases

from generator.sources.campaign import Loaded, load

ROOT = Path(__file__).parents[2] / "fixtures" / "campaigns" / "every_problem"
BASE = ROOT / "_base"
CASES = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path != BASE)
EXPECTED = "expected.txt"
Edit = tuple[str, str, str]


def remove_main_file(campaign: Path) -> None:
    (campaign / "campaign.yaml").unlink()


def grow_beyond_limit(campaign: Path) -> None:
    os.truncate(campaign / "hazards.yaml", 50_000_001)


def link_out_of_folder(campaign: Path) -> None:
    outside = campaign.parent / "outside.yaml"
    outside.write_text("schema: 1\n", encoding="utf-8")
    (campaign / "returns" / "outside.yaml").symlink_to(outside)


# What a repository cannot hold, or only badly, is made on the spot.
CHANGES: dict[str, Callable[[Path], None]] = {
    "SRC-001": remove_main_file,
    "SRC-007": grow_beyond_limit,
    "SRC-012": link_out_of_folder,
    **office_cases.CHANGES,
}


def code_of(case: str) -> str:
    """`SRC-004-tab` is a case of SRC-004."""
    return "-".join(case.split("-")[:2])


def lay_out(case: str, folder: Path) -> Path:
    """Make the campaign of a case in `folder` and return its path."""
    campaign = folder / "campaign"
    shutil.copytree(BASE, campaign)
    shutil.copytree(ROOT / case, campaign, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    CHANGES.get(case, lambda _: None)(campaign)
    return campaign


def printed(loaded: Loaded) -> str:
    """Return the problems as printed, one a line; the unit that alone is affected stands at the end."""
    lines = [f"{problem}{f' [{problem.unit}]' if problem.unit else ''}\n" for problem in loaded.problems]
    return "".join(lines)


def expected(case: str) -> str:
    return (ROOT / case / EXPECTED).read_text(encoding="utf-8")


def loaded_case(case: str, folder: Path) -> Loaded:
    return load(lay_out(case, folder))


def lay_out_edited(edits: Sequence[Edit], folder: Path) -> Path:
    """Make the base campaign with edits in `folder`: (file, old, new), `old` empty for a file of its own."""
    campaign = folder / "campaign"
    shutil.copytree(BASE, campaign)
    for name, old, new in edits:
        file = campaign / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8") if old else ""
        assert not old or text.count(old) == 1, f"{name}: {old}"
        file.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    return campaign
