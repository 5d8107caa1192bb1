"""The same notice made by other programs from PyPI, to be measured beside ours (docs/fidelity.md).

Each program lives in an environment of its own: two of them install a command called `gongwen`. They get every
option they have for an official document, so that what is measured is the best they can do unaided.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.compose.document import attachment_titles
from generator.compose.wording import printed_date
from generator.model.campaign import Campaign
from generator.model.document import Notice
from generator.model.form import Form


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program: its name and version on PyPI, and how it makes a Word file of a notice."""

    name: str
    version: str
    make: Callable[["Source", Path, Path], None]


@dataclass(frozen=True, slots=True)
class Source:
    """The notice that every program gets, with the titles of its attachments."""

    notice: Notice
    issuer: str
    attachments: tuple[str, ...]

    @property
    def markdown(self) -> str:
        """The title and the text; headings stay as the notice has them, 一、（一）1."""
        title = self.notice.title.replace("\n", "")
        return "\n\n".join([f"# {title}", *self.notice.text.strip().split("\n")]) + "\n"


def source_of(campaign: Campaign, forms: dict[str, Form]) -> Source:
    """Return what the programs get of a campaign's notice."""
    assert campaign.notice
    titles = tuple(attachment_titles(campaign, forms))
    return Source(campaign.notice, campaign.issuer.name, titles)


def make(peer: Peer, source: Source, folder: Path) -> Path:
    """Install a program into its own environment below `folder`, make the notice, return the Word file."""
    home = folder / peer.name
    programs = home / "env" / "bin"
    if not programs.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "env")], check=True)
        package = f"{peer.name}=={peer.version}"
        subprocess.run([str(programs / "pip"), "install", "--quiet", package], check=True)
    (home / "notice.md").write_text(source.markdown, encoding="utf-8")
    peer.make(source, programs, home)
    return home / "notice.docx"


def _gongwen_skill(source: Source, programs: Path, home: Path) -> None:
    """Draft, then header, page numbers and imprint, each a command of its own."""
    notice, target = source.notice, str(home / "notice.docx")
    _run(
        [programs / "gongwen", "draft", home / "notice.md", "-o", target, "-t", "notice", "--no-verify"],
        ["--recipients", notice.addressees, "--signer", source.issuer, "--no-ai-declaration"],
        ["--date", printed_date(notice.document_date), "--attachments", *source.attachments],
    )
    header = ["--org-name", f"{source.issuer}文件", "--doc-number", str(notice.number)]
    _run([programs / "gongwen", "header", target, "-o", target], header)
    _run([programs / "gongwen", "pagenum", target, "-o", target])
    printed = ["--printer", source.issuer, "--print-date", printed_date(notice.document_date)]
    _run([programs / "gongwen", "footer", target, "-o", target], printed)


def _md_to_office(source: Source, programs: Path, home: Path) -> None:
    """Convert with the official faces and sizes; header, signature and imprint are beyond it."""
    faces = ["--font-body", "仿宋_GB2312", "--font-heading", "黑体", "--size-body", "16"]
    _run([programs / "md2docx", "--input", home / "notice.md", "--output", home / "notice.docx"], faces)


def _run(*words: list[str | Path]) -> None:
    subprocess.run([str(w) for part in words for w in part], check=True, capture_output=True)


PEERS = (
    Peer("gongwen-skill", "2.15.0", _gongwen_skill),
    Peer("md-to-office", "1.0.2", _md_to_office),
)
