"""The wheel, the notices and the set-up: what reaches a machine that has never seen this checkout."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parent.parent
SMALL_CAMPAIGN = CHECKOUT / "fixtures" / "campaigns" / "small_valid"
FONT_SUFFIXES = (".otf", ".ttf", ".ttc", ".woff", ".woff2")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what the repository keeps."""
    source = tmp_path_factory.mktemp("source")
    for name in ("generator", "templates"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in CHECKOUT.iterdir():
        if path.is_file():
            shutil.copy(path, source)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."]
    run(build, folder=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


def run(command: list[str], *, folder: Path) -> str:
    """Run a command as a new user would: in `folder`, with nothing of this checkout in the environment."""
    ours = ("PYTHONPATH", "FONTCONFIG_FILE", "VIRTUAL_ENV")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def names_below(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


def test_the_wheel_carries_every_file_of_the_product_and_no_font(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())

    templates = {f"generator/_templates/{name}" for name in names_below(CHECKOUT / "templates")}
    wanted = {name for name in templates if not name.endswith(".docx.txt")}
    wanted |= {f"generator/{name}" for name in names_below(CHECKOUT / "generator")}
    assert sorted(wanted - inside) == []
    assert [name for name in sorted(inside) if name.lower().endswith(FONT_SUFFIXES)] == []


def test_what_the_wheel_carries_makes_a_database(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    words = ["user", "add", "guanli", "--admin", "--password-stdin", "--data-dir", "office"]
    command = [sys.executable, "-m", "generator", *words]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}

    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=env,
        input="mima-2023\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.stdout, done.returncode) == ("已增加管理员 guanli。\n", 0), done.stderr
    assert (tmp_path / "office" / "gongwen.db").is_file()


def test_every_room_is_in_the_list_of_packages():
    settings = configparser.ConfigParser()
    settings.read(CHECKOUT / "setup.cfg", encoding="utf-8")

    rooms = {path.parent for path in (CHECKOUT / "generator").rglob("*.py")}
    listed = set(settings["options"]["packages"].split()) - {"generator._templates"}
    assert {".".join(room.relative_to(CHECKOUT).parts) for room in rooms} == listed


@pytest.mark.slow
def test_the_wheel_in_an_empty_environment_runs_the_main_job(wheel, tmp_path):
    campaign = tmp_path / "专项行动"
    shutil.copytree(SMALL_CAMPAIGN, campaign)
    programs = install_in_empty_environment(wheel, tmp_path / "environment")

    told = run([str(programs / "python"), "-c", WHERE], folder=tmp_path)
    assert told.strip() == f"{tmp_path.resolve()}/environment True"
    build = [str(programs / "gongwen"), "build", str(campaign), "-o", "成品", "--formats", "docx,pdf"]
    run(build, folder=tmp_path)

    made = names_below(tmp_path / "成品")
    assert [suffix for suffix in (".docx", ".pdf", "manifest.json") if not ends(made, suffix)] == []


# Says which environment the product runs from and whether its templates lie in there too.
WHERE = """
import sys
from generator import resources
print(sys.prefix, str(resources.template_root()).startswith(sys.prefix))
"""


def install_in_empty_environment(wheel: Path, place: Path) -> Path:
    """A new virtual environment with the wheel and what it asks for; returns its folder of programs."""
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    run([str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel)], folder=place)
    return programs


def ends(names: set[str], suffix: str) -> bool:
    return any(name.endswith(suffix) for name in names)


def required_packages() -> set[str]:
    """Every package that the product and its service pull in, their own requirements' requirements included."""
    settings = configparser.ConfigParser()
    settings.read(CHECKOUT / "setup.cfg", encoding="utf-8")
    waiting, seen = settings["options"]["install_requires"].split(), set()
    waiting += [*settings["options.extras_require"]["serve"].split(), "psycopg-binary"]
    waiting += settings["options.extras_require"]["scan"].split()
    while waiting:
        name = bare_name(waiting.pop())
        if name not in seen and installed(name):
            seen.add(name)
            waiting += [r for r in metadata.requires(name) or () if is_needed_here(r)]
    return seen


def is_needed_here(requirement: str) -> bool:
    marker = Requirement(requirement).marker
    return marker is None or marker.evaluate({"extra": ""})


def bare_name(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement).group().lower().replace("_", "-")


def installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_notice_names_the_licence_of_every_package_and_font():
    notice = (CHECKOUT / "NOTICE").read_text(encoding="utf-8")
    named = {bare_name(line.strip()) for line in notice.splitlines() if re.match(r"  [\w.-]+ {2,}\S", line)}

    assert sorted(required_packages() - named) == []
    rules = (CHECKOUT / "generator/render/fonts.conf").read_text(encoding="utf-8")
    families = set(re.findall(r"<family>([^<]+)</family>", rules))
    official = {"方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FangSong_GB2312", "KaiTi_GB2312"}
    assert sorted(f for f in families - official if f.removesuffix(" SC") not in notice) == []


def stub(folder: Path, **programs: str) -> dict[str, str]:
    """An environment whose programs are these shell scripts before any of the system's."""
    folder.mkdir()
    for name, script in programs.items():
        path = folder / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def set_up(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(CHECKOUT / "scripts" / "setup_system.sh"), *arguments]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)


def test_set_up_changes_nothing_when_nothing_is_missing(tmp_path):
    calls = tmp_path / "calls"
    env = stub(tmp_path / "bin", dpkg_query="echo 'ii '", apt_get=f"echo called >> {calls}", soffice="")

    done = set_up(env, "--tests")

    assert (done.returncode, done.stdout, calls.exists()) == (0, "", False)


def test_set_up_installs_only_what_is_missing(tmp_path):
    calls = tmp_path / "calls"
    query = 'case "$*" in *noto*) exit 1 ;; *) echo "ii " ;; esac'
    env = stub(tmp_path / "bin", dpkg_query=query, apt_get=f'echo "$@" >> {calls}', id="echo 0")

    done = set_up(env)

    assert (done.returncode, done.stdout) == (0, "需要安装系统软件包：fonts-noto-cjk\n")
    commands = calls.read_text(encoding="utf-8").splitlines()
    assert commands[0].endswith(" update")
    assert commands[1].endswith(" install --no-install-recommends fonts-noto-cjk")


def test_set_up_without_rights_says_what_to_ask_the_administrator_for(tmp_path):
    query = 'case "$*" in *pango*) exit 1 ;; *) echo "ii " ;; esac'
    env = stub(tmp_path / "bin", dpkg_query=query, id="echo 1000", sudo="exit 1", apt_get="exit 1")

    done = set_up(env)

    assert done.returncode == 3
    assert "    apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0\n" in done.stderr


def test_make_explains_its_targets():
    told = run(["make", "--no-print-directory", "help"], folder=CHECKOUT)

    for target in ("setup", "demo", "test", "check", "clean"):
        assert re.search(rf"^  make {target} +\S", told, re.MULTILINE)
