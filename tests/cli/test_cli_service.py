"""The commands of the service: people, campaigns, backups, the log, and the service itself."""

import contextlib
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import sqlalchemy as sa
from cli_samples import CLICK_ENGLISH, ROOT, SMALL, run, shell
from click.testing import CliRunner, Result

from generator.cli import gongwen
from generator.cli import office as cli_office
from generator.cli.columns import text_width
from generator.database.engine import NAME

PASSWORD = "mima-2023"


def typed(words: str, *more: str, data: Path, stdin: str = f"{PASSWORD}\n") -> Result:
    """Run `gongwen` on an office with a password on its standard input."""
    return CliRunner().invoke(gongwen, [*words.split(), *more, "--data-dir", str(data)], input=stdin)


@pytest.fixture
def data(tmp_path) -> Path:
    """An office with an administrator and a small campaign."""
    folder = tmp_path / "数据"
    assert typed("user add guanli --admin --name 关立 --password-stdin", data=folder).exit_code == 0
    assert typed("carry in", str(SMALL), "--code", "small", data=folder).exit_code == 0
    return folder


def tampered(data: Path, statement: str) -> None:
    engine = sa.create_engine(f"sqlite:///{data / NAME}")
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_people_are_added_listed_switched_and_given_passwords(data):
    added = typed("user add qiuye --role 填报单位 --unit 河湾村 --name 邱叶 --password-stdin", data=data)
    assert (added.exit_code, added.output) == (0, "已增加填报单位 邱叶（qiuye），单位 柳林镇河湾村。\n")

    assert typed("user disable qiuye", data=data).output == "已停用 qiuye。\n"
    listed = typed("user list", data=data).output.splitlines()
    assert [line.split() for line in listed] == [
        ["登录名", "姓名", "角色", "单位", "状态"],
        ["guanli", "关立", "管理员"],
        ["qiuye", "邱叶", "填报单位", "柳林镇河湾村", "停用"],
    ]
    assert typed("user enable qiuye", data=data).output == "已启用 qiuye。\n"
    assert typed("user password qiuye --password-stdin", data=data).output == "已改 qiuye 的密码。\n"
    people = json.loads(typed("user list --json", data=data).output)["users"]
    assert [(p["login"], p["role"], p["active"]) for p in people] == [
        ("guanli", "admin", True),
        ("qiuye", "clerk", True),
    ]
    assert "password" not in people[0]


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        ("user add guanli --admin --password-stdin", PASSWORD, "已有登录名“guanli”"),
        ("user add new --admin --password-stdin", "", "密码要有 8 到 200 个字"),
        ("user add new --admin --password-stdin", "aaaaaaaaaa", "密码太好猜"),
        ("user add 新 --admin --password-stdin", PASSWORD, "登录名用 2 到 40 个英文字母"),
        ("user add new --role clerk --unit 河弯村 --password-stdin", PASSWORD, "是不是“河湾村”？"),
        ("user add new --role 镇长 --password-stdin", PASSWORD, "没有 镇长 这个角色"),
        ("user add new --password-stdin", PASSWORD, "请用 --role 写角色"),
        ("user add new --admin --role clerk --password-stdin", PASSWORD, "只写一个"),
        ("user add new --admin", PASSWORD, "这里没有终端可以输密码。请加 --password-stdin"),
        ("user password nobody --password-stdin", PASSWORD, "没有登录名“nobody”"),
        ("user disable nobody", "", "没有登录名“nobody”"),
        ("carry in . --code 代号", "", "行动代号“代号”不能用"),
        ("carry out smal 别处", "", "没有代号“smal”的行动。是不是“small”？"),
        ("audit list --before 三", "", "应是编号，现是“三”"),
        ("serve --port 99999", "", "应是 1 到 65535 的整数"),
        ("restore 没有.zip", "", "没有“没有.zip”这个文件"),
    ],
)
def test_what_is_asked_for_wrongly_is_told(words, stdin, said, data):
    told = typed(words, data=data, stdin=stdin)

    assert told.exit_code == 2
    assert said in told.output
    assert len(json.loads(typed("user list --json", data=data).output)["users"]) == 1


def nested() -> list[tuple[str, ...]]:
    """The commands within the groups of the service, as they are typed."""
    ctx = click.Context(gongwen)
    groups = {name: gongwen.get_command(ctx, name) for name in ("user", "carry", "audit")}
    return [(name, inner) for name, group in groups.items() for inner in group.list_commands(ctx)]


@pytest.mark.parametrize("words", nested(), ids=" ".join)
def test_the_help_of_a_command_in_a_group_is_chinese_fits_and_has_examples_that_can_be_typed(
    words, monkeypatch
):
    monkeypatch.chdir(SMALL.parent)
    shown = run(*words, "--help").output
    group, name = words
    command = gongwen.get_command(click.Context(gongwen), group).get_command(click.Context(gongwen), name)
    examples = [shlex.split(line) for line in command.epilog.splitlines() if line.startswith("  gongwen ")]

    assert CLICK_ENGLISH.findall(shown) == []
    assert max(map(text_width, shown.splitlines())) <= 80
    assert [words[:3] for words in examples] == [["gongwen", group, name]] * len(examples) != []
    for example in examples:
        typed = [SMALL.name if word == "我的行动" else word for word in example[3:]]
        assert command.make_context(name, typed, parent=click.Context(gongwen))


def test_the_password_is_never_an_option():
    ctx = gongwen.make_context("gongwen", ["user"])
    group = gongwen.get_command(ctx, "user")
    options = [
        o for name in group.list_commands(ctx) for p in group.get_command(ctx, name).params for o in p.opts
    ]
    assert [o for o in options if "password" in o] == ["--password-stdin", "--password-stdin"]


def at_terminal(words: list[str], answers: list[str]) -> tuple[int, str]:
    """Run `gongwen` on a terminal of its own, answering each question."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["PYTHONPATH"] = str(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "generator", *words])
    said = b""
    with contextlib.suppress(OSError):  # the terminal is gone with the program
        while piece := os.read(terminal, 4096):
            said += piece
            if said.endswith("：".encode()) and answers:
                os.write(terminal, f"{answers.pop(0)}\n".encode())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode()


def test_on_a_terminal_the_password_is_typed_twice_and_not_shown(tmp_path):
    words = ["user", "add", "guanli", "--admin", "--data-dir", str(tmp_path / "d")]

    code, said = at_terminal(words, [PASSWORD, "mima-2024"])
    assert (code, "两遍密码不一样" in said) == (2, True)
    code, said = at_terminal(words, [PASSWORD, PASSWORD])
    assert (code, "已增加管理员 guanli" in said) == (0, True)
    assert PASSWORD not in said


def test_what_a_database_keeps_is_read_by_its_owner_alone_whoever_made_the_folder(tmp_path):
    (tmp_path / "数据").mkdir(mode=0o755)

    typed("user add guanli --admin --password-stdin", data=tmp_path / "数据")
    typed("user disable guanli", data=tmp_path / "数据")

    modes = {p.name: p.stat().st_mode & 0o777 for p in (tmp_path / "数据").iterdir()}
    assert modes[NAME] == 0o600
    assert set(modes.values()) == {0o600}


def test_a_campaign_is_carried_out_as_it_was(data, tmp_path):
    told = typed("carry out small", str(tmp_path / "出"), data=data)

    files = {p.relative_to(SMALL): p.read_bytes() for p in SMALL.rglob("*") if p.is_file()}
    out = {
        p.relative_to(tmp_path / "出"): p.read_bytes() for p in (tmp_path / "出").rglob("*") if p.is_file()
    }
    assert out == files
    assert told.output == f"已写出 {len(files)} 个文件，在：{tmp_path / '出'}\n"
    assert "不是空的，没有搬出" in typed("carry out small", str(tmp_path / "出"), data=data).output


def test_a_campaign_with_errors_or_of_a_code_in_use_is_not_carried_in(data):
    wrong = ROOT / "fixtures" / "campaigns" / "every_problem" / "DATA-006"
    told = typed("carry in", str(wrong), "--code", "wrong", data=data)
    assert (told.exit_code, "DATA-006 " in told.output) == (1, True)
    told = typed("carry in", str(SMALL), "--code", "small", data=data)
    assert (told.exit_code, "已有代号“small”的行动" in told.output) == (2, True)
    told = typed("carry in", str(SMALL / "campaign.yaml"), "--code", "one", data=data)
    assert (told.exit_code, "不是文件夹" in told.output) == (2, True)


def test_a_backup_restores_and_is_not_written_over(data, tmp_path):
    place = tmp_path / "备份.zip"
    assert typed("backup", str(place), data=data).output.startswith("已备份 ")
    assert "已有" in typed("backup", str(place), data=data).output

    told = typed("restore", str(place), data=tmp_path / "新")
    assert (told.exit_code, "已恢复" in told.output) == (0, True)
    assert typed("user list", data=tmp_path / "新").output == typed("user list", data=data).output
    log = typed("audit list", data=tmp_path / "新").output
    assert [line.split()[0] for line in log.splitlines()] == ["编号", "3", "2", "1"]
    assert "没有改过" in typed("audit verify", data=tmp_path / "新").output


def test_a_backup_is_restored_into_an_empty_folder_only_and_a_damaged_one_leaves_nothing(data, tmp_path):
    place = tmp_path / "备份.zip"
    typed("backup", str(place), data=data)
    told = typed("restore", str(place), data=data)
    assert (told.exit_code, "不是空的" in told.output) == (3, True)

    with zipfile.ZipFile(place, "a") as file:
        file.writestr("tables/guests.jsonl", b"{}\n")
    told = typed("restore", str(place), data=tmp_path / "新")
    assert (told.exit_code, "备份文件有损坏：tables/guests.jsonl" in told.output) == (2, True)
    assert not (tmp_path / "新").exists()


def test_the_log_is_listed_the_newest_first_and_searched(data):
    typed("user disable guanli", data=data)

    listed = [line.split() for line in typed("audit list", data=data).output.splitlines()]
    assert [row[0] for row in listed[1:]] == ["3", "2", "1"]
    assert [row[4] for row in listed[1:]] == ["停用用户", "搬进", "增加用户"]
    assert "（命令行）" in listed[1][3]
    assert len(typed("audit list --words 停用", data=data).output.splitlines()) == 2
    assert len(typed("audit list --before 3", data=data).output.splitlines()) == 3
    (first,) = json.loads(typed("audit list --before 2 --json", data=data).output)["entries"]
    assert first["after"]["role"] == "admin"


def test_a_changed_log_is_found(data):
    assert typed("audit verify", data=data).exit_code == 0
    tampered(data, "UPDATE audit SET who = '石敢' WHERE id = 1")

    told = typed("audit verify", data=data)
    assert told.exit_code == 1
    assert "第 1 条的内容被改过" in told.output
    assert "有 1 处对不上" in told.output
    tampered(data, "DELETE FROM audit WHERE id = 1")
    assert "第 2 条前面缺了记录" in typed("audit verify", data=data).output


@pytest.mark.parametrize(
    "words", ["user list", "audit verify", "audit list", "backup b.zip", "carry out x y", "user disable x"]
)
def test_looking_into_a_folder_without_data_says_so_and_makes_nothing(words, tmp_path):
    told = typed(words, data=tmp_path / "别处")

    assert (told.exit_code, "里没有服务的数据" in told.output) == (3, True)
    assert not (tmp_path / "别处").exists()


def test_the_folder_may_stand_in_the_environment(data):
    told = CliRunner().invoke(gongwen, ["user", "list"], env={"GONGWEN_DATA": str(data)})
    assert "guanli" in told.output
    assert "缺少选项 --data-dir 文件夹" in run("user", "list").output


@pytest.mark.parametrize("words", ["serve", "user list", "backup b.zip", "audit verify"])
def test_without_its_libraries_a_command_says_what_to_install(words, tmp_path, monkeypatch):
    monkeypatch.setitem(cli_office.LIBRARIES, "no_such_module", "fastapi")

    told = typed(words, data=tmp_path)

    assert told.exit_code == 3
    assert "缺 fastapi" in told.output
    assert "pip install 'gongwen[serve]'" in told.output


def test_a_backup_of_a_postgresql_restores_into_a_folder(postgres, tmp_path):
    url = postgres.new_database()
    data, new = tmp_path / "数据", tmp_path / "新"
    added = typed(f"user add guanli --admin --password-stdin --database-url {url}", data=data)
    assert added.exit_code == 0, added.output
    typed(f"carry in {SMALL} --code small --database-url {url}", data=data)

    assert "已备份" in typed(f"backup {tmp_path / 'b.zip'} --database-url {url}", data=data).output
    assert "已恢复" in typed(f"restore {tmp_path / 'b.zip'}", data=new).output
    assert "guanli" in typed("user list", data=new).output
    told = typed(f"restore {tmp_path / 'b.zip'} --database-url {url}", data=tmp_path / "三")
    assert (told.exit_code, "数据库不是空的" in told.output) == (3, True)


# The service itself


class Service:
    """`gongwen serve` in a process of its own, without a terminal, on a free port."""

    def __init__(self, data: Path, log: Path, url: str = "") -> None:
        self.log = log
        command = [sys.executable, "-m", "generator", "serve", "--data-dir", str(data), "--port", "0"]
        with log.open("w", encoding="utf-8") as stream:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stream,
                env={**os.environ, "PYTHONPATH": str(ROOT), "GONGWEN_DATABASE_URL": url},
            )

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def address(self) -> str:
        while not (found := re.search(r'"(http://[^"]+)"', self.log.read_text(encoding="utf-8"))):
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            time.sleep(0.05)
        return found[1]


@pytest.fixture
def service(tmp_path) -> Iterator[Service]:
    running = Service(tmp_path / "服务", tmp_path / "log")
    yield running
    running.process.kill()
    running.process.wait()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_serving_begins_on_an_empty_folder_and_says_how_the_administrator_is_made(service, tmp_path):
    address = service.address()

    assert "gongwen user add 登录名 --admin" in read(f"{address}/login")
    assert any("gongwen user add 登录名 --admin" in str(line["event"]) for line in service.lines())
    typed("user add guanli --admin --password-stdin", data=tmp_path / "服务")
    assert "gongwen user add" not in read(f"{address}/login?to=/c/secret-words")

    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(60) == 0
    lines = service.lines()
    assert lines[-1]["event"] == "服务结束"
    requests = [line for line in lines if line["event"] == "request"]
    assert [(r["method"], r["route"], r["status"]) for r in requests] == [("GET", "/login", 200)] * 2
    assert all(
        set(r) == {"at", "level", "logger", "event", "method", "route", "status", "ms"} for r in requests
    )
    text = service.log.read_text(encoding="utf-8")
    assert [
        word for word in ("secret-words", "guanli", "127.0.0.1", PASSWORD) if word in text.split(address)[1]
    ] == []


def worker_of(service: Service) -> int:
    """The number of the process that does the jobs, 0 where there is none."""
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == service.process.pid and b"spawn_main" in (place / "cmdline").read_bytes():
                return int(place.name)
    return 0


def test_a_worker_that_is_killed_is_told_and_started_again(service):
    def told() -> tuple[bool, str]:
        found = re.search(r"gongwen_worker_restarts_total (\d+)", read(f"{address}/metrics"))
        return json.loads(read(f"{address}/healthz"))["worker"], found[1] if found else ""

    address = service.address()
    assert told() == (True, "0")

    os.kill(killed := worker_of(service), signal.SIGKILL)

    seen = [told()]
    while seen[-1] != (True, "1"):
        time.sleep(0.1)
        seen.append(told())
    assert (False, "0") in seen
    assert worker_of(service) not in (0, killed)
    assert any("工作进程意外结束" in str(line["event"]) for line in service.lines())
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(60) == 0


def test_a_place_that_is_taken_is_told(service, tmp_path):
    port = service.address().rpartition(":")[2]

    told = shell("serve", "--data-dir", str(tmp_path / "另"), "--port", port)

    assert told.returncode == 3
    assert f"不能在 127.0.0.1:{port} 提供服务" in told.stderr


def test_a_folder_is_served_once_until_whoever_serves_it_is_gone(service, tmp_path):
    service.address()

    told = shell("serve", "--data-dir", str(tmp_path / "服务"), "--port", "0")
    assert (told.returncode, "已有一个服务在用数据文件夹" in told.stderr) == (3, True)
    service.process.kill()
    service.process.wait()

    again = Service(tmp_path / "服务", tmp_path / "log2")
    try:
        assert json.loads(read(f"{again.address()}/healthz"))["status"] == "ok"
    finally:
        again.process.kill()
        again.process.wait()


def test_a_postgresql_is_served_and_its_address_is_not_logged(postgres, tmp_path):
    running = Service(tmp_path / "服务", tmp_path / "log", postgres.new_database())
    try:
        assert json.loads(read(f"{running.address()}/healthz"))["status"] == "ok"
        assert "gongwen user add" in read(f"{running.address()}/login")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(60) == 0
    finally:
        running.process.kill()
        running.process.wait()
    assert "postgresql" not in running.log.read_text(encoding="utf-8")
    assert not (tmp_path / "服务" / NAME).exists()


def test_organs_are_added_below_another_with_people_and_campaigns_of_their_own(data):
    renamed = typed("organ rename main --name 柳林镇人民政府", data=data)
    assert renamed.output == "“本机关”（main）已改名“柳林镇人民政府”。\n"
    unknown = typed("organ add hewan --name 河湾村委会 --superior main --unit 河弯村", data=data)
    assert (unknown.exit_code, "是不是" in unknown.output) == (2, True)
    added = typed("organ add hewan --name 河湾村委会 --superior main --unit 河湾村", data=data)
    assert added.output.splitlines()[0] == "已增加机关“河湾村委会”（hewan），上级是“柳林镇人民政府”。"
    assert typed("user add cun --admin --organ hewan --password-stdin", data=data).exit_code == 0
    assert typed("user add cun2 --admin --organ hewan2 --password-stdin", data=data).exit_code == 2
    assert typed("carry in", str(SMALL), "--code", "cun", "--organ", "hewan", data=data).exit_code == 0

    listed = json.loads(typed("organ list --json", data=data).output)["organs"]
    assert [(o["code"], o["superior"], o["unit"]) for o in listed] == [
        ("main", 0, ""),
        ("hewan", 1, "柳林镇河湾村"),
    ]
    people = json.loads(typed("user list --json", data=data).output)["users"]
    assert [(p["login"], p["organ"]) for p in people] == [("guanli", 1), ("cun", 2)]
