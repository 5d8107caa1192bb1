"""Archive (归档): a campaign as one package that can be checked years later, the sheets of its volumes, and the check."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from generator.compose.package_text import readme
from generator.compose.volume_sheets import CODES
from generator.compose.volumes import filing_of, volume_code
from generator.dataclass import dataclass
from generator.model.campaign import Campaign
from generator.model.filing import Volume
from generator.press import bag
from generator.press.bag import Packed, Written, packed
from generator.press.bag_check import Checked, check_bag
from generator.press.folder import Scope, open_folder
from generator.press.manifest import HEAD, MANIFEST_NAME
from generator.press.working import working_folder
from generator.problem import Problem
from generator.sources.places import folder_of
from generator.verbs.building import Progress
from generator.verbs.filing import Filed, file_campaign
from generator.verbs.usage import UsageProblem, keep_apart

__all__ = ["Checked", "covers", "pack", "verify"]
FILES, SHEETS, DATA = "文件/", "目录/", "数据/"
SUFFIX = ".zip"
SET = "volumes"  # stands for the sheets of the volumes, apart from the papers of a build
Log: TypeAlias = tuple[Path, int, str]  # its lines, the number and digest of the last


@dataclass(frozen=True, slots=True, kw_only=True)
class PackResult:
    """What a package holds (归档结果), and what was found while it was made."""

    written: Written
    volumes: tuple[Volume, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoversResult:
    """The sheets of the volumes (案卷的表): the volumes, the files written, what was found."""

    volumes: tuple[Volume, ...]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def pack(
    source: Path,
    target: Path,
    *,
    jobs: int = 0,
    write_log: Callable[[Path], tuple[int, str]] | None = None,
    progress: Progress | None = None,
) -> PackResult:
    """Make a package of a campaign: every sheet, the volumes' own, the data as they are, the log where there is one.

    `write_log` writes the audit log to a file and returns number and digest of its last entry. Raises UsageProblem for a
    name that will not do, ProblemsFound when anything of the campaign has errors; nothing is written then.
    """
    if target.suffix.lower() != SUFFIX or target.is_dir():
        raise UsageProblem(f"归档包写成 ZIP 文件，请写 {target.stem or '归档'}{SUFFIX} 这样的名称")
    keep_apart(source, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with working_folder(target.parent) as work:
        made = work / "made"
        filed = file_campaign(source, made, jobs, progress)
        log = _log(work, write_log) if write_log else None
        payload = list(_payload(source, target, made, filed, log))
        listing = _listing(filed, {one.path: one for one in payload})
        text = readme(filed.campaign, filed.volumes, target.stem, audited=log is not None)
        written = bag.write_bag(target, payload, _info(filed.campaign, log), listing, text)
    return PackResult(written=written, volumes=filed.volumes, problems=filed.problems)


def covers(source: Path, target: Path, *, jobs: int = 0, progress: Progress | None = None) -> CoversResult:
    """Write the sheets of a campaign's volumes to a folder; every paper is made for it, so that pages are counted."""
    keep_apart(source, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    scope = Scope(sheets=CODES, formats=frozenset({"pdf", "docx"}), periods=frozenset({SET}))
    with working_folder(target.parent) as work:
        filed = file_campaign(source, work / "made", jobs, progress)
        with open_folder(target) as folder:
            outcomes = [folder.write(replace(output, period=SET)) for output in filed.sheets]
            found = [*filed.problems, *(p for o in outcomes for p in o.problems), *folder.finish(scope)]
    files = tuple(o.path for o in outcomes if o.kind != "failed")
    return CoversResult(volumes=filed.volumes, files=files, problems=tuple(found))


def verify(place: Path, digest: str = "") -> Checked:
    """Check a package; `digest` is the fingerprint that was noted of it elsewhere, if it was."""
    return check_bag(place, digest)


def _log(work: Path, write_log: Callable[[Path], tuple[int, str]]) -> Log:
    place = work / "audit.jsonl"
    return (place, *write_log(place))


def _payload(source: Path, target: Path, made: Path, filed: Filed, log: Log | None) -> Iterator[Packed]:
    for volume in filed.volumes:
        for item in volume.items:
            yield packed(f"{bag.PAYLOAD}{FILES}{item.file}", made / item.file)
    for output in filed.sheets:
        yield packed(f"{bag.PAYLOAD}{SHEETS}{output.path}", output.content)
    for name, place in _data(source, target):
        yield packed(f"{bag.PAYLOAD}{DATA}{name}", place)
    if log:
        yield packed(f"{bag.PAYLOAD}{bag.AUDIT_FILE}", log[0])


def _data(source: Path, target: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a campaign's folder, or its one file, by their names below it.

    Hidden files, an office program's own, links, and folders that a build has written are none of them.
    """
    root = folder_of(source)
    if not source.is_dir():
        yield source.name, source
        return
    for folder, inner, names in os.walk(root):
        here = Path(folder)
        inner[:] = sorted(n for n in inner if not n.startswith(".") and not _is_output(here / n))
        for place in (here / name for name in sorted(names) if not name.startswith((".", "~$"))):
            if place.is_file() and not place.is_symlink() and place.resolve() != target.resolve():
                yield _named(place.relative_to(root).as_posix()), place


def _named(name: str) -> str:
    """Return the name of a file that can be packed; raises UsageProblem for another."""
    if not bag.is_safe(name):
        shown = name.encode(errors="replace").decode()
        raise UsageProblem(f"“{shown}”的名称里有不能用的字符，或者太长，没有归档。请改名后再做。")
    return name


def _is_output(folder: Path) -> bool:
    """Tell whether a build has written a folder."""
    try:
        with (folder / MANIFEST_NAME).open("rb") as file:
            return file.readline(1000).endswith(HEAD.encode())
    except OSError:
        return False


def _info(campaign: Campaign, log: Log | None) -> dict[str, str]:
    filing = filing_of(campaign)
    told = {
        "Source-Organization": campaign.issuer.name,
        "External-Description": campaign.name,
        "External-Identifier": "-".join(filter(None, (filing.fonds_number, filing.catalogue_number))),
        "Contact-Name": filing.filed_by,
        "Bagging-Date": filing.filed_on.isoformat() if filing.filed_on else "",
        bag.AUDIT_LAST: str(log[1]) if log else "",
        bag.AUDIT_DIGEST: log[2] if log else "",
    }
    return {key: value for key, value in told.items() if value}


def _listing(filed: Filed, found: Mapping[str, Packed]) -> dict[str, Any]:
    """Return what a machine is to know of the package: volumes with their items, and every file."""
    campaign = filed.campaign
    return {
        "schema": 1,
        "generator": bag.AGENT,
        "campaign": campaign.name,
        "issuer": campaign.issuer.name,
        "volumes": [_listed(campaign, volume) for volume in filed.volumes],
        "files": [{"path": p.path, "size": p.size, "sha256": p.sha256} for _, p in sorted(found.items())],
    }


def _listed(campaign: Campaign, volume: Volume) -> dict[str, Any]:
    items = zip(volume.items, volume.first_pages, strict=True)
    return {
        "number": volume.number,
        "code": volume_code(campaign, volume),
        "title": volume.title,
        "retention": volume.retention,
        "pages": volume.pages,
        "items": [
            {
                "path": f"{bag.PAYLOAD}{FILES}{item.file}",
                "title": item.title,
                "author": item.author,
                "document_number": item.number,
                "date": item.dated_on.isoformat(),
                "first_page": first,
                "pages": item.pages,
                "unit": item.unit,
                "period": item.period,
            }
            for item, first in items
        ],
    }
