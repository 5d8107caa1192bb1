"""Loading a campaign: folder and file, YAML and JSON, are the same; what is passed over, what is refused."""

import json
import random
import time
from pathlib import Path

import every_problem
import pytest
import ryaml

from generator.sources.campaign import Loaded, load
from generator.sources.catalogue import catalogue

FIXTURES = every_problem.ROOT.parent
CAMPAIGNS = [every_problem.BASE, *(FIXTURES / name for name in ("small_valid", "jiangguanchi", "chengzhong"))]


def as_one_mapping(folder: Path) -> dict[str, object]:
    """Return the content of a campaign's folder as one plain mapping, as a program would write it."""
    merged: dict[str, object] = {}
    for file in sorted(folder.glob("*.yaml")):
        merged.update(ryaml.loads(file.read_text(encoding="utf-8")))
    for key, name in (("definitions", "forms"), ("returns", "returns")):
        items: list[object] = []
        for file in sorted((folder / name).rglob("*.yaml")):
            data = ryaml.loads(file.read_text(encoding="utf-8"))
            items += [{"schema": 1, **item} for item in data["returns"]] if "returns" in data else [data]
        if items:
            merged[key] = items
    return merged


def content(loaded: Loaded) -> tuple[object, ...]:
    return loaded.campaign, loaded.forms, loaded.digest, [p.message for p in loaded.problems]


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=lambda path: path.name)
def test_one_json_file_equals_the_folder_of_yaml(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    file.write_text(json.dumps(as_one_mapping(folder), ensure_ascii=False), encoding="utf-8")
    assert load(file).campaign is not None
    assert content(load(file)) == content(load(folder))


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=lambda path: path.name)
def test_a_folder_of_json_equals_the_folder_of_yaml(folder: Path, tmp_path: Path) -> None:
    for file in folder.rglob("*.yaml"):
        target = (tmp_path / file.relative_to(folder)).with_suffix(".json")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(ryaml.loads(file.read_text(encoding="utf-8")), indent="\t")
        target.write_text(text, encoding="utf-8")
    assert content(load(tmp_path)) == content(load(folder))


def test_the_order_of_keys_does_not_change_the_digest(tmp_path: Path) -> None:
    keys = list(as_one_mapping(every_problem.BASE).items())
    random.Random(1).shuffle(keys)
    (tmp_path / "all.json").write_text(json.dumps(dict(keys)), encoding="utf-8")
    assert load(tmp_path / "all.json").digest == load(every_problem.BASE).digest


def test_a_changed_value_changes_the_digest(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("VAL-009", tmp_path)
    assert load(campaign).digest != load(every_problem.BASE).digest


def test_units_are_returned_with_code_and_suffix() -> None:
    campaign = load(FIXTURES / "small_valid").campaign
    assert campaign is not None
    assert [(u.code, u.suffix, u.label) for u in campaign.units] == [
        ("柳林镇河湾村", "村", "河湾村"),
        ("柳林镇应急管理办公室", "", "应急办"),
    ]


def test_yaml_words_of_version_1_1_stay_text(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-007", tmp_path)
    (campaign / "hazards.yaml").unlink()
    file = campaign / "campaign.yaml"
    lines = ["notice:", "  title: 0371", "  addressees: on", "  text: 12:30", "  document_date: 2023-05-25"]
    file.write_text(file.read_text(encoding="utf-8") + "\n".join(lines), encoding="utf-8")
    loaded = load(campaign).campaign
    assert loaded is not None
    assert loaded.notice is not None
    assert (loaded.notice.title, loaded.notice.addressees, loaded.notice.text) == ("0371", "on", "12:30")


def test_hidden_and_temporary_files_are_passed_over(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-007", tmp_path)
    (campaign / "hazards.yaml").unlink()
    before = content(load(campaign))
    for name in (
        ".units.yaml.swp",
        ".hidden.yaml",
        "~$units.yaml",
        "units.yaml~",
        "notes.txt",
        "returns/.x.yaml",
    ):
        (campaign / name).write_text("[", encoding="utf-8")
    (campaign / "returns" / ".git").mkdir()
    (campaign / "returns" / ".git" / "x.yaml").write_text("[", encoding="utf-8")
    assert content(load(campaign)) == before


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-007", tmp_path)
    source = every_problem.BASE / "hazards.yaml"
    text = source.read_text(encoding="utf-8").replace("\n", "\r\n")
    (campaign / "hazards.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert content(load(campaign)) == content(load(every_problem.BASE))


def test_a_key_with_a_default_may_be_left_blank(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-007", tmp_path)
    text = (every_problem.BASE / "hazards.yaml").read_text(encoding="utf-8")
    (campaign / "hazards.yaml").write_text(f"{text}    closed_on:\n    remark:\n", encoding="utf-8")
    loaded = load(campaign)
    assert loaded.problems == ()
    assert loaded.campaign == load(every_problem.BASE).campaign


def test_several_returns_may_stand_in_one_file(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-012", tmp_path)
    (campaign / "returns" / "outside.yaml").unlink()
    text = (
        "schema: 1\nreturns:\n"
        "  - {form: monthly, unit: qiuhu, period: 2023-07, values: {found: 4}}\n"
        "  - {form: monthly, unit: qiuhu, period: 2023-08, values: {found: 2个}}\n"
    )
    (campaign / "returns" / "later.yaml").write_text(text, encoding="utf-8")
    loaded = load(campaign)
    assert [(p.code, p.where, p.unit) for p in loaded.problems] == [
        ("VAL-001", "returns/later.yaml:4:67", "qiuhu")
    ]
    assert loaded.campaign is not None
    assert [r.period for r in loaded.campaign.returns] == ["2023-06", "2023-07"]


def test_a_campaign_may_change_a_form_of_the_catalogue() -> None:
    known = catalogue()
    loaded = load(FIXTURES / "small_valid", known)
    assert loaded.forms == {code: known[code] for code in loaded.forms}
    assert list(loaded.forms) == [
        "dispatch-communities",
        "dispatch-departments",
        "hazard-checklist",
        "problem-ledger",
        "rectification-record",
    ]


def test_a_changed_title_reaches_the_forms_in_use(tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    data = as_one_mapping(FIXTURES / "small_valid")
    data["forms"] = [{"form": "problem-ledger", "title": "整改台账", "notes": ["逐条填写。"]}]
    file.write_text(json.dumps(data), encoding="utf-8")
    form = load(file).forms["problem-ledger"]
    assert (form.title, form.notes) == ("整改台账", ("逐条填写。",))
    assert form.columns == catalogue()["problem-ledger"].columns


def test_links_that_stay_inside_are_read(tmp_path: Path) -> None:
    campaign = every_problem.lay_out("SRC-007", tmp_path)
    (campaign / "hazards.yaml").unlink()
    (campaign / "kept.txt").write_text("schema: 1\nsettings: {two_sided: false}\n", encoding="utf-8")
    (campaign / "settings.yaml").symlink_to("kept.txt")
    loaded = load(campaign)
    assert loaded.problems == ()
    assert loaded.campaign is not None
    assert loaded.campaign.settings.two_sided is False


@pytest.mark.parametrize(
    "hostile",
    [
        "schema: 1\na: " + "[" * 50_000,
        "schema: 1\na: " + "{b: " * 50_000,
        "schema: 1\n" + "- " * 50_000,
        "schema: 1\na: &x [" + "1," * 20_000 + "]\nb: [" + "*x," * 20_000 + "]\n",
        "schema: 1\na0: &a0 x\n" + "".join(f"a{i}: &a{i} [{f'*a{i - 1},' * 9}]\n" for i in range(1, 30)),
        "schema: 1\na: &x " + "字" * 17_000 + "\nb: [" + "*x," * 1_000 + "]\n",
        "schema: 1\na: &x {" + "k" * 51_000 + ": 1}\nb: [" + "*x," * 1_000 + "]\n",
        "schema: 1\na: &a [*a]\n",
        "schema: 1\na: 1" + "0" * 25,
    ],
    ids=[
        "brackets",
        "braces",
        "dashes",
        "quadratic",
        "laughs",
        "long text",
        "long key",
        "recursive",
        "long number",
    ],
)
def test_hostile_text_is_refused_quickly(hostile: str, tmp_path: Path) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text(hostile, encoding="utf-8")
    start = time.perf_counter()
    loaded = load(file)
    assert time.perf_counter() - start < 5
    assert loaded.campaign is None
    assert {p.code for p in loaded.problems} <= {"SRC-004", "SRC-006"}
    assert loaded.problems != ()


def test_a_text_that_aliases_repeat_too_often_is_told_where_it_becomes_too_much(tmp_path: Path) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text("schema: 1\na: &x " + "a" * 50_000 + "\nb:\n" + "  - *x\n" * 1_000, encoding="utf-8")
    assert [str(p) for p in load(file).problems] == [
        "campaign.yaml:1002:5 错误 SRC-006 引用（*别名）展开后的内容超过 50 MB。请不用别名，直接写出内容。"
    ]


def test_a_file_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    loaded = load(tmp_path / "没有.yaml")
    assert [str(p) for p in loaded.problems] == [
        "没有.yaml 错误 SRC-001 找不到这个文件或文件夹。请检查名称和位置。"
    ]
    assert loaded.campaign is None
