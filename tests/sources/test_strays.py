"""Files beside the data that are not read: named with what to do, save those that nobody misses."""

from pathlib import Path

import every_problem
import pytest

from generator.sources.campaign import load


def said_of(name: str, tmp_path: Path) -> list[str]:
    campaign = every_problem.lay_out("DATA-009", tmp_path)
    (campaign / "campaign.yaml").write_bytes((every_problem.BASE / "campaign.yaml").read_bytes())
    file = campaign / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"PK")
    loaded = load(campaign)
    assert loaded.campaign is not None
    assert {(p.code, p.where, p.severity) for p in loaded.problems} <= {("SRC-014", name, "warning")}
    return [p.message for p in loaded.problems]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("returns/柳树村.yaml.txt", "请改名为 柳树村.yaml（"),
        ("returns/2023-07/柳树村.YML.bak", "请改名为 柳树村.YML（"),
        ("forms/monthly.json.old", "请改名为 monthly.json（"),
        ("returns/2023-07/柳树村.docx", "程序不读 Word、Excel"),
        ("returns/柳树村.XLSX", "程序不读 Word、Excel"),
        ("returns/柳树村.txt", "要以 .yaml"),
        ("forms/柳树村", "要以 .yaml"),
    ],
)
def test_a_file_that_is_not_read_is_named_with_what_to_do(name: str, advice: str, tmp_path: Path) -> None:
    (message,) = said_of(name, tmp_path)
    assert advice in message


@pytest.mark.parametrize(
    "name",
    [
        "returns/x.yaml~",
        "returns/.x.yaml.swp",
        "returns/~$六月.docx",
        "forms/Thumbs.db",
        "forms/x.tmp",
        "说明.docx",
    ],
)
def test_temporary_files_and_files_elsewhere_are_passed_over(name: str, tmp_path: Path) -> None:
    assert said_of(name, tmp_path) == []
