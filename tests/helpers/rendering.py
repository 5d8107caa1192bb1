"""Files of sheets, each made once in a run: Word and HTML in memory, PDF on disk where all workers find them."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from generator.model.sheet import Sheet
from generator.render import fonts
from generator.render.docx import render_docx
from generator.render.html import render_html
from generator.render.pdf import render_pdf
from helpers.sheets import key

Content = TypeVar("Content", bytes, str)
BATCH = 100  # a call with 248 files lost the last one in LibreOffice 7.4


class Renderings:
    """The files of sheets, made when first asked for; `folder` is shared by the workers of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._docx: dict[str, bytes] = {}
        self._html: dict[str, str] = {}

    def docx(self, sheet: Sheet) -> bytes:
        """The Word file of a sheet."""
        return _once(self._docx, key(sheet), lambda: render_docx(sheet).content)

    def html(self, sheet: Sheet) -> str:
        """The HTML of a sheet."""
        return _once(self._html, key(sheet), lambda: render_html(sheet))

    def pdf(self, sheet: Sheet) -> Path:
        """The PDF of a sheet."""
        return self._on_disk(f"{key(sheet)}.pdf", lambda: render_pdf(self.html(sheet)).content)

    def archived(self, sheet: Sheet) -> Path:
        """The PDF of a sheet for the archive."""
        name = f"archive-{key(sheet)}.pdf"
        return self._on_disk(name, lambda: render_pdf(self.html(sheet), archive=True).content)

    def _on_disk(self, name: str, make: Callable[[], bytes]) -> Path:
        path = self.folder / name
        if not path.exists():
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(make())
            part.replace(path)
        return path

    def office_pdfs(self, sheets: Iterable[Sheet], work: Path) -> dict[str, Path]:
        """The PDF that LibreOffice makes of each sheet's Word file, by the sheet's key."""
        source, target = work / "docx", work / "pdf"
        source.mkdir()
        names = []
        for sheet in sheets:
            names.append(key(sheet))
            (source / f"{key(sheet)}.docx").write_bytes(self.docx(sheet))
        to_pdf(sorted(source.iterdir()), target, work / "profile")
        return {name: target / f"{name}.pdf" for name in names}


def _once(made: dict[str, Content], name: str, make: Callable[[], Content]) -> Content:
    if name not in made:
        made[name] = make()
    return made[name]


def office() -> str | None:
    """The path of LibreOffice's program, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(documents: Iterable[Path], target: Path, profile: Path) -> None:
    """Convert Word files with LibreOffice, the product's font rules in force."""
    program = office()
    assert program
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    every = list(map(str, documents))
    for start in range(0, len(every), BATCH):
        subprocess.run(
            [*command, "--outdir", str(target), *every[start : start + BATCH]],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts.FONTS_CONF)},
            capture_output=True,
            check=True,
            timeout=300,
        )
