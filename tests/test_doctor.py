"""What the check-up says about this machine, and about machines that lack something."""

import importlib
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

from generator import doctor, resources
from generator.doctor import Finding, Report
from generator.render import fonts, glyphs


def found(report: Report, name: str) -> Finding:
    (finding,) = [f for f in report.findings if f.name.startswith(name)]
    return finding


def files_in_place(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """A product whose own files are all there."""
    for name in ("templates/docx/a.docx", "templates/html/a.html", "catalogue/a.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.touch()
    monkeypatch.setattr(resources, "template_root", lambda: tmp_path / "templates")
    monkeypatch.setattr(resources, "catalogue_root", lambda: tmp_path / "catalogue")


def import_failing(monkeypatch: pytest.MonkeyPatch, name: str, failure: Exception) -> None:
    real = importlib.import_module

    def fail(module: str) -> object:
        if module == name:
            raise failure
        return real(module)

    monkeypatch.setattr(importlib, "import_module", fail)


def test_a_complete_machine_makes_both_formats(monkeypatch, tmp_path):
    files_in_place(monkeypatch, tmp_path)

    report = doctor.examine()

    assert (report.docx_ready, report.pdf_ready) == (True, True)
    assert [f.name for f in report.findings if f.state == "defect"] == []
    assert found(report, "PDF 引擎").detail == "70.0"


def test_lines_mark_each_finding_and_end_with_the_verdict(monkeypatch, tmp_path):
    files_in_place(monkeypatch, tmp_path)

    lines = doctor.report_lines(doctor.examine())

    assert lines[0].startswith("✓ Python：3.")
    assert lines[-1] == "结论：Word（docx）可以生成，PDF可以生成。"
    assert all(re.match(r"[✓·✗] .+：.+|    办法：.+", line) for line in lines[:-1])


def test_every_defect_comes_with_a_command(monkeypatch, tmp_path):
    monkeypatch.setattr(resources, "template_root", lambda: tmp_path)
    monkeypatch.setattr(resources, "catalogue_root", lambda: tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(importlib, "import_module", _refuse)

    report = doctor.examine()

    defects = [f for f in report.findings if f.state == "defect"]
    assert [f.name for f in defects] == [
        "Word 引擎 docxtpl",
        "Word 引擎 python-docx",
        "PDF 引擎 WeasyPrint",
        "PDF 合并 pikepdf",
        "模板",
        "表式目录",
    ]
    assert all(f.command and f.windows_hint for f in defects)
    assert (report.docx_ready, report.pdf_ready) == (False, False)


def _refuse(module: str) -> object:
    raise ImportError(f"No module named {module!r}")


def test_without_pango_one_line_says_what_is_missing_and_word_still_works(monkeypatch, tmp_path):
    files_in_place(monkeypatch, tmp_path)
    complaint = "cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file"
    import_failing(monkeypatch, "weasyprint", OSError(complaint))

    report = doctor.examine()

    finding = found(report, "PDF 引擎")
    assert finding.detail == "缺系统库 libpango-1.0-0，不能生成 PDF（Word 不受影响）"
    assert finding.command.endswith("apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    assert (report.docx_ready, report.pdf_ready) == (True, False)


def test_weasyprints_own_banner_about_missing_libraries_does_not_show():
    # A fresh process, in which the loader cannot find Pango, imports the real WeasyPrint.
    script = """
        import cffi
        real = cffi.FFI.dlopen
        def without_pango(self, name, flags=0):
            if "pango" in str(name):
                raise OSError(f"cannot load library '{name}'")
            return real(self, name, flags)
        cffi.FFI.dlopen = without_pango
        from generator import doctor
        print([f.detail for f in doctor.examine().findings if "WeasyPrint" in f.name])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=resources.CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout == "['缺系统库 libpango-1.0-0，不能生成 PDF（Word 不受影响）']\n"
    assert done.stderr == ""


def test_a_broken_package_is_named_as_the_product_asks_for_it(monkeypatch):
    monkeypatch.setattr(doctor.metadata, "requires", lambda _name: ["docxtpl<0.21,>=0.20", "jinja2>=3.1"])
    import_failing(monkeypatch, "docxtpl", ImportError("No module named 'docxtpl'"))

    finding = found(doctor.examine(), "Word 引擎 docxtpl")

    assert finding.detail == "装载不了（No module named 'docxtpl'）"
    assert finding.command == f'{sys.executable} -m pip install --force-reinstall "docxtpl<0.21,>=0.20"'


def test_another_weasyprint_than_the_measured_one_is_noted(monkeypatch):
    monkeypatch.setattr(doctor.metadata, "requires", lambda _name: ["weasyprint==69.0"])

    finding = found(doctor.examine(), "PDF 引擎")

    assert finding.state == "note"
    assert finding.detail == "70.0，版面是按 69.0 测定的，行数字数可能有出入"
    assert finding.command.endswith("pip install weasyprint==69.0")


@pytest.mark.parametrize(
    ("face", "standing", "state", "command"),
    [
        (1, "official", "good", ""),
        (1, "substitute", "note", ""),
        (1, "stopgap", "note", f"{sys.executable} -m generator.render.fonts --install"),
        (3, "stopgap", "note", "apt-get install fonts-noto-cjk"),
        (3, "unknown", "note", "apt-get install fontconfig"),
    ],
)
def test_a_font_is_never_a_defect_but_its_substitute_is_offered(monkeypatch, face, standing, state, command):
    choice = fonts.FontChoice(face=fonts.FACES[face], family="某字体", standing=standing)
    monkeypatch.setattr(fonts, "substitutions", lambda: (choice,))

    finding = found(doctor.examine(), "字体")

    assert (finding.state, finding.command.removeprefix("sudo ")) == (state, command)
    assert f"{finding.name}：{finding.detail}" == f"字体 {choice.line}"


def test_rare_characters_that_no_font_has_are_named_with_what_to_install(monkeypatch):
    assert len(set(doctor.RARE_CHARACTERS)) == len(doctor.RARE_CHARACTERS) > 25
    monkeypatch.setattr(glyphs, "lacking", lambda text, _face: text[:6])

    finding = found(doctor.examine(), "生僻字")

    assert finding.state == "note"
    assert "没有 㙍（U+364D）、" in finding.detail
    assert "等 6 个，" in finding.detail
    assert finding.command.endswith("apt-get install fonts-babelstone-han")


def test_rare_characters_that_all_print_are_good(monkeypatch):
    monkeypatch.setattr(glyphs, "lacking", lambda _text, _face: "")

    assert found(doctor.examine(), "生僻字").state == "good"


def test_libreoffice_is_optional(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    finding = found(doctor.examine(), "LibreOffice")

    assert finding.state == "note"
    assert finding.command.endswith("apt-get install libreoffice-writer-nogui")


def test_on_windows_the_remedy_is_in_words():
    finding = Finding(
        name="甲", state="defect", detail="缺乙", command="apt-get install 乙", windows_hint="装乙"
    )
    here = Report(findings=(finding,), docx_ready=True, pdf_ready=False, on_windows=False)
    windows = Report(findings=(finding,), docx_ready=True, pdf_ready=False, on_windows=True)

    assert doctor.report_lines(here)[1] == "    办法：apt-get install 乙"
    assert doctor.report_lines(windows)[1] == "    办法：装乙"
