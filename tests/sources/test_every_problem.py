"""Every problem of data has a case that raises it, an exact message and place, and an entry in the manual."""

import json
import re
from pathlib import Path

import every_problem
import pytest

from generator.sources.campaign import load

CHECKOUT = Path(__file__).parents[2]
CODE = re.compile(r"[A-Z]{3,4}-\d{3}")
ROLLED_UP = (
    "COL-001",
    "COL-002",
    "COL-003",
    "COL-017",
    "DUE-001",
    "DUE-002",
    "DUE-003",
    "DUE-005",
)  # the others tell of a month
FAMILIES = (
    *(
        "SRC",
        "DATA",
        "CHAR",
        "UNIT",
        "REF",
        "VAL",
        "FORM",
        "SCO",
        "PAIR",
        "DOC",
        "NUM",
        "TXT",
        "WAI",
        "HAZ",
        "ARC-02",  # the others tell of a package
        "OFF-00",
        "OFF-010",  # the others tell of taking over
    ),
    *ROLLED_UP,
)


def documented() -> list[str]:
    text = (CHECKOUT / "docs" / "problems.md").read_text(encoding="utf-8")
    return re.findall(rf"^### ({CODE.pattern}) ", text, re.MULTILINE)


def in_code() -> set[str]:
    modules = (CHECKOUT / "generator").rglob("*.py")
    literal = re.compile(rf'"({CODE.pattern})"')
    return {code for module in modules for code in literal.findall(module.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("case", every_problem.CASES)
def test_a_case_prints_exactly_its_problems(case: str, tmp_path: Path) -> None:
    loaded = every_problem.loaded_case(case, tmp_path)
    assert every_problem.printed(loaded) == every_problem.expected(case)


@pytest.mark.parametrize("case", every_problem.CASES)
def test_a_case_raises_the_code_it_is_named_after(case: str) -> None:
    assert every_problem.code_of(case) in every_problem.expected(case)


def test_the_base_of_the_cases_has_no_problem() -> None:
    loaded = load(every_problem.BASE)
    assert loaded.problems == ()
    assert loaded.campaign is not None
    assert [r.unit for r in loaded.campaign.returns] == ["qiuhu"]


def test_the_manual_lists_each_code_of_the_program_once() -> None:
    assert sorted(documented()) == sorted(in_code())


def test_every_documented_problem_of_data_has_a_case_and_the_reverse() -> None:
    cases = {every_problem.code_of(case) for case in every_problem.CASES}
    assert cases == {code for code in documented() if code.startswith(FAMILIES)}


def test_examples_in_the_manual_are_printed_by_the_program() -> None:
    text = (CHECKOUT / "docs" / "problems.md").read_text(encoding="utf-8")
    shown = re.findall(r"^    (\S.*)$", text, re.MULTILINE)
    lines = [line for case in every_problem.CASES for line in every_problem.expected(case).splitlines()]
    printed = {re.sub(r" \[\w+\]$", "", line) for line in lines}
    assert len(shown) == len({every_problem.code_of(case) for case in every_problem.CASES})
    assert [line for line in shown if line not in printed] == []


def test_problems_of_several_files_are_all_reported_in_one_run(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("DATA-004", tmp_path)  # campaign.yaml: a day that does not exist
    for case in ("DATA-005", "DATA-002", "VAL-001", "FORM-003", "REF-001"):  # one other file each
        for file in every_problem.ROOT.joinpath(case).rglob("*.yaml"):
            (campaign / file.relative_to(every_problem.ROOT / case)).write_bytes(file.read_bytes())

    codes = [problem.code for problem in load(campaign).problems]

    assert codes == ["DATA-004", "FORM-003", "DATA-005", "VAL-001", "DATA-002"]


def test_problems_of_types_and_of_references_in_one_file_are_reported_together(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-012", tmp_path)
    (campaign / "returns" / "outside.yaml").unlink()
    hazards = (campaign / "hazards.yaml").read_text(encoding="utf-8")
    hazards = hazards.replace("unit: qiuhu", "unit: quihu").replace("level: 重大", "level: 特大")
    (campaign / "hazards.yaml").write_text(hazards.replace("name: 疏", "nmae: 疏"), encoding="utf-8")

    found = [(p.code, p.where) for p in load(campaign).problems]

    assert found == [
        ("DATA-003", "hazards.yaml:3:5"),
        ("REF-002", "hazards.yaml:4:11"),
        ("DATA-001", "hazards.yaml:7:5"),
        ("DATA-005", "hazards.yaml:8:12"),
    ]


@pytest.mark.parametrize("case", [c for c in every_problem.CASES if c not in every_problem.CHANGES])
def test_no_case_holds_a_file_that_changes_nothing(case: str) -> None:
    folder = every_problem.ROOT / case
    overlaid = [f for f in folder.rglob("*") if f.is_file() and f.name != every_problem.EXPECTED]
    same = [f for f in overlaid if _same_as_base(f, folder)]
    assert overlaid
    assert same == []


def _same_as_base(file: Path, folder: Path) -> bool:
    base = every_problem.BASE / file.relative_to(folder)
    return base.is_file() and base.read_bytes() == file.read_bytes()


def test_a_problem_in_one_units_return_leaves_the_others_usable(tmp_path: Path) -> None:
    loaded = every_problem.loaded_case("VAL-001", tmp_path)
    assert loaded.campaign is not None
    assert {p.unit for p in loaded.problems} == {"qiuhu"}
    assert loaded.campaign.returns == ()
    assert [unit.code for unit in loaded.campaign.units] == ["qiuhu", "yingji"]


def test_a_return_of_an_unknown_unit_is_a_problem_of_the_campaign(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("REF-002-label", tmp_path)
    file = campaign / "returns" / "2023-06" / "qiuhu.yaml"
    file.rename(file.with_name("六月.yaml"))
    assert [p.unit for p in load(campaign).problems] == [""]


def test_json_content_is_placed_as_exactly_as_yaml(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-001", tmp_path)
    text = json.dumps(
        {
            "schema": 1,
            "name": "柏溪镇\\ud83d\\ude00行动",
            "issuer": {"nmae": "委员会"},
            "starts_on": "2023-05-26",
            "ends_on": "2023-02-30",
        },
        ensure_ascii=False,
        indent="\t",
    )
    (campaign / "campaign.json").write_text(text.replace("\\\\u", "\\u"), encoding="utf-8")
    found = {(p.code, p.where) for p in load(campaign).problems}
    assert found == {
        ("CHAR-004", "campaign.json:3:10"),
        ("DATA-001", "campaign.json:5:3"),
        ("DATA-003", "campaign.json:4:12"),
        ("DATA-004", "campaign.json:8:13"),
    }
