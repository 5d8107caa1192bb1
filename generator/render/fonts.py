"""Typefaces (字体): which family really prints each official face, and how the open substitutes are fetched.

The rules themselves stand in `fonts.conf` beside this module; WeasyPrint and LibreOffice alike read it
through the variable FONTCONFIG_FILE. No font is part of the product: NOTICE says where each comes from.
"""

import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from generator.dataclass import dataclass
from generator.problem import EnvironmentProblem
from generator.render.fontconfig import FONTS_CONF, ask, changed, font_files, rules_in_force

if TYPE_CHECKING:
    from subprocess import CompletedProcess

FANDOL_PACKAGE = "texlive-lang-chinese"
FANDOL_FILES = ("FandolFang-Regular.otf", "FandolKai-Regular.otf")
PYPI_PACKAGE = "pylopdf-fonts-zh-cn"  # gongwen[fonts]
PYPI_FILES = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")
PYPI_FAMILIES = {"Noto Serif CJK SC": "Noto Serif SC", "Noto Sans CJK SC": "Noto Sans SC"}  # the same designs
PYPI_WORDS = {"Noto Serif SC": "思源宋体 Noto Serif SC", "Noto Sans SC": "思源黑体 Noto Sans SC"}

Standing: TypeAlias = Literal["official", "substitute", "stopgap", "unknown"]
Say: TypeAlias = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Official typeface (规定字体) with the names it goes by and the open family that stands in for it."""

    name: str
    other_names: tuple[str, ...]
    substitute: str
    substitute_word: str


FACES = (
    Face(
        name="方正小标宋简体",
        other_names=("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        substitute="Noto Serif CJK SC",
        substitute_word="思源宋体粗体 Noto Serif CJK SC Bold",
    ),
    Face(
        name="仿宋_GB2312",
        other_names=("FangSong_GB2312", "仿宋", "FangSong"),
        substitute="FandolFang",
        substitute_word="开源仿宋 FandolFang",
    ),
    Face(
        name="楷体_GB2312",
        other_names=("KaiTi_GB2312", "楷体", "KaiTi"),
        substitute="FandolKai",
        substitute_word="开源楷体 FandolKai",
    ),
    Face(
        name="黑体",
        other_names=("SimHei",),
        substitute="Noto Sans CJK SC",
        substitute_word="思源黑体 Noto Sans CJK SC",
    ),
    Face(
        name="宋体",
        other_names=("SimSun",),
        substitute="Noto Serif CJK SC",
        substitute_word="思源宋体 Noto Serif CJK SC",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FontChoice:
    """What prints one official face on this machine.

    `family` is the installed family, empty when it could not be found out. `standing` says whether that is
    the official face, its proper open substitute, or a stopgap that happens to be there.
    """

    face: Face
    family: str
    standing: Standing

    @property
    def line(self) -> str:
        """One honest Chinese line about this face."""
        if self.standing == "official":
            return f"{self.face.name}：已安装（{self.family}）"
        if self.standing == "substitute":
            word = PYPI_WORDS.get(self.family, self.face.substitute_word)
            weight = "（只有常规字重，标题由程序加粗）" if self._is_one_weight else ""
            return f"{self.face.name}：本机没有，PDF 以{word} 代替{weight}"
        if self.standing == "stopgap":
            return f"{self.face.name}：本机没有，也没有开源替代字体，PDF 暂用 {self.family}，字形不合规范"
        return f"{self.face.name}：查不出用哪个字体（没有 fc-match 命令）"

    @property
    def _is_one_weight(self) -> bool:
        return self.family in PYPI_WORDS and self.face.name == FACES[0].name


def substitutions() -> tuple[FontChoice, ...]:
    """Say for each official face which family prints it here, in the order of FACES.

    Asks fontconfig's own `fc-match`, which every Pango on Debian brings along, under the rules in force.
    """
    return tuple(_choice(face, _matched_families(face.name)) for face in FACES)


def summary() -> str:
    """Return one honest Chinese line: which faces of the PDF are official and what stands for the others."""
    choices = substitutions()
    if all(choice.standing == "official" for choice in choices):
        return "公文字体齐全"
    lacking = (f"{c.face.name}→{c.family or '不明'}" for c in choices if c.standing != "official")
    return f"本机没有的公文字体，PDF 用替代字体排印：{'，'.join(lacking)}（Word 文件仍写公文字体名）"


@lru_cache
def fingerprint() -> str:
    """Return a digest of the fonts of this machine and the rules in force, equal where the same letters print.

    Fonts are told by the names and sizes of their files; without `fc-list` of fontconfig nothing is known of them.
    """
    rules = rules_in_force()
    files = map(Path, font_files())
    told = sorted(f"{path.name} {path.stat().st_size}" for path in files if path.is_file())
    parts = [rules.read_bytes() if rules.is_file() else b"", *(line.encode() for line in told)]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def activate() -> None:
    """Point fontconfig to the product's rules, unless the user has pointed it elsewhere.

    Must run before Pango is loaded. On Windows Pango keeps its own configuration: the official faces
    come with the system there, and this file would hide them.
    """
    if os.name != "nt":
        os.environ.setdefault("FONTCONFIG_FILE", str(FONTS_CONF))


def user_font_folder() -> Path:
    """Folder that fonts.conf adds for the substitutes: gongwen/fonts in the user's data directory."""
    data_home = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data_home) if data_home else Path.home() / ".local" / "share"
    return base / "gongwen" / "fonts"


def install_substitutes(target: Path, *, say: Say = lambda _line: None) -> tuple[Path, ...]:
    """Put FandolFang and FandolKai into `target`, out of Debian's package, without installing TeX.

    Where that cannot be fetched, Noto Serif SC and Noto Sans SC out of the PyPI package gongwen[fonts], if it is there.
    Returns the files that were added, none when they were all there. Raises EnvironmentProblem, with what to do about
    it, when this machine has neither.
    """
    missing = [name for name in FANDOL_FILES if not (target / name).is_file()]
    if not missing:
        say(f"开源仿宋、楷体已在 {target}")
        return ()
    try:
        return _from_debian(missing, target, say)
    except EnvironmentProblem as problem:
        folder = pypi_folder()
        if folder is None:
            raise
        say(f"{problem}。改用 PyPI 软件包 {PYPI_PACKAGE} 的字体")
        return _from_pypi(folder, target, say)


def pypi_folder() -> Path | None:
    """Return the folder of the fonts that gongwen[fonts] brings, None where it is not installed."""
    found = importlib.util.find_spec(PYPI_PACKAGE.replace("-", "_"))
    folder = Path(found.origin).parent if found and found.origin else None
    return folder if folder and all((folder / name).is_file() for name in PYPI_FILES) else None


def _from_debian(missing: Sequence[str], target: Path, say: Say) -> tuple[Path, ...]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="gongwen-fonts-") as scratch:
        say(f"正在下载 Debian 软件包 {FANDOL_PACKAGE}（约 49 MB，只取其中两个字体，不安装 TeX）……")
        package = _download(Path(scratch), target=target)
        say("正在取出字体……")
        tree = _unpack(package)
        added = tuple(_place(next(tree.rglob(name), None), target / name) for name in missing)
    say(f"已装入 {target}：{'、'.join(path.name for path in added)}")
    return added


def _from_pypi(folder: Path, target: Path, say: Say) -> tuple[Path, ...]:
    missing = [name for name in PYPI_FILES if not (target / name).is_file()]
    added = tuple(_place(folder / name, target / name) for name in missing)
    say(f"已在 {target}：{'、'.join(PYPI_FILES)}。仿宋、楷体仍缺，PDF 暂用思源宋体")
    return added


def _choice(face: Face, families: tuple[str, ...]) -> FontChoice:
    """Judge the families that fontconfig answered for one face."""
    official = [name for name in families if name == face.name or name in face.other_names]
    standing: Standing = "stopgap"
    if official:
        standing = "official"
    elif {face.substitute, PYPI_FAMILIES.get(face.substitute)} & set(families):
        standing = "substitute"
    elif not families:
        standing = "unknown"
    return FontChoice(face=face, family=next(iter(official or families), ""), standing=standing)


def _matched_families(name: str) -> tuple[str, ...]:
    """All the names of the family that fontconfig picks for `name`; empty when it cannot be asked."""
    return tuple(part for part in ask(name, "%{family}").split(",") if part)


def _download(folder: Path, *, target: Path) -> Path:
    """Fetch the package into `folder` with apt-get and return its path."""
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        names = "、".join(FANDOL_FILES)
        raise EnvironmentProblem(
            f"本机没有 apt-get，不能自动取字体：请把 {names} 放进 {target}；"
            f"或者执行 {sys.executable} -m pip install {PYPI_PACKAGE} 再试（只有宋体、黑体）"
        )
    command = ["apt-get", "download", "-q", FANDOL_PACKAGE]
    done = _run(command, folder)
    if done.returncode and os.geteuid() == 0:
        _run(["apt-get", "update", "-q"], folder)
        done = _run(command, folder)
    found = sorted(folder.glob("*.deb"))
    if done.returncode or not found:
        raise EnvironmentProblem(
            f"软件包 {FANDOL_PACKAGE} 下载失败：{_last_line(done)}；请联网后先执行 sudo apt-get update 再试"
        )
    return found[0]


def _unpack(package: Path) -> Path:
    """Unpack a Debian package beside itself and return the folder."""
    tree = package.parent / "tree"
    done = _run(["dpkg", "-x", str(package), str(tree)], package.parent)
    if done.returncode:
        raise EnvironmentProblem(f"软件包 {package.name} 解不开：{_last_line(done)}；请检查磁盘空间后再试")
    return tree


def _place(source: Path | None, target: Path) -> Path:
    """Copy a font; the target appears whole or not at all."""
    if source is None:
        raise EnvironmentProblem(f"软件包 {FANDOL_PACKAGE} 里没有 {target.name}：请手工放到 {target}")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    shutil.copyfile(source, partial)
    partial.replace(target)
    changed()
    return target


def _run(command: Sequence[str], folder: Path) -> "CompletedProcess[str]":
    import subprocess

    return subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def _last_line(done: "CompletedProcess[str]") -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"返回码 {done.returncode}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `python -m generator.render.fonts [--install]`; returns the exit code (3: environment)."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="python -m generator.render.fonts", description="查看或安装 PDF 字体"
    )
    parser.add_argument("--install", action="store_true", help="把开源仿宋、楷体装进用户字体目录")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.install and _needs_fandol():
            install_substitutes(user_font_folder(), say=_print_line)
    except EnvironmentProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 3
    for choice in substitutions():
        _print_line(choice.line)
    return 0


def _needs_fandol() -> bool:
    """Whether any face that Fandol stands in for is not there itself."""
    return any(c.face.substitute.startswith("Fandol") and c.standing != "official" for c in substitutions())


def _print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
