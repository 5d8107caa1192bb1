"""Mends (改正) written into a campaign's files at their exact place, every other byte left as it is."""

import pathlib
from collections.abc import Iterable, Iterator, Sequence

from generator.dataclass import dataclass
from generator.problem import Path, Problem, Spot
from generator.sources.folder import Gathered, data_files, gather
from generator.sources.parse import Source, parse

MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A file to be written: its name below the campaign's folder, its bytes before and after, how many mends."""

    path: pathlib.Path
    name: str
    before: bytes
    after: bytes
    mends: int


def mended_files(root: pathlib.Path, problems: Iterable[Problem]) -> list[Mended]:
    """Return the files of a campaign with the safe mends of its problems in them; nothing is written.

    A mend whose place in the file is not exact, or that would change anything but its own text, is left out.
    """
    gathered = gather(root)
    spots = dict.fromkeys(spot for problem in problems for spot in problem.spots if spot.safe)
    files = {name: path for path, name in data_files(root)}
    by_file: dict[str, list[tuple[int, Spot]]] = {}
    sources: dict[str, Source] = {}
    for spot in spots:
        if found := gathered.place_in(spot):
            source, place = found
            sources[source.name] = source
            by_file.setdefault(source.name, []).append((place, spot))
    made = (_mended(files[name], sources[name], by_file[name], gathered) for name in sorted(by_file))
    return [file for file in made if file]


def _mended(
    path: pathlib.Path, source: Source, spots: Sequence[tuple[int, Spot]], gathered: Gathered
) -> Mended | None:
    """Return one file with its mends, None when none can be written exactly."""
    written = [(place, spot) for place, spot in spots if source.text.startswith(spot.words, place)]
    text = source.text
    for place, spot in sorted(written, key=lambda found: -found[0]):
        text = text[:place] + (spot.mend or "") + text[place + len(spot.words) :]
    if not written or not _holds(source, text, [spot for _, spot in written], gathered):
        return None
    before = path.read_bytes()
    after = _as_written(before, text)
    return Mended(path=path, name=source.name, before=before, after=after, mends=len(written))


def _holds(source: Source, text: str, spots: Sequence[Spot], gathered: Gathered) -> bool:
    """Tell whether a mended text reads as the data with these mends and no other change."""
    parsed, _ = parse(Source(source.name, text, source.is_json))
    if parsed is None:
        return False
    changed = dict(_changed(spots, gathered))
    inner = {origin[1]: value for path, value in changed.items() if (origin := gathered.origin(path))}
    return _same(source.data, parsed.data, inner, ())


def _changed(spots: Sequence[Spot], gathered: Gathered) -> Iterator[tuple[Path, str]]:
    for path in dict.fromkeys(spot.path for spot in spots):
        value = str(gathered.value(path))
        for spot in sorted((s for s in spots if s.path == path), key=lambda s: -s.start):
            value = value[: spot.start] + (spot.mend or "") + value[spot.start + len(spot.words) :]
        yield path, value


def _same(old: object, new: object, changed: dict[Path, str], path: Path) -> bool:
    if path in changed:
        return new == changed[path]
    if isinstance(old, dict) and isinstance(new, dict):
        return list(old) == list(new) and all(_same(old[k], new[k], changed, (*path, k)) for k in old)
    if isinstance(old, list) and isinstance(new, list):
        pairs = enumerate(zip(old, new, strict=False))
        return len(old) == len(new) and all(_same(a, b, changed, (*path, i)) for i, (a, b) in pairs)
    return old == new


def _as_written(before: bytes, text: str) -> bytes:
    """Return a text in the bytes of the file it comes from: with its mark at the beginning and its line ends."""
    mark = MARK if before.startswith(MARK) else b""
    lines = before[len(mark) :].split(b"\n")
    ends = [b"\r\n" if line.endswith(b"\r") else b"\n" for line in lines[:-1]] + [b""]
    made = text.encode().split(b"\n")
    return mark + b"".join(line + end for line, end in zip(made, ends, strict=True))
