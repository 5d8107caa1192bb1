"""Files (文件) of a campaign written anew with what was edited: YAML and JSON in place, office files as a whole."""

import re
from collections.abc import Iterator

from generator.model.campaign import Campaign
from generator.model.office import PLAN, REST
from generator.sources.edited import Edited, differing
from generator.sources.editing import Data, at
from generator.sources.office.tree import OfficeSource
from generator.sources.office.yaml_text import yaml_text
from generator.sources.older import SCHEMA
from generator.sources.parse import Source
from generator.sources.rewriting import rewritten
from generator.verbs.office import as_office

MARK = b"\xef\xbb\xbf"
DEFINITIONS = "definitions"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
_LISTED = "definitions-{}"


def changed_files(seen: Edited, campaign: Campaign) -> dict[str, bytes | None]:
    """Return the files that hold the edited data by their names below the folder, None for one that is not needed more."""
    keys = differing(seen.in_force, seen.data)
    holders: dict[str, tuple[Source, Data]] = {}
    office = False
    files: dict[str, bytes | None] = {}
    for key, value in keys.items():
        source = _holder(seen, key)
        if key == DEFINITIONS:
            _define(seen, holders, files)
        elif _is_office(seen, source):
            office = True
        else:
            _, data = holders.setdefault(source.name, (source, dict(source.data)))
            if value is None:
                data.pop(key, None)
            else:
                data[key] = value
    if office:
        files |= _office_files(seen, campaign)
    for name, (source, data) in holders.items():
        files[name] = _as_before(seen, name, rewritten(source, data))
    return files


def _main(seen: Edited) -> Source:
    return seen.gathered.origins[()][0]


def _holder(seen: Edited, key: str) -> Source:
    """Return the file that holds a key of the data, for a new one the main file."""
    origin = seen.gathered.origins.get((key,))
    return origin[0] if origin else _main(seen)


def _is_office(seen: Edited, source: Source) -> bool:
    """Tell whether a file is one of those that are written together from the workbook's data."""
    return isinstance(source, OfficeSource) or (source.name == REST and isinstance(_main(seen), OfficeSource))


def _office_files(seen: Edited, campaign: Campaign) -> dict[str, bytes | None]:
    held = {k: v for k, v in seen.data.items() if k != DEFINITIONS and _is_office(seen, _holder(seen, k))}
    listed = [item for item, source, inner in _origins(seen) if inner and _is_office(seen, source)]
    made: dict[str, bytes | None] = dict(
        as_office({**held, **({DEFINITIONS: listed} if listed else {})}, campaign)
    )
    for name in (PLAN, REST):
        if name not in made and (seen.folder / name).exists():
            made[name] = None
    return made


def _origins(seen: Edited) -> Iterator[tuple[Data | None, Source, tuple[str | int, ...]]]:
    """Yield each form of the campaign's own as it is now, None when it is gone, with the file that it stands in."""
    now = {item.get("form"): item for item in reversed(_forms(seen.data))}
    for i, item in enumerate(_forms(seen.in_force)):
        source, inner = seen.gathered.origin((DEFINITIONS, i)) or (_main(seen), ())
        yield now.get(item.get("form")), source, inner


def _forms(data: Data) -> list[Data]:
    listed = data.get(DEFINITIONS)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _define(seen: Edited, holders: dict[str, tuple[Source, Data]], files: dict[str, bytes | None]) -> None:
    """Add the files of the campaign's own forms, each in the file that it stood in, a new one in its own."""
    lists: dict[str, list[Data]] = {}
    for item, source, inner in _origins(seen):
        if _is_office(seen, source):
            continue
        if not inner:
            if item is None:
                files[source.name] = None
            else:
                holders[source.name] = (source, item)
            continue
        holders.setdefault(source.name, (source, dict(source.data)))
        kept = lists.setdefault(source.name, [])
        if item is not None:
            said = at(source.data, inner)
            kept.append(
                {k: v for k, v in item.items() if k != "schema" or (isinstance(said, dict) and k in said)}
            )
    for name, kept in lists.items():
        holders[name][1][DEFINITIONS] = kept
        if not kept:
            del holders[name][1][DEFINITIONS]
    known = {item.get("form") for item in _forms(seen.in_force)}
    for i, item in enumerate(_forms(seen.data)):
        if item.get("form") not in known:
            code = str(item.get("form"))
            stem = code if _FILE_NAME.fullmatch(code) else _LISTED.format(i)
            files[f"forms/{stem}.yaml"] = yaml_text({"schema": SCHEMA, **item}).encode()


def _as_before(seen: Edited, name: str, text: str) -> bytes | None:
    """Return a text with the mark and the line ends that its file had; nothing for a file with nothing left in it."""
    before = (seen.folder / name).read_bytes() if (seen.folder / name).exists() else b""
    ends = "\r\n" if b"\r\n" in before else "\n"
    return (MARK if before.startswith(MARK) else b"") + text.replace("\n", ends).encode()
