"""The bundle for servers without internet: made, installed where no route leads out, upgraded, rolled back."""

import importlib.util
import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from helpers.apart import Apart, apart
from helpers.later_step import FAILS, REVISION, write_step

from generator import __version__
from generator.database import migrating
from generator.render import fonts

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "fixtures" / "campaigns" / "small_valid"
BEFORE, NEXT = "0.1.0", "99.0.0"
PASSWORD = "mima-2023\n"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_bundle", CHECKOUT / "scripts" / "make_bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_bundle"] = module  # its dataclasses ask for it
    spec.loader.exec_module(module)
    return module


make_bundle = script()


# Without installing anything


def sealed(
    tmp_path: Path,
    *,
    machine: str = platform.machine(),
    python: str = PYTHON,
    python_archive: Path | None = None,
) -> Path:
    """A bundle of the version 1.2 with the installer and nothing to install."""
    draft = tmp_path / "draft"
    (draft / "wheels").mkdir(parents=True)
    (draft / "wheels" / "one.whl").write_text("轮", encoding="utf-8")
    for name in ("install.sh", "安装说明.txt"):
        shutil.copy(make_bundle.OFFLINE / name, draft)
    if python_archive:
        (draft / "python").mkdir()
        shutil.copy(python_archive, draft / "python" / "python.tar.gz")
    make_bundle.seal(
        draft, tmp_path / "gongwen-1.2", "1.2", make_bundle.Target(python=python, machine=machine)
    )
    return tmp_path / "gongwen-1.2"


def install(bundle: Path, prefix: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", str(bundle / "install.sh"), "--prefix", str(prefix), *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_same_files_give_the_same_archive(tmp_path):
    archives = []
    for name in ("甲", "乙"):
        bundle = sealed(tmp_path / name)
        archives.append(bundle.with_name("gongwen-1.2.tar.gz").read_bytes())
        time.sleep(0.01)
    assert archives[0] == archives[1]
    with tarfile.open(tmp_path / "甲" / "gongwen-1.2.tar.gz") as archive:
        modes = {entry.name: (entry.mode, entry.uid) for entry in archive}
    assert modes["gongwen-1.2/install.sh"] == (0o755, 0)
    assert modes["gongwen-1.2/wheels/one.whl"] == (0o644, 0)


def test_the_installer_says_how_it_is_used():
    told = install(make_bundle.OFFLINE, Path("/nowhere"), "--help")
    assert told.returncode == 0
    for option in ("--rollback", "--prefix", "--data-dir", "--user", "--python", "--units"):
        assert option in told.stdout


def damaged(bundle: Path) -> None:
    (bundle / "wheels" / "one.whl").write_text("别的", encoding="utf-8")


def incomplete(bundle: Path) -> None:
    (bundle / "SHA256SUMS").unlink()


@pytest.mark.parametrize(
    ("harm", "words", "said"),
    [
        (damaged, (), "wheels/one.whl"),
        (incomplete, (), "不是完整的安装包"),
        (None, ("--rollback",), "没有可退回的版本"),
        (None, ("--prefix",), "--prefix 后面没有写值"),
        (None, ("--bogus",), "不认识“--bogus”"),
        (None, ("--python", "/bin/false"), f"/bin/false 不是 Python {PYTHON}"),
    ],
)
def test_what_cannot_be_installed_is_told_and_nothing_is_left(harm, words, said, tmp_path):
    bundle = sealed(tmp_path)
    if harm:
        harm(bundle)

    told = install(bundle, tmp_path / "prefix", *words)

    assert told.returncode == 1
    assert said in told.stderr
    assert not any((tmp_path / "prefix").glob("*"))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"machine": "loongarch64"}, "给 loongarch64 处理器的"),
        ({"python": "2.9"}, "找不到带 venv 模块的 Python 2.9"),
    ],
)
def test_a_bundle_for_another_machine_is_refused(target, said, tmp_path):
    told = install(sealed(tmp_path, **target), tmp_path / "prefix")
    assert (told.returncode, said in told.stderr) == (1, True)


def test_wheels_for_another_machine_are_asked_for_by_their_tags():
    options = make_bundle.Target(python="3.11", machine="aarch64", glibc=28).options()
    assert options[:4] == ["--python-version", "3.11", "--implementation", "cp"]
    assert "manylinux_2_28_aarch64" in options
    assert "manylinux_2_17_aarch64" in options
    assert "manylinux_2_29_aarch64" not in options
    assert make_bundle.Target().options() == []


OTHER = "2.9"  # a version of Python that nobody has


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """What PATH is on a machine without a Python."""
    for name in ("python3", f"python{PYTHON}", f"python{OTHER}"):
        runs(tmp_path / "none" / name, "exit 1")
    return f"{tmp_path / 'none'}:{os.environ['PATH']}"


def runs(place: Path, line: str) -> None:
    """Write a program that runs this line of sh."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    place.chmod(0o755)


def packed_python(folder: Path, line: str) -> Path:
    """An archive with a Python to be brought, which runs this line of sh."""
    runs(folder / "python" / "bin" / "python3", line)
    with tarfile.open(folder / "python.tar.gz", "w:gz") as archive:
        archive.add(folder / "python", "python")
    return folder / "python.tar.gz"


def test_a_machine_without_python_takes_the_one_that_the_bundle_brings(bare, tmp_path):
    bundle = sealed(tmp_path, python_archive=packed_python(tmp_path, f'exec "{sys.executable}" "$@"'))

    told = install(bundle, tmp_path / "prefix", PATH=bare)

    assert f"用 {tmp_path / 'prefix'}/python-{PYTHON}/bin/python3" in told.stdout
    assert "程序包没有装上" in told.stderr, "there are none in this bundle"
    assert [place.name for place in (tmp_path / "prefix").iterdir()] == [f"python-{PYTHON}"]


def test_a_bundle_with_another_python_leaves_the_one_that_the_program_runs_on(bare, tmp_path):
    prefix, line = tmp_path / "prefix", f'exec "{sys.executable}" "$@"'
    older = sealed(tmp_path / "旧", python_archive=packed_python(tmp_path / "旧", line))
    brings = packed_python(tmp_path / "新", '[ "$1" = -c ]')
    newer = sealed(tmp_path / "新", python=OTHER, python_archive=brings)
    (used,) = re.findall(r"用 (\S+) ……", install(older, prefix, PATH=bare).stdout)

    told = install(newer, prefix, PATH=bare)

    assert re.findall(r"用 (\S+) ……", told.stdout) == [f"{prefix}/python-{OTHER}/bin/python3"]
    assert Path(used).read_text(encoding="utf-8") == f"#!/bin/sh\n{line}\n"


def described(folder: Path, tree: Path) -> Path:
    """A folder with a package for Debian and what apt asks about it."""
    (tree / "DEBIAN").mkdir(parents=True)
    control = "Package: gongwen-try\nVersion: 1\nArchitecture: all\nMaintainer: 无\nDescription: 试\n"
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    folder.mkdir(parents=True)
    subprocess.run(
        ["dpkg-deb", "--build", str(tree), str(folder / "try_1_all.deb")], check=True, capture_output=True
    )
    make_bundle.describe_debian(folder, ("gongwen-try",))
    return folder


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg is not on this machine")
def test_packages_of_debian_are_described_as_apt_reads_them(tmp_path):
    folder = described(tmp_path / "system", tmp_path / "tree")

    lists = tmp_path / "lists"
    (lists / "partial").mkdir(parents=True)
    (tmp_path / "bundle.list").write_text(f"deb [trusted=yes] file:{folder} ./\n", encoding="utf-8")
    apt = [
        *("-o", f"Dir::Etc::SourceList={tmp_path / 'bundle.list'}", "-o", "Dir::Etc::SourceParts=-"),
        *(
            "-o",
            f"Dir::State::Lists={lists}",
            "-o",
            f"Dir::Cache={tmp_path}",
            "-o",
            "APT::Sandbox::User=root",
        ),
    ]
    subprocess.run(["apt-get", *apt, "update"], check=True, capture_output=True)
    shown = subprocess.run(
        ["apt-cache", *apt, "show", "gongwen-try"], check=True, capture_output=True, text=True
    )
    assert "Filename: ./try_1_all.deb" in shown.stdout
    assert (folder / "wanted").read_text(encoding="utf-8") == "gongwen-try\n"


APT = """#!/bin/sh
case " $* " in *" install "*) set -- "$@" --download-only ;; esac
exec {program} -o Dir::Cache={cache} -o Debug::NoLocking=1 "$@"
"""


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg is not on this machine")
@pytest.mark.parametrize("name", ["gongwen-1.2", "安装 包%20[1]"])
def test_system_libraries_are_taken_from_the_bundle_wherever_it_lies(name, tmp_path):
    """The installer's own function, with an apt that fetches what it would install."""
    bundle, stubs = tmp_path / name, tmp_path / "stubs"
    described(bundle / "system", tmp_path / "tree")
    (bundle / "scratch").mkdir()
    stubs.mkdir()
    program = APT.format(program=shutil.which("apt-get"), cache=tmp_path)
    (stubs / "apt-get").write_text(program, encoding="utf-8")
    (stubs / "apt-get").chmod(0o755)
    script = (make_bundle.OFFLINE / "install.sh").read_text(encoding="utf-8")
    assert script.endswith('\nmain "$@"\n')
    script = script.removesuffix('main "$@"\n') + "scratch=$here/scratch\ninstall_from_bundle || exit 3\n"
    env = {**os.environ, "PATH": f"{stubs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    told = subprocess.run(
        ["bash", "-c", script, str(bundle / "install.sh")],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    assert re.search(r"Get:1 file:\S.* gongwen-try 1 ", told.stdout)


def test_python_that_lacks_venv_is_tried_again_when_the_packages_of_the_bundle_are_installed(tmp_path):
    for name in ("python9.9", "python3"):
        (tmp_path / name).write_text(f"#!/bin/sh\ntest -e {tmp_path}/came\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    script = (make_bundle.OFFLINE / "install.sh").read_text(encoding="utf-8").removesuffix('main "$@"\n')
    script += f"""has_packages() {{ true; }}
install_from_bundle() {{ touch {tmp_path}/came; }}
prefix={tmp_path}/prefix wanted_python=9.9 python=''
find_python && echo "$python"
"""

    told = subprocess.run(
        ["bash", "-c", script, str(tmp_path / "install.sh")],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.stdout == f"{tmp_path}/python9.9\n", told.stderr


# Installed for real, where no route leads out


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this checkout, packed and unpacked again."""
    folder = tmp_path_factory.mktemp("bundle")
    archive = make_bundle.make(folder / "made", make_bundle.Target())
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def island() -> Iterator[Apart]:
    with apart() as found:
        yield found


def worked(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


ASK = """
import sys, time, urllib.request
ask = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
for _ in range(300):
    try:
        print(ask(sys.argv[1], timeout=60).read().decode())
        break
    except OSError:
        time.sleep(0.2)
"""
SERVE = """
"$1" serve --data-dir "$2" --port 8123 2>/dev/null & pid=$!
"$3" -c "$4" http://127.0.0.1:8123/healthz
kill $pid; wait $pid
"""


def pip_font() -> Path:
    folder = fonts.pypi_folder()
    assert folder is not None
    return folder / fonts.PYPI_FILES[0]


@pytest.mark.slow
def test_the_bundle_installs_without_a_network_and_does_the_main_job(bundle, island, tmp_path):
    routes = island.run("cat", "/proc/net/route").stdout.splitlines()
    assert len(routes) == 1, "nothing but the heading"
    prefix, home = tmp_path / "装在这里", {"HOME": str(tmp_path / "home")}
    (bundle / "fonts").mkdir()
    shutil.copy(pip_font(), bundle / "fonts" / "本单位的.otf")

    words = ("bash", str(bundle / "install.sh"), "--prefix", str(prefix), "--python", sys.executable)
    told = worked(island.run(*words, **home))

    assert re.search(r"试生成了样例：\d+ 个 Word 文件，\d+ 个 PDF。", told)
    assert f"已装好 {__version__}" in told
    gongwen = str(prefix / "current" / "bin" / "gongwen")
    worked(island.run(gongwen, "doctor"))
    worked(island.run(gongwen, "init", str(tmp_path / "我的行动")))
    worked(island.run(gongwen, "check", str(tmp_path / "我的行动")))
    out = tmp_path / "输出"
    build = ("build", str(SMALL), "-o", str(out), "--units", "all", "--formats", "docx,pdf")
    worked(island.run(gongwen, *build))
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["generator"] == __version__
    assert {Path(file["file"]).suffix for file in manifest["files"]} >= {".docx", ".pdf"}
    assert (tmp_path / "home/.local/share/gongwen/fonts/本单位的.otf").is_file()
    data = ("--data-dir", str(prefix / "data"))
    worked(island.run(gongwen, "user", "add", "guanli", "--admin", "--password-stdin", *data, stdin=PASSWORD))
    assert "guanli" in worked(island.run(gongwen, "user", "list", *data))
    served = island.run("sh", "-c", SERVE, "sh", gongwen, str(prefix / "data"), sys.executable, ASK)
    assert '"status":"ok"' in worked(served)
    again = island.run(*words, **home)
    assert "正在用，没有改动" in worked(again)


# A stand-in for systemd: it starts what the unit says, in the unit's environment, and stops it.
SYSTEMCTL = """#!/bin/bash
unit={units}/gongwen.service pid={units}/pid
echo "$*" >>{units}/calls
case $1 in
    start)
        while IFS= read -r line; do export "${{line#Environment=}}"; done < <(grep '^Environment=' "$unit")
        nohup $(sed -n 's/^ExecStart=//p' "$unit") >/dev/null 2>>{units}/log </dev/null &
        echo $! >"$pid" ;;
    stop)
        [[ -e $pid ]] || exit 0
        kill "$(cat "$pid")" 2>/dev/null
        while kill -0 "$(cat "$pid")" 2>/dev/null; do sleep 0.1; done
        rm -f "$pid" ;;
esac
exit 0
"""


class Server:
    """A server with the version before, installed by hand as its manual said, its service and its data."""

    def __init__(self, folder: Path, island: Apart) -> None:
        self.island = island
        self.prefix, self.units, self.data = folder / "gongwen", folder / "units", folder / "data"
        self.stubs = folder / "stubs"
        for place in (self.units, self.stubs):
            place.mkdir(parents=True)
        (self.stubs / "systemctl").write_text(SYSTEMCTL.format(units=self.units), encoding="utf-8")
        (self.stubs / "systemctl").chmod(0o755)
        _install_by_hand(self.prefix, folder / "source")
        unit = (make_bundle.UNIT).read_text(encoding="utf-8").replace("/current/", "/")
        unit = unit.replace("/opt/gongwen", str(self.prefix)).replace("/var/lib/gongwen", str(self.data))
        (self.units / "gongwen.service").write_text(unit, encoding="utf-8")

    def gongwen(self, *words: str, stdin: str = "", program: str = "") -> str:
        place = self.prefix / (program or ("current" if (self.prefix / "current").exists() else "."))
        return worked(
            self.island.run(
                str(place / "bin" / "gongwen"),
                *words,
                stdin=stdin,
                GONGWEN_DATA=str(self.data),
                LANG="C.UTF-8",
            )
        )

    def install(self, script: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return self.island.run(
            *("bash", str(script), "--prefix", str(self.prefix), *words),
            PATH=f"{self.stubs}:{os.environ['PATH']}",
        )

    def upgrade(self, bundle: Path) -> subprocess.CompletedProcess[str]:
        words = ("--data-dir", str(self.data), "--units", str(self.units), "--python", sys.executable)
        return self.install(bundle / "install.sh", *words)

    def systemctl(self, act: str) -> None:
        worked(self.island.run(str(self.stubs / "systemctl"), act, "gongwen"))

    def answers(self) -> bool:
        asked = self.island.run(sys.executable, "-c", ASK, "http://127.0.0.1:8000/healthz")
        return '"status":"ok"' in asked.stdout

    def people(self) -> list[str]:
        return [line.split()[0] for line in self.gongwen("user", "list").splitlines()[1:]]

    def version_of_the_database(self) -> str:
        with closing(sqlite3.connect(self.data / "gongwen.db")) as base:
            return str(base.execute("SELECT version_num FROM alembic_version").fetchone()[0])

    def running(self) -> str:
        return self.gongwen("--version").split()[-1]

    def steps(self) -> Path:
        """The folder of the new program's steps of the database."""
        (found,) = (self.prefix / NEXT).glob(
            "lib/python*/site-packages/generator/database/migrations/versions"
        )
        return found


def _install_by_hand(prefix: Path, source: Path) -> None:
    """Put a program into a folder as an environment: the checkout, called by the version before."""
    copied(source, BEFORE)
    (source / "generator" / "_templates").symlink_to(source / "templates")
    (prefix / "bin").mkdir(parents=True)
    script = f'#!/bin/sh\nPYTHONPATH="{source}" exec "{sys.executable}" -P -m generator "$@"\n'
    (prefix / "bin" / "gongwen").write_text(script, encoding="utf-8")
    (prefix / "bin" / "gongwen").chmod(0o755)
    (prefix / "bin" / "python").symlink_to(sys.executable)


def copied(target: Path, version: str) -> Path:
    """Copy what the wheel is made of, with another version."""
    target.mkdir()
    for name in make_bundle.OF_THE_SOURCE:
        place = CHECKOUT / name
        if place.is_dir():
            shutil.copytree(place, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, target)
    begin = target / "generator" / "__init__.py"
    begin.write_text(begin.read_text(encoding="utf-8").replace(__version__, version), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def next_bundle(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a later version whose new step of the database fails half-way."""
    folder = tmp_path_factory.mktemp("next")
    source = copied(folder / "source", NEXT)
    write_step(source / "generator" / "database" / "migrations" / "versions", FAILS)
    draft = folder / "draft"
    shutil.copytree(
        bundle,
        draft,
        ignore=shutil.ignore_patterns("gongwen-*.whl", "SHA256SUMS", "fonts"),
        copy_function=os.link,
    )
    wheel = make_bundle.own_wheel(source, draft / "wheels")
    for name in ("requirements.txt", "bundle.conf"):
        (draft / name).unlink()
    make_bundle.write(
        draft / "requirements.txt", make_bundle.requirements(draft / "wheels", make_bundle.extras_of(wheel))
    )
    make_bundle.seal(draft, folder / "bundle", NEXT, make_bundle.Target())
    return folder / "bundle"


@pytest.fixture
def server(island: Apart, tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path, island)
    found.gongwen("user", "add", "guanli", "--admin", "--password-stdin", stdin=PASSWORD)
    found.gongwen("carry", "in", str(SMALL), "--code", "small")
    found.systemctl("start")
    yield found
    found.systemctl("stop")


def breaks_when_served(server: Server) -> Path:
    """Let the new program bring the database up and then fail to serve; returns what to write back."""
    (place,) = (server.prefix / NEXT).glob("lib/python*/site-packages/generator/service/running.py")
    shutil.copy(place, place.with_suffix(".whole"))
    place.write_text("raise SystemExit('does not serve')\n", encoding="utf-8")
    return place


@pytest.mark.slow
def test_an_upgrade_that_fails_goes_back_by_itself_one_that_works_by_hand(server, next_bundle):
    before = migrating.newest()

    # A step of the database fails half-way.
    told = server.upgrade(next_bundle)
    assert (told.returncode, f"没有升级，已退回 {BEFORE}" in told.stderr) == (1, True), told.stderr
    assert (server.running(), server.version_of_the_database(), server.answers()) == (BEFORE, before, True)

    # The step is mended, but the new program does not serve: the data of before are put back.
    write_step(server.steps())
    broken = breaks_when_served(server)
    told = server.upgrade(next_bundle)
    assert (told.returncode, "数据库已换成升级以前的" in told.stdout) == (1, True), told.stderr
    assert "does not serve" in told.stderr
    assert (server.running(), server.version_of_the_database(), server.answers()) == (BEFORE, before, True)
    assert server.people() == ["guanli"]

    # All is mended.
    broken.with_suffix(".whole").replace(broken)
    told = server.upgrade(next_bundle)
    assert told.returncode == 0, told.stderr
    assert (server.running(), server.version_of_the_database(), server.answers()) == (NEXT, REVISION, True)
    assert f"{server.prefix}/current/bin/gongwen" in (server.units / "gongwen.service").read_text(
        encoding="utf-8"
    )

    # As if it had been cut off before it was done: the next run goes back first.
    (server.prefix / "rollback").rename(server.prefix / "upgrading")
    told = server.upgrade(next_bundle)
    assert (told.returncode, f"已退回 {BEFORE}" in told.stderr) == (0, True), told.stderr
    assert (server.running(), server.version_of_the_database(), server.answers()) == (NEXT, REVISION, True)
    server.gongwen("user", "add", "xinlai", "--admin", "--password-stdin", stdin=PASSWORD)

    # Back by hand, with the copy of the installer that was installed.
    told = server.install(server.prefix / NEXT / "install.sh", "--rollback")
    assert told.returncode == 0, told.stderr
    assert f"已退回 {BEFORE}" in told.stdout
    assert (server.running(), server.version_of_the_database(), server.answers()) == (BEFORE, before, True)
    assert server.people() == ["guanli"]
    assert "没有改过" in server.gongwen("audit", "verify")
    (kept,) = (server.data / "backups").glob("退回前-*.zip")
    server.gongwen("restore", str(kept), "--data-dir", str(server.data.parent / "另"), program=NEXT)
    again = server.install(server.prefix / NEXT / "install.sh", "--rollback")
    assert (again.returncode, "没有可退回的版本" in again.stderr) == (1, True)
