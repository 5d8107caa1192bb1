"""The verb of the instrument (量): files found, read and judged, one after the other."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.dataclass import dataclass
from generator.measure.docx import measure_documents
from generator.measure.page import NotReadable
from generator.measure.pdf import measure_pdf
from generator.measure.verdict import Verdict

SUFFIXES = (".pdf", ".docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One file with its verdicts, or with why it cannot be read."""

    path: Path
    verdicts: tuple[Verdict, ...] = ()
    error: str = ""

    @property
    def roots(self) -> int:
        """How many clauses failed by themselves."""
        return sum(v.root for v in self.verdicts)

    @property
    def consequences(self) -> int:
        """How many failed because another did."""
        return sum(v.outcome == "fail" for v in self.verdicts) - self.roots

    @property
    def unknown(self) -> int:
        """How many clauses cannot be told."""
        return sum(v.outcome == "unknown" for v in self.verdicts)


def files_in(sources: Sequence[Path]) -> list[Path]:
    """Return the files named, and every PDF and Word file in the folders named, each once, in order.

    Hidden files and the lock files that office programs leave are passed over.
    """
    found = [path for source in sources for path in (_inside(source) if source.is_dir() else [source])]
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    inner = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    return sorted(p for p in inner if not p.name.startswith((".", "~$")))


def picture_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return a name for the pictures of each file: its own, with its folder and kind where several have the same.

    >>> picture_names([Path("甲/表.pdf"), Path("乙/表.pdf"), Path("通知.pdf")]).values()
    dict_values(['甲-表', '乙-表', '通知'])
    """
    names: dict[Path, str] = {}
    for path in paths:
        alike = [p for p in paths if p.stem == path.stem]
        folder = f"{path.resolve().parent.name}-" if len({p.parent for p in alike}) > 1 else ""
        kind = path.suffix.lower() if len({p.suffix for p in alike}) > 1 else ""
        name = f"{folder}{path.stem}{kind}"
        taken = sum(one == name or one.startswith(f"{name}（") for one in names.values())
        names[path] = f"{name}（{taken + 1}）" if taken else name
    return names


def measure(paths: Sequence[Path]) -> Iterator[Measured]:
    """Yield the verdicts on each file, in the order given; LibreOffice starts once for all Word files."""
    words = [path for path in paths if path.suffix.lower() == ".docx"]
    documents = iter(measure_documents(words)) if words else iter(())
    for path in paths:
        if path.suffix.lower() == ".docx":
            _, found = next(documents)
            yield _measured(path, found)
        else:
            yield _measured(path, _read(path))


def _read(path: Path) -> list[Verdict] | NotReadable:
    try:
        return measure_pdf(path)
    except NotReadable as error:
        return error


def _measured(path: Path, found: list[Verdict] | NotReadable) -> Measured:
    if isinstance(found, NotReadable):
        return Measured(path=path, error=str(found))
    return Measured(path=path, verdicts=tuple(found))
