"""`gongwen init`, `gongwen schema` and `gongwen doctor`."""

import json
import shlex
from dataclasses import replace

import pytest
from cli_samples import run

from generator import doctor, verbs
from generator.doctor import Finding, Report
from generator.problem import Problem, ProblemsFound
from generator.render import fonts

FINDING = Finding(name="PDF 引擎", state="defect", detail="缺系统库", command="apt-get install libpango")
REPORT = Report(findings=(FINDING,), docx_ready=True, pdf_ready=True, on_windows=False)


def test_init_lists_the_files_and_says_what_to_type_next(monkeypatch, tmp_path):
    monkeypatch.setattr(verbs, "init", lambda target: ["campaign.yaml", "units.yaml"])
    folder = tmp_path / "我的 行动"

    done = run("init", str(folder))

    assert done.exit_code == 0
    assert "\n  campaign.yaml\n  units.yaml\n" in done.stdout
    (next_line,) = [line for line in done.stdout.splitlines() if line.startswith("  gongwen")]
    assert shlex.split(next_line) == ["gongwen", "build", str(folder), "-o", "输出"]


def test_the_starter_builds_as_it_is(tmp_path):
    folder, out = tmp_path / "我的行动", tmp_path / "输出"

    made = run("init", str(folder))
    built = run("build", str(folder), "-o", str(out), "--formats", "docx")

    assert (made.exit_code, built.exit_code) == (0, 0), made.output + built.output
    assert "\n  campaign.yaml\n" in made.stdout
    assert len(list(out.rglob("*.docx"))) >= 1


def test_the_starter_of_office_files_builds_as_it_is(tmp_path):
    folder, out = tmp_path / "我的行动", tmp_path / "输出"

    made = run("init", str(folder), "--office")
    built = run("build", str(folder), "-o", str(out), "--formats", "docx")

    assert (made.exit_code, built.exit_code) == (0, 0), made.output + built.output
    assert "\n  正文.docx\n  活动.xlsx\n" in made.stdout
    assert len(list(out.rglob("*.docx"))) >= 1


def test_init_in_a_used_folder_writes_nothing(tmp_path):
    (tmp_path / "旧.txt").write_text("旧", encoding="utf-8")

    done = run("init", str(tmp_path))

    assert done.exit_code == 1
    assert "错误 BLD-004" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["旧.txt"]


def test_init_passes_on_what_stands_in_the_way(monkeypatch, tmp_path):
    def refuse(target):
        raise ProblemsFound([Problem(code="BLD-004", message="不是空的", where=str(target))])

    monkeypatch.setattr(verbs, "init", refuse)

    done = run("init", str(tmp_path))

    assert (done.exit_code, done.stderr) == (1, f"{tmp_path} 错误 BLD-004 不是空的\n")


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], ("campaign", "")),
        (["form"], ("form", "")),
        (["return"], ("return", "")),
        (["--form", "a2"], ("return", "a2")),
        (["return", "--form", "a2"], ("return", "a2")),
    ],
)
def test_schema_asks_for_the_kind_named(monkeypatch, words, asked):
    requests = []

    def schema(what, form=""):
        requests.append((what, form))
        return {"title": "行动"}

    monkeypatch.setattr(verbs, "schema", schema)

    done = run("schema", *words)

    assert requests == [asked]
    assert done.stdout == '{\n  "title": "行动"\n}\n'


def test_schema_goes_to_a_file(tmp_path):
    target = tmp_path / "campaign.schema.json"

    done = run("schema", "campaign", "-o", str(target))

    assert done.stdout == f"已写入 {target}\n"
    assert "properties" in target.read_text(encoding="utf-8")
    assert json.loads(target.read_text(encoding="utf-8")) == json.loads(run("schema").stdout)


def test_schema_of_an_unknown_form_is_a_usage_error():
    done = run("schema", "--form", "a2")

    assert done.exit_code == 2
    assert done.stderr.startswith("错误：表单目录里没有“a2”")


@pytest.mark.parametrize(
    ("docx_ready", "pdf_ready", "code"), [(True, True, 0), (True, False, 3), (False, True, 3)]
)
def test_doctor_ends_with_3_when_something_cannot_be_made(monkeypatch, docx_ready, pdf_ready, code):
    report = replace(REPORT, docx_ready=docx_ready, pdf_ready=pdf_ready)
    monkeypatch.setattr(doctor, "examine", lambda: report)

    done = run("doctor")

    assert done.exit_code == code
    assert done.stdout.splitlines() == doctor.report_lines(report)


def test_doctor_as_json(monkeypatch):
    monkeypatch.setattr(doctor, "examine", lambda: replace(REPORT, pdf_ready=False))

    done = run("doctor", "--json")

    document = json.loads(done.stdout)
    assert done.exit_code == 3
    assert (document["ok"], document["docx_ready"], document["pdf_ready"]) == (False, True, False)
    assert document["findings"][0]["command"] == "apt-get install libpango"


@pytest.mark.parametrize(("words", "on_stderr"), [([], False), (["--json"], True)])
def test_doctor_installs_fonts_before_it_looks(monkeypatch, tmp_path, words, on_stderr):
    done_in_order = []

    def install(target, *, say):
        say(f"已装入 {target}")
        done_in_order.append("install")
        return ()

    def examine():
        done_in_order.append("examine")
        return REPORT

    monkeypatch.setattr(fonts, "user_font_folder", lambda: tmp_path)
    monkeypatch.setattr(fonts, "install_substitutes", install)
    monkeypatch.setattr(doctor, "examine", examine)

    done = run("doctor", "--install-fonts", *words)

    assert done_in_order == ["install", "examine"]
    assert f"已装入 {tmp_path}\n" in (done.stderr if on_stderr else done.stdout)
    assert not on_stderr or json.loads(done.stdout)["ok"]
