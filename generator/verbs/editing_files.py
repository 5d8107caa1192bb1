"""Files of a campaign taken into the draft and given out (导入导出): YAML as it is kept, 活动.xlsx and 正文.docx."""

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any

from generator.database.changes import Desk
from generator.dataclass import dataclass
from generator.model.office import TEXT
from generator.problem import Problem, errors
from generator.sources.edited import BESIDES, laid_upon
from generator.sources.editing import Data
from generator.sources.files import read
from generator.sources.folder import Gathered, gather
from generator.sources.intake.packed import repacked
from generator.sources.office.campaign import TEXTS, read_office
from generator.sources.older import SCHEMA
from generator.sources.parse import Source as Read
from generator.sources.places import ADDED_TO, BOOK, MAIN_NAMES
from generator.sources.reading import read_gathered
from generator.sources.reported import FOLDER as REPORTED
from generator.sources.strays import SUFFIXES
from generator.verbs.editing import Source, look_at, take_in
from generator.verbs.office import as_office, own_data
from generator.verbs.uploading import UPLOAD_MAX
from generator.verbs.usage import UsageProblem, usable_campaign

FILES_MAX, UNPACKED_MAX = 500, 60_000_000
BY_KIND = {".xlsx": BOOK, ".docx": TEXT}
KINDS = (*SUFFIXES, *BY_KIND)
PARTLY = (
    "notice",
    "plan",
    "work_group",
    "issuer",
    "settings",
    "paperwork",
)  # one office file may hold a part of it
EPOCH = (1980, 1, 1, 0, 0, 0)
FORMS = "forms"
NOT_READ = {
    "returns",
    "templates",
    REPORTED,
    *ADDED_TO,
}  # folders of a campaign that are no part of what is edited
UTF8_NAME = 0x800
_NUMBER = re.compile(r" ?[(（]\d+[)）]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of files that were sent (导入结果): whether they stand in the draft, and what was found in them."""

    taken: bool
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Sent:
    """What was sent (传来的文件): a campaign's files by the names they are read by, other workbooks by their places."""

    files: dict[str, bytes] = field(default_factory=dict)
    workbooks: dict[str, bytes] = field(default_factory=dict)


def take_files(source: Source, files: Sequence[tuple[str, bytes]], who: str) -> Taken:
    """Read files of a campaign into the draft, where they can be read; keys that they do not hold stay.

    Raises UsageProblem for files that are none of a campaign's, or too many or too large.
    """
    sent = unpacked(files).files
    with tempfile.TemporaryDirectory() as folder:
        for name, written in sent.items():
            place = Path(folder) / name
            content = repacked(written, name) if place.suffix.lower() == ".xlsx" else written
            if isinstance(content, Problem):
                return Taken(taken=False, problems=(content,))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        gathered = _gathered(Path(folder))
        sent_data = {k: v for k, v in gathered.data.items() if k not in BESIDES}
        if errors(gathered.problems) or not sent_data:
            return Taken(taken=False, problems=tuple(gathered.problems))
        whole = any(name in MAIN_NAMES for name in sent) and len(sent) > 1
        data = sent_data if whole else _merged(look_at(source)[1].data, sent_data)
        if problems := _misshapen(gathered, laid_upon(look_at(source)[1].data, data), Path(folder), data):
            return Taken(taken=False, problems=problems)
    take_in(source, data, who)
    return Taken(taken=True, problems=tuple(gathered.problems))


def _misshapen(gathered: Gathered, whole: Data, folder: Path, data: Data) -> tuple[Problem, ...]:
    """Return where what was sent is not of the kind that the data want: it could not be shown on the pages."""
    gathered.data = {"schema": SCHEMA, **whole}
    found = read_gathered(gathered, folder).problems
    wrong = [p for p in errors(found) if p.path[:1] and p.path[0] in data and p.code.startswith("DATA")]
    return tuple(wrong)


def unpacked(files: Sequence[tuple[str, bytes]]) -> Sent:
    """Return the files of a campaign that were sent, packed or not.

    Raises UsageProblem for any other, for two that are read as one, for too many or too large, and where there is none.
    """
    files = [(name, content) for name, content in files if content]
    sent, names = Sent(), dict[str, str]()
    for name, content in files:
        for place, read_as, part in _parts(name, content, alone=len(files) == 1):
            if not read_as:
                sent.workbooks[place] = part
                continue
            if read_as in names:
                raise UsageProblem(
                    f"“{names[read_as]}”和“{place}”都当作 {read_as} 读，只能有一份，没有收。请去掉一份再传。"
                )
            names[read_as] = place
            sent.files[read_as] = part
    if not sent.files:
        raise UsageProblem("没有选文件。请选 活动.xlsx、正文.docx、YAML 文件，或它们的压缩包。")
    return sent


def _parts(name: str, content: bytes, *, alone: bool) -> Iterator[tuple[str, str, bytes]]:
    """Yield the files of one that was sent, each with its name and the one it is read by; one sent alone is known by
    its kind.
    """
    place = PurePosixPath(name.replace("\\", "/"))
    if len(content) > UPLOAD_MAX:
        raise UsageProblem(f"“{place.name}”超过 {UPLOAD_MAX // 1_000_000} MB，没有收。请检查是否传错了文件。")
    suffix = place.suffix.lower()
    if suffix == ".zip":
        yield from _of_zip(place.name, content)
    elif suffix in SUFFIXES:
        yield place.name, place.name, content
    elif suffix in BY_KIND:
        read_as = _known_name(place.name) or (BY_KIND[suffix] if alone else "")
        if not read_as:
            advice = f"要读的请改名为 {BY_KIND[suffix]}，不要的请去掉。"
            raise UsageProblem(f"几个文件一起传，“{place.name}”看不出是哪一个，没有收。{advice}")
        yield place.name, read_as, content
    else:
        kinds = "、".join((*KINDS, ".zip"))
        raise UsageProblem(f"“{place.name}”不是能读的文件，只收 {kinds}。请另存后再传。")


def _known_name(name: str) -> str:
    """Return the name by which an office file of a campaign is read, an empty text for any other.

    A browser numbers what it fetches twice: 活动 (1).xlsx.
    """
    place = PurePosixPath(name)
    known = f"{_NUMBER.sub('', place.stem)}{place.suffix.lower()}"
    return known if known in (BOOK, *TEXTS) else ""


def _of_zip(name: str, content: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield the data files of a packed folder, those of returns left out, and workbooks that it may speak of.

    Raises UsageProblem for a hostile one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) > FILES_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                raise UsageProblem(f"“{name}”里的文件太多或太大，没有收。请检查是否传错了文件。")
            wanted = [(place, part) for part in parts if (place := _wanted(_name_in(part)))]
            top = _top([place for place, _ in wanted])
            for place, part in wanted:
                if found := _read_as(place, top):
                    with archive.open(part) as opened:
                        yield *found, opened.read(part.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise UsageProblem(f"“{name}”打不开：不是压缩包、有密码或已损坏。请重新压缩成 .zip。") from error


def _name_in(part: zipfile.ZipInfo) -> str:
    """Return the name of a packed file; Windows in Chinese writes it in GBK and does not say so."""
    if part.flag_bits & UTF8_NAME:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.filename


def _wanted(name: str) -> PurePosixPath | None:
    """Return where a packed file lies, None for one that is of no kind, or in no folder, that is read."""
    place = PurePosixPath(name.replace("\\", "/"))
    wanted = place.suffix.lower() in KINDS and not place.name.startswith((".", "~$"))
    if not wanted or place.is_absolute() or ".." in place.parts or NOT_READ & set(place.parts):
        return None
    return place


def _top(places: Sequence[PurePosixPath]) -> PurePosixPath:
    """Return the folder of a zip that is the campaign's: itself, or the one that it holds."""
    named = [(p.parent, _known_name(p.name) or p.name) for p in places]
    known = [(name not in MAIN_NAMES, folder) for folder, name in named if name in (*MAIN_NAMES, *TEXTS)]
    return min(known, key=lambda one: (one[0], len(one[1].parts)), default=(True, PurePosixPath()))[1]


def _read_as(place: PurePosixPath, top: PurePosixPath) -> tuple[str, str] | None:
    """Return the name of a packed file and the one it is read by, None for one that is not read.

    A form lies in its folder; a workbook that is not the campaign's own goes by its place below the campaign's folder.
    """
    if place.suffix.lower() in SUFFIXES:
        if FORMS in place.parts:
            return str(place), "/".join(place.parts[place.parts.index(FORMS) :])
        return (str(place), place.name) if len(place.parts) <= 2 else None
    if place.parent == top and (known := _known_name(place.name)):
        return str(place), known
    if place.suffix.lower() == ".xlsx" and place.is_relative_to(top):
        return str(place.relative_to(top)), ""
    return None


def _gathered(folder: Path) -> Gathered:
    """Return the data of the files in a folder; there need not be all of a campaign."""
    if any((folder / name).exists() for name in MAIN_NAMES):
        return gather(folder)
    gathered = Gathered()
    office, problems, _ = read_office(folder, SCHEMA)
    gathered.problems += problems
    if office is not None:
        _add(gathered, office)
    for place in sorted(folder.rglob("*")):
        if place.suffix.lower() not in SUFFIXES:
            continue
        source, problems = read(place, place.name)
        gathered.problems += problems
        if source is None:
            continue
        if place.parent.name == FORMS or "groups" in source.data or "columns" in source.data:
            gathered.data["definitions"] = [*gathered.data.get("definitions", []), source.data]
        else:
            _add(gathered, source)
    return gathered


def _add(gathered: Gathered, source: Read) -> None:
    gathered.data |= source.data
    gathered.origins |= {(): (source, ())} | {(key,): (source, (key,)) for key in source.data}


def _merged(old: Data, new: Data) -> Data:
    """Return the data of some files, what they hold only in part filled up with what there is already."""
    merged = dict(new)
    for key in PARTLY:
        if isinstance(old.get(key), dict) and isinstance(new.get(key), dict):
            merged[key] = {**old[key], **new[key]}
    if "definitions" in new:
        codes = {_code(form) for form in new["definitions"]}
        merged["definitions"] = [f for f in old.get("definitions") or () if _code(f) not in codes] + new[
            "definitions"
        ]
    return merged


def _code(form: Any) -> Any:
    return form.get("form") if isinstance(form, dict) else None


def data_zip(desk: Desk) -> tuple[str, bytes]:
    """Return name and content of a zip with the campaign's data files in force, without what was reported."""

    def kept(folder: Path) -> dict[str, bytes]:
        places = sorted(p for p in folder.rglob("*") if p.is_file())
        named = {p.relative_to(folder): p for p in places}
        return {
            name.as_posix(): place.read_bytes()
            for name, place in named.items()
            if name.parts[0] != "returns" and not any(part.startswith(".") for part in name.parts)
        }

    return f"{_name(desk)}（数据）.zip", _zip(desk.store.seen(kept)[1])


def office_zip(desk: Desk) -> tuple[str, bytes]:
    """Return name and content of a zip with the campaign in force as office files; raises ProblemsFound for its errors."""
    campaign = usable_campaign(desk.store.body())
    _, gathered = desk.store.seen(gather)
    return f"{_name(desk)}（Excel和Word）.zip", _zip(as_office(own_data(gathered), campaign))


def _name(desk: Desk) -> str:
    campaign = desk.store.body().campaign
    return campaign.name if campaign else desk.store.code


def _zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
