"""Files of a campaign taken into the draft and given out (导入导出): YAML as it is kept, 活动.xlsx and 正文.docx."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
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
from generator.sources.strays import SUFFIXES
from generator.verbs.editing import Source, look_at, take_in
from generator.verbs.office import as_office, own_data
from generator.verbs.uploading import UPLOAD_MAX
from generator.verbs.usage import UsageProblem, usable_campaign

FILES_MAX, UNPACKED_MAX = 500, 60_000_000
KINDS = (*SUFFIXES, ".xlsx", ".docx")
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
NOT_READ = {"returns", "templates", *ADDED_TO}  # folders of a campaign that are no part of what is edited
UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of files that were sent (导入结果): whether they stand in the draft, and what was found in them."""

    taken: bool
    problems: tuple[Problem, ...]


def take_files(source: Source, files: Sequence[tuple[str, bytes]], who: str) -> Taken:
    """Read files of a campaign into the draft, where they can be read; keys that they do not hold stay.

    Raises UsageProblem for files that are none of a campaign's, or too many or too large.
    """
    sent = dict(part for name, content in files if content for part in unpacked(name, content))
    if not sent:
        raise UsageProblem("没有选文件。请选 活动.xlsx、正文.docx、YAML 文件，或它们的压缩包。")
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


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a campaign that were sent, packed or not; raises UsageProblem for any other."""
    place = PurePosixPath(name.replace("\\", "/"))
    if len(content) > UPLOAD_MAX:
        raise UsageProblem(f"“{place.name}”超过 {UPLOAD_MAX // 1_000_000} MB，没有收。请检查是否传错了文件。")
    suffix = place.suffix.lower()
    if suffix == ".zip":
        yield from _of_zip(place.name, content)
    elif suffix in KINDS:
        yield _known_name(place.name), content
    else:
        raise UsageProblem(
            f"“{place.name}”不是能读的文件，只收 {'、'.join((*KINDS, '.zip'))}。请另存后再传。"
        )


def _known_name(name: str) -> str:
    """Return the name under which a file is read: a browser numbers what it fetches twice (活动 (1).xlsx)."""
    suffix = PurePosixPath(name).suffix.lower()
    return {".xlsx": BOOK, ".docx": name if name in TEXTS else TEXT}.get(suffix, name)


def _of_zip(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the data files of a packed folder, those of returns left out; raises UsageProblem for a hostile one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) > FILES_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                raise UsageProblem(f"“{name}”里的文件太多或太大，没有收。请检查是否传错了文件。")
            for part in parts:
                place = _below(_name_in(part))
                if place is not None:
                    with archive.open(part) as opened:
                        yield place.as_posix(), opened.read(part.file_size + 1)
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


def _below(name: str) -> PurePosixPath | None:
    """Return where a packed file is read, None for one that is not; a form's lies in its folder."""
    place = PurePosixPath(name.replace("\\", "/"))
    wanted = place.suffix.lower() in KINDS and not place.name.startswith((".", "~$"))
    if not wanted or place.is_absolute() or ".." in place.parts or NOT_READ & set(place.parts):
        return None
    if FORMS in place.parts:
        return PurePosixPath(FORMS, place.name)
    return PurePosixPath(_known_name(place.name)) if len(place.parts) <= 2 else None


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
            gathered.data.setdefault("definitions", []).append(source.data)
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
