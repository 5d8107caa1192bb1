"""The official typefaces and what prints them: the rules, the report, and getting the substitutes."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from generator.problem import EnvironmentProblem
from generator.render import fonts

OFFICIAL_NAMES = [name for face in fonts.FACES for name in (face.name, *face.other_names)]
SAMPLE = "关于加强重大事故隐患排查〔2023〕4号"


def fontconfig_with(tmp_path: Path, *families: str) -> Path:
    """The rules as shipped, for a machine that has tiny fonts of these families and no other."""
    folder = tmp_path / "data" / "gongwen" / "fonts"
    folder.mkdir(parents=True)
    for number, family in enumerate(families):
        write_font(folder / f"{number}.ttf", family)
    rules = tmp_path / "fonts.conf"
    text = fonts.FONTS_CONF.read_text(encoding="utf-8")
    rules.write_text(re.sub(r"  <include .*\n", "", text), encoding="utf-8")
    return rules


def write_font(path: Path, family: str) -> None:
    """A TrueType font that draws nothing for one character."""
    builder = FontBuilder(unitsPerEm=1000)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("安"): "A"})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in (".notdef", "A")})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "A": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"}, mac=False)
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture(autouse=True)
def _shipped_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts.FONTS_CONF))


def test_every_official_face_has_its_own_font_or_the_proper_substitute_here():
    standings = {choice.face.name: choice.standing for choice in fonts.substitutions()}

    assert list(standings) == ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"]
    assert set(standings.values()) <= {"official", "substitute"}, standings


def test_an_installed_official_face_wins_over_its_substitute(tmp_path, monkeypatch):
    rules = fontconfig_with(tmp_path, "仿宋", "FandolFang")
    monkeypatch.setenv("FONTCONFIG_FILE", str(rules))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    choice = fonts.substitutions()[1]

    assert (choice.face.name, choice.family, choice.standing) == ("仿宋_GB2312", "仿宋", "official")
    assert choice.line == "仿宋_GB2312：已安装（仿宋）"


def test_the_official_headline_face_is_not_thickened_by_machine(tmp_path, monkeypatch):
    fontconfig_with(tmp_path, "方正小标宋简体")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    command = ["fc-match", "--format=%{family} %{embolden}", ":family=方正小标宋简体"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    assert answer == "方正小标宋简体 False"


def test_without_official_face_and_substitute_the_line_says_so(tmp_path, monkeypatch):
    rules = fontconfig_with(tmp_path, "Some Other Face")
    monkeypatch.setenv("FONTCONFIG_FILE", str(rules))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    choice = fonts.substitutions()[2]

    assert choice.standing == "stopgap"
    assert choice.line == (
        "楷体_GB2312：本机没有，也没有开源替代字体，PDF 暂用 Some Other Face，字形不合规范"
    )


def test_without_fc_match_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert {choice.standing for choice in fonts.substitutions()} == {"unknown"}
    assert all("查不出" in choice.line for choice in fonts.substitutions())


def test_activate_leaves_the_users_own_rules_alone(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/home/someone/fonts.conf")
    fonts.activate()
    assert os.environ["FONTCONFIG_FILE"] == "/home/someone/fonts.conf"

    monkeypatch.delenv("FONTCONFIG_FILE")
    fonts.activate()
    assert os.environ["FONTCONFIG_FILE"] == str(fonts.FONTS_CONF)


def test_the_rules_know_every_name_in_the_table():
    text = " ".join(ET.parse(fonts.FONTS_CONF).getroot().itertext())

    assert [name for name in OFFICIAL_NAMES if name not in text] == []


def test_fontconfig_reads_the_rules_without_a_warning():
    done = subprocess.run(["fc-match", "仿宋"], capture_output=True, encoding="utf-8", check=True)

    assert done.stderr == ""


def embedded_fonts(pdf: Path) -> set[str]:
    """Names of the fonts in a PDF, subset prefix, hyphens and style words taken off."""
    with pikepdf.open(pdf) as document:
        names = {str(o.BaseFont) for o in document.objects if "/BaseFont" in _keys(o)}
    return {re.sub(r"^/([A-Z]{6}\+)?|[- ]|Regular|VKana", "", name) for name in names}


def _keys(thing: object) -> list[str]:
    return list(thing.keys()) if isinstance(thing, pikepdf.Dictionary) else []


def test_weasyprint_prints_each_face_with_what_the_report_says(tmp_path):
    from weasyprint import HTML

    for choice in fonts.substitutions():
        page = tmp_path / "page.pdf"
        style = f"font-family: '{choice.face.name}'"
        HTML(string=f'<html lang="zh-CN"><p style="{style}">{SAMPLE}').write_pdf(page)

        (name,) = embedded_fonts(page)
        assert name.removesuffix("Bold") == choice.family.replace(" ", "")


def test_a_character_outside_the_basic_plane_still_prints(tmp_path):
    from weasyprint import HTML

    page = tmp_path / "page.pdf"
    HTML(string='<html lang="zh-CN"><p style="font-family: 仿宋_GB2312">莫𡐓村').write_pdf(page)

    assert "BabelStoneHan" in embedded_fonts(page)


@pytest.mark.slow
def test_libreoffice_prints_each_face_with_what_the_report_says(tmp_path):
    choices = fonts.substitutions()
    write_docx(tmp_path / "page.docx", [choice.face.name for choice in choices])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "page.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)

    # LibreOffice writes the PostScript name, which for a collection is that of its first member.
    printed = {name.replace("CJKjp", "CJKSC") for name in embedded_fonts(tmp_path / "page.pdf")}
    assert {name.removesuffix("Bold") for name in printed} == {c.family.replace(" ", "") for c in choices}


def write_docx(path: Path, families: list[str]) -> None:
    """A Word file with a paragraph in each typeface and no other part than it needs."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    body = "".join(
        f'<w:p><w:r><w:rPr><w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}"/></w:rPr>'
        f"<w:t>{SAMPLE}</w:t></w:r></w:p>"
        for family in families
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)


def debian_package(folder: Path, *names: str) -> None:
    """A stand-in for the Debian package: the same tree, with short files for fonts."""
    tree = folder / "build"
    place = tree / "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
    place.mkdir(parents=True)
    for name in names:
        (place / name).write_text(f"font {name}", encoding="utf-8")
    (tree / "DEBIAN").mkdir()
    control = (
        "Package: texlive-lang-chinese\nVersion: 1\nArchitecture: all\nMaintainer: x <x@x>\nDescription: x\n"
    )
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    subprocess.run(["dpkg-deb", "-b", tree, folder / "fandol.deb"], check=True, capture_output=True)


def apt_get(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a command named apt-get first on the path."""
    program = folder / "bin" / "apt-get"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def _no_pypi_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "pypi_folder", lambda: None)


def pypi_fonts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins for the fonts of gongwen[fonts]."""
    folder.mkdir()
    for name in fonts.PYPI_FILES:
        (folder / name).write_text(f"font {name}", encoding="utf-8")
    monkeypatch.setattr(fonts, "pypi_folder", lambda: folder)


def test_without_apt_the_fonts_of_the_pypi_package_are_taken(tmp_path, monkeypatch):
    pypi_fonts(tmp_path / "package", monkeypatch)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    target, said = tmp_path / "fonts", []

    first = fonts.install_substitutes(target, say=said.append)
    second = fonts.install_substitutes(target)

    assert [path.name for path in first] == ["NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"]
    assert second == ()
    assert (target / "NotoSansSC-Regular.otf").read_text() == "font NotoSansSC-Regular.otf"
    assert "本机没有 apt-get" in said[1]
    assert "改用 PyPI 软件包 pylopdf-fonts-zh-cn 的字体" in said[1]
    assert "仿宋、楷体仍缺，PDF 暂用思源宋体" in said[2]


def test_substitutes_come_out_of_the_debian_package_once(tmp_path, monkeypatch):
    debian_package(tmp_path, *fonts.FANDOL_FILES, "FandolSong-Regular.otf")
    apt_get(tmp_path, f'cp "{tmp_path}/fandol.deb" .; echo x >> "{tmp_path}/calls"', monkeypatch)
    target = tmp_path / "gongwen" / "fonts"

    first = fonts.install_substitutes(target)
    second = fonts.install_substitutes(target)

    assert [path.name for path in first] == ["FandolFang-Regular.otf", "FandolKai-Regular.otf"]
    assert second == ()
    assert sorted(path.name for path in target.iterdir()) == sorted(fonts.FANDOL_FILES)
    assert (tmp_path / "calls").read_text().count("x") == 1


@pytest.mark.usefixtures("_no_pypi_fonts")
def test_a_failed_download_says_why_and_leaves_nothing(tmp_path, monkeypatch):
    apt_get(tmp_path, "echo 'E: Unable to locate package' >&2; exit 100", monkeypatch)

    with pytest.raises(EnvironmentProblem, match="下载失败：E: Unable to locate package；请联网"):
        fonts.install_substitutes(tmp_path / "fonts")
    assert not (tmp_path / "fonts").exists()


@pytest.mark.usefixtures("_no_pypi_fonts")
def test_a_package_without_the_fonts_is_reported(tmp_path, monkeypatch):
    debian_package(tmp_path, "FandolFang-Regular.otf")
    apt_get(tmp_path, f'cp "{tmp_path}/fandol.deb" .', monkeypatch)

    with pytest.raises(EnvironmentProblem, match="里没有 FandolKai-Regular.otf"):
        fonts.install_substitutes(tmp_path / "fonts")


@pytest.mark.usefixtures("_no_pypi_fonts")
def test_where_there_is_no_apt_the_clerk_is_told_what_to_do_by_hand(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(
        EnvironmentProblem, match="FandolFang-Regular.otf、FandolKai-Regular.otf 放进"
    ) as raised:
        fonts.install_substitutes(tmp_path / "fonts")
    assert f"{sys.executable} -m pip install pylopdf-fonts-zh-cn" in str(raised.value)
