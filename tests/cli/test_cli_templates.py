"""`gongwen templates`: what a clerk types and is told."""

import json
import shutil
from pathlib import Path

import click
import pytest
from cli_samples import CLICK_ENGLISH, SMALL, run
from docx import Document

from generator.cli.columns import text_width
from generator.cli.templates import COMMANDS, command

TABLE = "dispatch-communities"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "行动"))


@pytest.fixture
def template(campaign: Path) -> Path:
    assert run("templates", "new", TABLE, str(campaign)).exit_code == 0
    return campaign / "templates" / f"{TABLE}.docx"


def misspell(template: Path) -> None:
    document = Document(str(template))
    document.tables[0].rows[0].cells[3].paragraphs[0].runs[0].text = "{{ value.self_fonud }}"
    document.save(str(template))


def test_templates_alone_shows_its_commands():
    shown = run("templates")

    assert shown.exit_code == 0
    assert shown.output == run("templates", "--help").output
    assert all(f"\n  {name} " in shown.output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_is_chinese_fits_and_shows_an_example_that_can_be_typed(
    name, tmp_path, monkeypatch
):
    shown = run("templates", name, "--help").output
    monkeypatch.chdir(tmp_path)
    (tmp_path / "我的行动" / "templates").mkdir(parents=True)
    for file in (f"我的行动/templates/{TABLE}.docx", "改过.docx"):
        (tmp_path / file).touch()
    one = command.get_command(click.Context(command), name)
    examples = [line.split()[2:] for line in (one.epilog or "").splitlines() if line.startswith("  gongwen")]

    assert CLICK_ENGLISH.findall(shown) == []
    assert max(map(text_width, shown.splitlines())) <= 80
    assert examples != []
    for words in examples:
        one.make_context(name, words[1:], parent=click.Context(command))


def test_a_new_template_is_written_where_the_campaign_has_it_and_never_over_another(campaign, template):
    again = run("templates", "new", TABLE, str(campaign))

    assert template.is_file()
    assert again.exit_code == 1
    assert "没有覆盖" in again.output


def test_a_form_that_is_not_there_is_told_with_the_nearest():
    shown = run("templates", "new", "dispatch-comunities")

    assert shown.exit_code == 2
    assert "是不是 dispatch-communities" in shown.output


def test_a_check_says_that_nothing_is_wrong_or_what_and_where(campaign, template):
    clean = run("templates", "check", str(campaign))
    misspell(template)
    wrong = run("templates", "check", str(campaign))

    assert (clean.exit_code, clean.output) == (0, "检查了 1 个模板，没有问题。\n")
    assert wrong.exit_code == 1
    assert f"templates/{TABLE}.docx：表1第1行第4格 错误 TPL-004 " in wrong.output
    assert wrong.output.endswith("检查了 1 个模板，1 处错误，0 处提醒。\n")


def test_a_check_for_programs_is_one_json_document(template):
    misspell(template)

    shown = run("templates", "check", str(template), "--json")

    document = json.loads(shown.stdout)
    assert (shown.exit_code, document["ok"], document["exit_code"]) == (1, False, 1)
    assert document["problems"][0]["where"] == f"{TABLE}.docx：表1第1行第4格"


def test_a_check_writes_copies_with_comments_and_leaves_the_template_alone(campaign, template):
    misspell(template)
    before = template.read_bytes()

    shown = run("templates", "check", str(campaign), "--annotate", str(campaign.parent / "批注"))

    copy = campaign.parent / "批注" / template.name
    assert f"带批注的已写入 {copy}" in shown.output
    assert len(list(Document(str(copy)).comments)) == 1
    assert template.read_bytes() == before


def test_a_campaign_without_templates_is_told_how_to_make_one(campaign):
    shown = run("templates", "check", str(campaign))

    assert shown.exit_code == 0
    assert "gongwen templates new" in shown.output


def test_taking_over_says_what_it_changed_and_the_second_time_that_there_is_nothing(template):
    document = Document(str(template))
    document.add_paragraph("｛｛ title ｝｝")
    document.save(str(template))

    first, second = run("templates", "accept", str(template)), run("templates", "accept", str(template))

    assert first.exit_code == 0
    assert "标签里的全角符号改成半角 4 个" in first.output
    assert Document(str(template)).paragraphs[-1].text == "{{ title }}"
    assert "没有改动" in second.output


def test_taking_over_a_template_with_errors_changes_nothing(template):
    misspell(template)
    before = template.read_bytes()

    shown = run("templates", "accept", str(template))

    assert shown.exit_code == 1
    assert "TPL-004" in shown.output
    assert template.read_bytes() == before


def test_the_text_is_shown_or_written_beside(template):
    shown, written = (
        run("templates", "text", str(template)),
        run("templates", "text", str(template), "--write"),
    )

    assert shown.stdout.startswith(f"# {template.name}\n")
    assert written.exit_code == 0
    assert Path(f"{template}.txt").read_text(encoding="utf-8") == shown.stdout


def test_the_code_of_a_form_is_completed():
    argument = command.get_command(click.Context(command), "new").params[0]

    found = argument.shell_complete(click.Context(command), "dispatch-c")

    assert [item.value for item in found] == [TABLE]


@pytest.mark.parametrize("words", [["accept"], ["text"]])
def test_a_file_that_is_no_word_file_is_told_without_a_traceback(words, tmp_path):
    file = tmp_path / f"{TABLE}.docx"
    file.write_text("不是 Word", encoding="utf-8")

    shown = run("templates", *words, str(file))

    assert shown.exit_code == 1
    assert "TPL-001" in shown.output


@pytest.mark.parametrize("name", ["清单.docx", "hazard-checklist.docx"])
def test_the_check_that_is_proposed_after_a_new_template_can_be_typed(name, tmp_path):
    made = run("templates", "new", "hazard-checklist", "-o", str(tmp_path / name))
    proposed = made.output.splitlines()[-1].split()[1:]

    assert run(*proposed).exit_code == 0


def test_a_copy_with_comments_never_takes_the_place_of_the_template(campaign, template):
    misspell(template)
    before = template.read_bytes()

    for source in (template, campaign):
        shown = run("templates", "check", str(source), "--annotate", str(template.parent))
        assert shown.exit_code == 2
        assert "就是模板本身" in shown.output

    assert template.read_bytes() == before


@pytest.mark.parametrize(
    ("target", "word"),
    [("清单.txt", "如 清单.docx"), ("清单", "要以 .docx 结尾"), ("没有/清单.docx", "这个文件夹")],
)
def test_a_new_template_is_a_word_file_in_a_folder_that_is_there(target, word, tmp_path):
    shown = run("templates", "new", "hazard-checklist", "-o", str(tmp_path / target))

    assert shown.exit_code == 2
    assert word in shown.output
    assert list(tmp_path.iterdir()) == []


def test_a_new_template_may_have_its_ending_in_capitals(tmp_path):
    assert run("templates", "new", "hazard-checklist", "-o", str(tmp_path / "清单.DOCX")).exit_code == 0
