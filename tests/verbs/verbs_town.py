"""What the tests of the verbs share: a small town's campaign to edit, runs over it, and what they leave."""

import json
import shutil
from pathlib import Path
from typing import Any

from docx import Document

from generator import verbs

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "fixtures" / "campaigns" / "small_valid"
TOWN, VILLAGE, OFFICE = "柳林镇安全生产委员会", "河湾村", "应急办"
VILLAGE_CODE, OFFICE_CODE = "柳林镇河湾村", "柳林镇应急管理办公室"
JUNE = "returns/2023-06"
VILLAGE_JUNE = f"{JUNE}/{VILLAGE_CODE}.yaml"
OFFICE_JUNE = f"{JUNE}/{OFFICE_CODE}.yaml"
TABLE_2, TABLE_3 = "附件2 进展情况调度表", "附件3 进展情况调度表"
LIST_4, LEDGER_5 = "附件4 重大事故隐患专项排查清单", "附件5 问题隐患排查整治工作台账"
RECORD_6 = "附件6 重大事故隐患整改台账"
NOTICE = "柳林镇安全生产委员会关于做好重大事故隐患专项排查整治2023行动情况报送工作的通知"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def campaign(folder: Path, name: str = "行动") -> Path:
    """A copy of the small town's campaign, to be edited."""
    return shutil.copytree(SMALL, folder / name)


def edit(file: Path, *changes: tuple[str, str]) -> None:
    """Replace text in a data file everywhere it stands; it must stand there."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{file} does not say {old}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def report(town: Path, source: str, period: str) -> None:
    """Add a return for another month, equal to that of June."""
    text = (town / source).read_text(encoding="utf-8")
    target = town / source.replace("2023-06", period)
    target.parent.mkdir(exist_ok=True)
    target.write_text(text.replace("period: 2023-06", f"period: {period}"), encoding="utf-8")


def build(source: Path, target: Path, **request: Any) -> verbs.BuildResult:
    """Run the main job, to Word files unless told otherwise."""
    return verbs.build(verbs.BuildRequest(source=source, target=target, **{"formats": ("docx",), **request}))


def states(result: verbs.BuildResult) -> dict[str, str]:
    """What became of each unit."""
    return {line.unit: line.state for line in result.lines}


def found(result: verbs.BuildResult) -> list[tuple[str, str]]:
    """Code and unit of each problem."""
    return [(p.code, p.unit) for p in result.problems]


def files(root: Path, folder: str = "") -> list[str]:
    """Every file below a folder, hidden ones too, save the manifest."""
    paths = (p.relative_to(root / folder).as_posix() for p in (root / folder).rglob("*") if p.is_file())
    return sorted(name for name in paths if name != "manifest.json")


def contents(root: Path, folder: str = "") -> dict[str, bytes]:
    """Every file below a folder with its bytes, hidden ones and the manifest too."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in _all(root / folder)}


def times(root: Path) -> dict[str, int]:
    """When each file below a folder was written last."""
    return {p.relative_to(root).as_posix(): p.stat().st_mtime_ns for p in _all(root)}


def manifest(root: Path) -> list[dict[str, Any]]:
    """The entries of the manifest."""
    entries: list[dict[str, Any]] = json.loads((root / "manifest.json").read_bytes())["files"]
    return entries


def text_of(file: Path) -> str:
    """All text of a Word file, tables included."""
    body = Document(str(file)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))


def edit_by_hand(file: Path) -> bytes:
    """Add a line to a Word file as a clerk would; returns its bytes."""
    document = Document(str(file))
    document.add_paragraph("手工补充的一句话。")
    document.save(str(file))
    return file.read_bytes()


def _all(root: Path) -> list[Path]:
    return sorted(p for p in root.rglob("*") if p.is_file())
