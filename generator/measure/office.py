"""LibreOffice as a second reader of Word files: the PDF it makes of them, several in one start."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.render.fontconfig import rules_in_force

BATCH = 100  # LibreOffice 7.4 loses the last of more than 200 files
SECONDS = 60  # to start
SECONDS_EACH = 20
# What a stranger's file must not do: run macros, fetch what it links to.
# Where it stands on macOS and Windows, whose installers do not put it on the path.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# The blank page before an even one counts, so it must be there.
_EXPORT = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


def office() -> str | None:
    """Return LibreOffice's program, None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


@contextmanager
def office_pdfs(documents: Sequence[Path]) -> Iterator[dict[Path, Path]]:
    """Give the PDF of each Word file that LibreOffice could convert, while the context lasts."""
    with tempfile.TemporaryDirectory(prefix="gongwen-office-") as scratch:
        yield _convert(documents, Path(scratch))


def _convert(documents: Sequence[Path], scratch: Path) -> dict[Path, Path]:
    """Convert copies with names of numbers, so that equal names from several folders do not meet."""
    program = office()
    if program is None or not documents:
        return {}
    profile, target = scratch / "profile", scratch / "pdf"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    copies = {path: scratch / f"{number}.docx" for number, path in enumerate(documents)}
    for path, copy in copies.items():
        shutil.copyfile(path, copy)
    every = list(copies.values())
    for start in range(0, len(every), BATCH):
        _run(program, profile, target, every[start : start + BATCH])
    made = {path: target / f"{copy.stem}.pdf" for path, copy in copies.items()}
    return {path: pdf for path, pdf in made.items() if pdf.exists()}


def _settings() -> str:
    """Return the settings of LibreOffice's profile."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(program: str, profile: Path, target: Path, copies: Sequence[Path]) -> None:
    """Run LibreOffice; a file that it cannot read, or that takes it too long, has no PDF afterwards."""
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", _EXPORT, "--outdir", str(target), *map(str, copies)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "FONTCONFIG_FILE": str(rules_in_force())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS + SECONDS_EACH * len(copies))
    except subprocess.TimeoutExpired:
        return  # what it has finished by then is there
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program with the processes that it started: `soffice` is a script around the real one."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, 9)
    process.wait()
