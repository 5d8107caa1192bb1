"""Check-up of this machine (体检): what engines and fonts it has, and the exact command that mends a defect.

Nothing is imported for good and nothing is changed: every engine is tried and its failure is a finding.
"""

import contextlib
import importlib
import io
import os
import platform
import re
import shlex
import shutil
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Literal, TypeAlias

from generator import resources
from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.render import fonts, glyphs
from generator.validate.characters import code_point

State: TypeAlias = Literal["good", "note", "defect"]
MARKS: dict[State, str] = {"good": "✓", "note": "·", "defect": "✗"}

# Packages whose name differs from the module they bring.
PACKAGES = {"docx": "python-docx"}

PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NOTO_PACKAGE = "fonts-noto-cjk"
RARE_PACKAGE = "fonts-babelstone-han"
OFFICE_PACKAGE = "libreoffice-writer-nogui"

# Characters of real names of places and persons, of every extension that came into use for them.
RARE_CHARACTERS = "㙍㙟㘵䓖䣕䶮垚堃塍堌祎頔骉𠙶𡐓𨺓𧿹𪨶𫍯𫖮𫚖𫟅𬇙𬇹𬍛𬒔𬜬𬭬𬱖"

WINDOWS_PANGO = "安装 MSYS2，在其窗口里执行 pacman -S mingw-w64-ucrt-x86_64-pango，再重开命令行"
WINDOWS_FONTS = "在“设置—可选功能”里添加“简体中文补充字体”，方正小标宋简体另向方正字库取得"

WINDOWS_RARE = "安装收字更全的字体，如天珩全字库、BabelStone Han，把字体文件复制到“设置—个性化—字体”里"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at (检查项): what it is, how it stands, and how to mend it.

    `command` is to be typed as it stands on Debian or Ubuntu, `windows_hint` says in words what to do on
    Windows; both are empty when nothing needs mending.
    """

    name: str
    state: State
    detail: str
    command: str = ""
    windows_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the check-up found (体检结果), in the order of reading.

    `docx_ready` and `pdf_ready` say whether Word files and PDF can be made on this machine.
    """

    findings: tuple[Finding, ...]
    docx_ready: bool
    pdf_ready: bool
    on_windows: bool


def examine() -> Report:
    """Look at Python, the engines, the fonts and the product's own files on this machine."""
    word = (_module("Word 引擎 docxtpl", "docxtpl"), _module("Word 引擎 python-docx", "docx"))
    pdf = (_weasyprint(), _module("PDF 合并 pikepdf", "pikepdf"))
    files = (_templates(), _catalogue())
    return Report(
        findings=(
            *(_python(), *word, *pdf, *files, _office()),
            *(*map(_font, fonts.substitutions()), _rare_characters()),
        ),
        docx_ready=_sound((*word, *files)),
        pdf_ready=_sound((*pdf, *files)),
        on_windows=os.name == "nt",
    )


def report_lines(report: Report) -> list[str]:
    """The report as Chinese lines for a terminal: findings with their remedies, then the verdict."""
    lines = [line for finding in report.findings for line in _finding_lines(finding, report.on_windows)]
    ready = [("Word（docx）", report.docx_ready), ("PDF", report.pdf_ready)]
    verdict = "，".join(f"{kind}{'可以生成' if sound else '不能生成'}" for kind, sound in ready)
    return [*lines, f"结论：{verdict}。"]


def _finding_lines(finding: Finding, on_windows: bool) -> list[str]:
    line = f"{MARKS[finding.state]} {finding.name}：{finding.detail}"
    if on_windows and finding.windows_hint:
        return [line, f"    办法：{finding.windows_hint}"]
    if finding.command:
        return [line, f"    办法：{finding.command}"]
    return [line]


def _sound(findings: Iterable[Finding]) -> bool:
    return all(finding.state != "defect" for finding in findings)


def _python() -> Finding:
    return Finding(name="Python", state="good", detail=f"{platform.python_version()}（{sys.executable}）")


def _module(name: str, module: str) -> Finding:
    """Try to import one Python package and say its version."""
    failure, _ = _try_import(module)
    if failure is None:
        return Finding(name=name, state="good", detail=_version(module))
    return _broken_package(name, module, failure)


def _broken_package(name: str, module: str, failure: Exception) -> Finding:
    detail = f"装载不了（{_first_line(failure)}）"
    command = f'{sys.executable} -m pip install --force-reinstall "{_requirement(module)}"'
    return Finding(name=name, state="defect", detail=detail, command=command, windows_hint=command)


def _weasyprint() -> Finding:
    """Try the PDF engine, which is the one that needs system libraries."""
    name = "PDF 引擎 WeasyPrint"
    fonts.activate()
    failure, warned = _try_import("weasyprint")
    if isinstance(failure, OSError):
        return Finding(
            name=name,
            state="defect",
            detail=f"缺系统库 {_missing_library(failure)}，不能生成 PDF（Word 不受影响）",
            command=_apt(PANGO_PACKAGES),
            windows_hint=WINDOWS_PANGO,
        )
    if failure is not None:
        return _broken_package(name, "weasyprint", failure)
    if "HarfBuzz-Subset" in warned:
        detail = f"{_version('weasyprint')}，缺系统库 libharfbuzz-subset，字体子集化较慢"
        return Finding(name=name, state="note", detail=detail, command=_apt("libharfbuzz-subset0"))
    return _pinned_weasyprint(name)


def _pinned_weasyprint(name: str) -> Finding:
    """Compare the engine with the version that the page was measured with."""
    found = _version("weasyprint")
    _, _, wanted = _requirement("weasyprint").partition("==")
    if wanted in ("", found):
        return Finding(name=name, state="good", detail=found)
    command = f"{sys.executable} -m pip install weasyprint=={wanted}"
    detail = f"{found}，版面是按 {wanted} 测定的，行数字数可能有出入"
    return Finding(name=name, state="note", detail=detail, command=command, windows_hint=command)


def _try_import(module: str) -> tuple[Exception | None, str]:
    """Import a module silently; return what went wrong, if anything, and the text of its warnings."""
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("always")
        try:
            importlib.import_module(module)
        except Exception as failure:
            return failure, ""
    return None, "\n".join(str(warning.message) for warning in caught)


def _missing_library(failure: OSError) -> str:
    """The name of the library in the loader's English complaint."""
    found = re.search(r"library '?([\w.+-]+)", str(failure))
    return found.group(1) if found else "Pango"


def _version(module: str) -> str:
    with contextlib.suppress(metadata.PackageNotFoundError):
        return metadata.version(PACKAGES.get(module, module))
    return "版本不明"


def _requirement(module: str) -> str:
    """How the product itself asks for a package, say `docxtpl<0.21,>=0.20`; its bare name when unknown."""
    package = PACKAGES.get(module, module)
    with contextlib.suppress(metadata.PackageNotFoundError):
        for requirement in metadata.requires("gongwen") or ():
            if re.match(rf"{package}\b(?!-)", requirement, re.IGNORECASE):
                return requirement
    return package


def _templates() -> Finding:
    root = resources.template_root()
    missing = [name for name in ("docx", "html") if not any(root.glob(f"{name}/*"))]
    if missing:
        folders = [root / name for name in missing]
        return _incomplete("模板", f"{root} 里没有 {'、'.join(missing)} 模板", folders)
    return Finding(name="模板", state="good", detail=str(root))


def _catalogue() -> Finding:
    root = resources.catalogue_root()
    count = len(list(root.glob("*.yaml")))
    if not count:
        return _incomplete("表式目录", f"{root} 里没有表式", [root])
    return Finding(name="表式目录", state="good", detail=f"{count} 种表式（{root}）")


def _incomplete(name: str, detail: str, folders: Sequence[Path]) -> Finding:
    """Folders of the product itself are empty: only the place it came from can bring them back."""
    if (resources.CHECKOUT / ".git").exists():
        command = shlex.join(["git", "-C", str(resources.CHECKOUT), "checkout", "--", *map(str, folders)])
    else:
        wheel = f"gongwen-{_version('gongwen')}-py3-none-any.whl"
        command = f"{sys.executable} -m pip install --force-reinstall {wheel}"
    return Finding(name=name, state="defect", detail=detail, command=command, windows_hint=command)


def _office() -> Finding:
    """LibreOffice is only for looking at the Word files; nothing is made with it."""
    name = "LibreOffice（可选，用来复核 Word 版面）"
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        return Finding(name=name, state="good", detail=program)
    return Finding(
        name=name,
        state="note",
        detail="没有安装，不影响生成",
        command=_apt(OFFICE_PACKAGE),
        windows_hint="需要时从 LibreOffice 官网下载安装",
    )


def _font(choice: fonts.FontChoice) -> Finding:
    """The honest line about one official typeface, and the command that gets a missing substitute."""
    name, _, detail = choice.line.partition("：")
    if choice.standing == "official":
        return Finding(name=f"字体 {name}", state="good", detail=detail)
    if choice.standing == "substitute":
        return Finding(name=f"字体 {name}", state="note", detail=detail)
    if choice.standing == "unknown":
        command = _apt("fontconfig")
    elif choice.face.substitute.startswith("Fandol"):
        command = f"{sys.executable} -m generator.render.fonts --install"
    else:
        command = _apt(NOTO_PACKAGE)
    return Finding(
        name=f"字体 {name}", state="note", detail=detail, command=command, windows_hint=WINDOWS_FONTS
    )


def _rare_characters() -> Finding:
    """Try a set of characters that names need, on all the fonts of this machine."""
    name, count = "生僻字（地名、人名用字）", len(RARE_CHARACTERS)
    if not glyphs.tried(gb.FACE_TEXT):
        return Finding(
            name=name, state="note", detail="查不出（没有 fc-match 命令）", command=_apt("fontconfig")
        )
    lacking = glyphs.lacking(RARE_CHARACTERS, gb.FACE_TEXT)
    if not lacking:
        return Finding(name=name, state="good", detail=f"试了 {count} 个，本机的字体都有")
    named = "、".join(f"{char}（{code_point(char)}）" for char in lacking[:5])
    more = f"等 {len(lacking)} 个" if len(lacking) > 5 else ""
    detail = f"试了 {count} 个，没有 {named}{more}，数据里有这些字时不能生成 PDF"
    return Finding(
        name=name, state="note", detail=detail, command=_apt(RARE_PACKAGE), windows_hint=WINDOWS_RARE
    )


def _apt(packages: str) -> str:
    """The apt-get command for this user: with sudo unless root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return f"{'' if is_root else 'sudo '}apt-get install {packages}"


def _first_line(failure: Exception) -> str:
    return str(failure).strip().splitlines()[0] if str(failure).strip() else type(failure).__name__
