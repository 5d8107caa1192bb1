"""What the tests of the press share: outputs, small real PDFs, runs over a folder."""

import os
import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Page, Pdf

import generator
from generator.press.folder import Outcome, OutputFolder, Scope, open_folder
from generator.press.output import Output
from generator.press.printing import merge
from generator.problem import Problem

A4 = (595, 842)
A4_LANDSCAPE = (842, 595)
WHOLE = Scope(formats=frozenset({"docx", "pdf", "html"}), periods=frozenset({"", "2023-06"}))


def output(path: str, content: bytes = b"first", **other: object) -> Output:
    """An output of sheet A2 of the unit that its folder names."""
    values: dict[str, object] = {
        "format": path.rpartition(".")[2],
        "sheet": "A2",
        "title": path.rpartition("/")[2].rpartition(".")[0],
        "unit": path.partition("/")[0],
        "period": "2023-06",
        "pages": None,
        "template_digest": "t",
        "data_digest": "d",
        "order": 0,
    }
    return Output(path=path, content=content, **(values | other))  # type: ignore[arg-type]


def run(root: Path, *outputs: Output, scope: Scope = WHOLE) -> tuple[list[Outcome], list[Problem]]:
    """One whole run: outcomes of the files and problems of the end."""
    with open_folder(root) as folder:
        outcomes = [folder.write(one) for one in outputs]
        return outcomes, folder.finish(scope)


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def files(root: Path) -> list[str]:
    """Every file below `root`, hidden ones too, save the manifest."""
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(name for name in found if name != "manifest.json")


def listed(folder_or_root: OutputFolder | Path) -> list[str]:
    if isinstance(folder_or_root, OutputFolder):
        return [entry.file for entry in folder_or_root.listed()]
    with open_folder(folder_or_root) as folder:
        return [entry.file for entry in folder.listed()]


def pdf(*texts: str, size: tuple[int, int] = A4) -> bytes:
    """A PDF with one page per text; the text is the page's content, as a comment."""
    made = Pdf.new()
    for text in texts:
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *size]), Resources=Dictionary())
        page.Contents = made.make_stream(f"% {text}\n".encode())
        made.pages.append(Page(made.make_indirect(page)))
    target = BytesIO()
    made.save(target, deterministic_id=True)
    return target.getvalue()


def merged_bytes(pdfs: Iterable[tuple[str | tuple[str, ...], bytes | Path]], two_sided: bool) -> bytes:
    """PDFs merged with their titles."""
    target = BytesIO()
    named = [((title,) if isinstance(title, str) else title, source) for title, source in pdfs]
    merge(target, named, two_sided)
    return target.getvalue()


def page_texts(content: bytes) -> list[str]:
    """The texts that `pdf` put on the pages; a blank page gives an empty string."""
    with Pdf.open(BytesIO(content)) as opened:
        return [
            page.Contents.read_bytes().decode()[2:].strip() if "/Contents" in page else ""
            for page in opened.pages
        ]


def python(code: str, *arguments: object, seed: str = "0") -> subprocess.Popen[str]:
    """Start `code` in another process that knows the package and these samples."""
    known = [str(Path(generator.__file__).parents[1]), str(Path(__file__).parent)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(known), "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
