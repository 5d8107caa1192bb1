"""What goes wrong, in Chinese, and the exit code that stands for it."""

import errno
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cli_samples import CLICK_ENGLISH, ROOT, FakeBuild, run, shell

from generator import verbs
from generator.cli.app import COMMANDS
from generator.problem import EnvironmentProblem, Problem, ProblemsFound


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder `行动` to name in a command line, and a build that is never reached."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "行动").mkdir()
    (tmp_path / "文件").touch()
    monkeypatch.setattr(verbs, "build", FakeBuild(AssertionError("the build was reached")))


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("biuld", "没有 biuld 这个命令，是不是 build？"),
        (
            "生成",
            f"没有 生成 这个命令，可用的有：{'、'.join(sorted(COMMANDS))}",
        ),
        ("--verison", "没有 --verison 这个选项，是不是 --version？"),
        ("build", "缺少参数 行动"),
        ("build 行动", "缺少选项 --output 文件夹"),
        ("build 行动 -o", "选项 -o 后面要写内容"),
        ("build 行动 -o 输出 --unit 甲", "没有 --unit 这个选项，是不是 --units？"),
        ("build 行动 -o 输出 -x", "没有 -x 这个选项"),
        ("build 行动 -o 输出 --json=是", "选项 --json 后面不带内容"),
        ("build 行动 别的 -o 输出", "多写了“别的”；多个名称请用逗号或顿号连写"),
        ("build 没有 -o 输出", "行动：没有“没有”这个文件或文件夹"),
        ("build 行动 -o 文件", "--output 文件夹：“文件”不是文件夹"),
        ("build 行动 -o 行动", "不能写到行动的数据文件夹“行动”里"),
        ("build 行动 -o 输出 --formats pfd", "--formats 格式,…：没有 pfd 这个格式，是不是 pdf？"),
        ("build 行动 -o 输出 --period 六月", "--period 年-月：“六月”不是月份，请写成 2023-06 这样"),
        ("build 行动 -o 输出 --blank --filled", "--blank 和 --filled 只能写一个"),
        ("schema forms", "种类：没有 forms 这个种类，是不是 form？"),
        ("schema campaign --form a", "--form 只和 return 一起用，不能和 campaign 一起写"),
        ("schema -o 行动", "--output 文件：“行动”是文件夹，请写文件名"),
        ("init", "缺少参数 文件夹"),
        ("doctor 甲", "多写了“甲”"),
    ],
)
def test_a_wrong_command_line_is_explained_in_chinese(typed, said):
    done = run(*typed.split())

    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"错误：{said}")
    assert "\n用法：gongwen" in done.stderr
    assert "\n查看说明：gongwen" in done.stderr
    assert CLICK_ENGLISH.findall(done.stderr.replace(typed, "")) == []


CAMPAIGN_ERROR = Problem(code="SRC-003", message="缺少 issuer，请补上", where="campaign.yaml:1:1")


@pytest.mark.parametrize(
    ("outcome", "code", "said"),
    [
        (ProblemsFound([CAMPAIGN_ERROR]), 1, "campaign.yaml:1:1 错误 SRC-003 缺少 issuer，请补上"),
        (
            verbs.UsageProblem("没有“秋河村”这个单位，是不是“秋湖村”"),
            2,
            "没有“秋河村”这个单位，是不是“秋湖村”",
        ),
        (EnvironmentProblem("缺少系统库 Pango"), 3, "错误：缺少系统库 Pango"),
        (PermissionError(errno.EACCES, "Permission denied", "/输出/a"), 3, "错误：“/输出/a”：没有权限"),
        (OSError(errno.ENOSPC, "No space left on device"), 3, "错误：磁盘满了"),
        (OSError(errno.EIO, "Input/output error"), 3, "错误：系统拒绝（Input/output error）"),
        (KeyboardInterrupt(), 130, "已中断。"),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(outcome, code, said, monkeypatch, tmp_path):
    monkeypatch.setattr(verbs, "build", FakeBuild(outcome))

    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"))

    assert done.exit_code == code
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_bug_shows_one_line_and_keeps_the_details_in_a_file(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(verbs, "build", FakeBuild(KeyError("莫")))

    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"))

    (log,) = tmp_path.glob("gongwen-*.log")
    assert done.exit_code == 70
    assert done.stderr.splitlines() == [
        f"错误：程序内部出错（KeyError），不是您的操作或数据造成的。请把这个文件发给维护人员：{log}"
    ]
    assert "KeyError: '莫'" in log.read_text(encoding="utf-8")


def test_a_bug_shows_its_details_when_no_file_can_be_written(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    monkeypatch.setattr(verbs, "build", FakeBuild(KeyError("莫")))

    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"))

    assert done.exit_code == 70
    assert "KeyError: '莫'" in done.stderr


def test_a_schema_that_cannot_be_written_says_why(tmp_path):
    done = run("schema", "-o", str(tmp_path / "没有" / "a.json"))

    assert done.exit_code == 3
    assert done.stderr.strip() == f"错误：“{tmp_path / '没有' / 'a.json'}”：没有这个文件或文件夹，请检查路径"


def test_a_reader_that_leaves_is_no_error():
    running = subprocess.Popen(
        [sys.executable, "-m", "generator", "schema"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None

    running.stdout.close()
    said = running.stderr.read()

    assert running.wait() == 141
    assert said == b""


@pytest.mark.parametrize(
    ("settings", "shown"),
    [({"PYTHONIOENCODING": "latin-1"}, "????"), ({"LC_ALL": "C", "PYTHONUTF8": "0"}, "公文工坊")],
)
def test_output_survives_a_narrow_encoding(settings, shown):
    done = shell("--version", **settings)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{shown} ")
