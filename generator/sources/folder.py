"""A campaign's files gathered into one mapping, with a map from places in it back to the files."""

import pathlib
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

from generator.dataclass import dataclass
from generator.problem import Path, Problem, Spot
from generator.sources.files import read
from generator.sources.office.campaign import office_files, read_office
from generator.sources.older import SCHEMA, schema_problem
from generator.sources.parse import Source
from generator.sources.places import ADDED_TO, BOOK, CORRECTION, DEEP, MAIN_NAMES
from generator.sources.strays import advice, is_data

LISTS = ("returns", "definitions")


@dataclass(slots=True)
class Gathered:
    """Merged data; `origins` maps a path in it to its file and the path inside the file.

    `incomplete` says that a file other than a return could not be used, so that what it held is missing.
    """

    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, tuple[Source, Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    return_problems: list[tuple[pathlib.PurePath, Problem]] = field(default_factory=list)
    main: str = ""
    incomplete: bool = False

    def where(self, path: Path, *, key: bool = False) -> str:
        """Return `file:line:column` of a path in the merged data."""
        origin = self.origin(path)
        return origin[0].where(origin[1], key=key) if origin else self.main

    def in_its_words(self, path: Path, message: str) -> str:
        """Return what is said of a path in the words of the main file, whether it stands there or in another."""
        main = self.origins.get(())
        if main is None:
            return message
        elsewhere = {key for key in self.data if self.origins.get((key,), ("",))[0] is not main[0]}
        source, inner = self.origin(path) or main
        return main[0].in_its_words(inner if source is main[0] else (), message, elsewhere)

    def where_in(self, spot: Spot) -> str:
        """Return `file:line:column` of words within a text, of the text where they cannot be told apart."""
        origin, value = self.origin(spot.path), self.value(spot.path)
        known = origin and isinstance(value, str)
        found = origin[0].where_in(origin[1], spot.start, value) if origin and known else None
        return found or self.where(spot.path)

    def place_in(self, spot: Spot) -> tuple[Source, int] | None:
        """Return the file that holds words of a text, and where they begin in it."""
        origin = self.origin(spot.path)
        value = self.value(spot.path)
        if origin is None or not isinstance(value, str):
            return None
        source, inner = origin
        place = source.place_of(inner, spot.start, value)
        return None if place is None else (source, place)

    def origin(self, path: Path) -> tuple[Source, Path] | None:
        """Return the file that holds what stands at a path, and the path within it."""
        for length in range(len(path), -1, -1):
            if origin := self.origins.get(path[:length]):
                return origin[0], (*origin[1], *path[length:])
        return None

    def value(self, path: Path) -> Any:
        """Return what stands at a path of the data, None where nothing does."""
        value: Any = self.data
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def stem(self, path: Path) -> str:
        """Return the stem of the file of its own that holds the return at `path`, or an empty text."""
        return self._file(path).stem.partition(CORRECTION)[0]

    def folder(self, path: Path) -> str:
        """Return the name of the folder in which the file of the return at `path` lies, or an empty text."""
        return self._file(path).parent.name

    def _file(self, path: Path) -> pathlib.PurePosixPath:
        origin = self.origins.get(path[:2])
        return pathlib.PurePosixPath(origin[0].name if origin else "")


def gather(path: pathlib.Path) -> Gathered:
    """Read a campaign's folder or file; whatever cannot be used is left out and becomes a problem."""
    if path.name == BOOK and path.is_file():
        path = path.parent
    gathered = Gathered(main=path.name)
    if path.is_dir():
        _gather_folder(path, gathered)
    else:
        _add_keys(gathered, *read(path, path.name))
    return gathered


def data_files(path: pathlib.Path) -> list[tuple[pathlib.Path, str]]:
    """Return every data file of a campaign's folder (or the one file) with its name below the folder."""
    if not path.is_dir():
        return [(path, path.name)]
    unread = Gathered()
    folders = ((path, False), *((path / name, True) for name in DEEP))
    files = [file for folder, deep in folders for file in _files(folder, path, unread, deep=deep)]
    return [(file, _name(file, path)) for file in files]


def _gather_folder(root: pathlib.Path, gathered: Gathered) -> None:
    top = list(_files(root, root, gathered, deep=False))
    main = _main_file([*top, *office_files(root)], gathered)
    if main is None or main.name == BOOK:
        source, problems, unread = read_office(root, SCHEMA)
        gathered.incomplete |= unread
        gathered.problems += problems
        if source:
            _add_keys(gathered, source, [])
    for file in top:
        if file == main or file.name not in MAIN_NAMES:
            _add_keys(gathered, *read(file, file.name))
    for file in _files(root / "forms", root, gathered):
        _add_form(gathered, *read(file, _name(file, root)))
    for file in _files(root / "returns", root, gathered):
        _add_return(gathered, file, *read(file, _name(file, root)))
    for key in ADDED_TO:
        for file in _files(root / key, root, gathered):
            _add_lines(gathered, key, *read(file, _name(file, root)))


def _main_file(top: list[pathlib.Path], gathered: Gathered) -> pathlib.Path | None:
    found = sorted((f for f in top if f.name in MAIN_NAMES), key=lambda f: MAIN_NAMES.index(f.name))
    gathered.main = found[0].name if found else MAIN_NAMES[0]
    if not found:
        message = f"文件夹里没有 campaign.yaml，也没有 {BOOK}。请新建一个，或检查是否选错了文件夹。"
        gathered.problems.append(Problem(code="SRC-001", message=message, where=gathered.main))
        gathered.incomplete = True
    for other in found[1:]:
        message = f"已有 {found[0].name}，同一文件夹不能再有 {other.name}。请只留一个。"
        gathered.problems.append(Problem(code="SRC-010", message=message, where=other.name))
        gathered.incomplete = True
    return found[0] if found else None


def _add_keys(gathered: Gathered, source: Source | None, problems: list[Problem]) -> None:
    """Merge the top-level keys of one file."""
    gathered.problems += problems
    if source is None or not _schema_is_right(source, gathered.problems.append):
        gathered.incomplete = True
        return
    gathered.origins.setdefault((), (source, ()))
    for key, value in source.data.items():
        if value is None and key in LISTS:
            continue
        if key == "schema" or (key,) not in gathered.origins:
            gathered.data[key] = _with_schema(value) if key in LISTS else value
            gathered.origins.setdefault((key,), (source, (key,)))
        else:
            gathered.problems.append(_key_in_two_files(key, gathered.origins[key,][0], source))


def _key_in_two_files(key: str, first: Source, source: Source) -> Problem:
    message = f"“{key}”在 {first.name} 里已经写过。请合并到一个文件里。"
    return Problem(code="SRC-010", message=message, where=source.where((key,), key=True))


def _add_form(gathered: Gathered, source: Source | None, problems: list[Problem]) -> None:
    gathered.problems += problems
    if source and _schema_is_right(source, gathered.problems.append):
        _add_items(gathered, "definitions", source)
    else:
        gathered.incomplete = True


def _add_lines(gathered: Gathered, key: str, source: Source | None, problems: list[Problem]) -> None:
    """Append the items of a file that holds nothing but one list."""
    gathered.problems += problems
    if source is None or not _schema_is_right(source, gathered.problems.append):
        gathered.incomplete = True
        return
    listed = source.data.get(key)
    if set(source.data) != {"schema", key} or not isinstance(listed, list):
        message = f"这个文件只写 schema 和 {key}，{key} 下面一行一件。请照 {ADDED_TO[key]} 写的改正。"
        gathered.problems.append(Problem(code="SRC-016", message=message, where=source.name))
        return
    known = gathered.data.get(key, [])
    gathered.data[key] = known = [*known] if isinstance(known, list) else []
    for i, item in enumerate(listed):
        gathered.origins[key, len(known)] = (source, (key, i))
        known.append(item)


def _add_return(
    gathered: Gathered, file: pathlib.PurePath, source: Source | None, problems: list[Problem]
) -> None:
    found = list(problems)
    if source and _schema_is_right(source, found.append):
        _add_items(gathered, "returns", source)
    gathered.return_problems += [(file, problem) for problem in found]


def _add_items(gathered: Gathered, key: str, source: Source) -> None:
    """Append the one item that is the file, or the items listed in it under `key`."""
    items = gathered.data.setdefault(key, [])
    if not isinstance(items, list):
        return
    listed = source.data.get(key)
    inner: list[tuple[Path, Any]] = [((), source.data)]
    if isinstance(listed, list):
        inner = [((key, i), item) for i, item in enumerate(_with_schema(listed))]
    for path, item in inner:
        gathered.origins[key, len(items)] = (source, path)
        items.append(item)


def _with_schema(items: Any) -> Any:
    """Return the items of a file, each saying the schema that the file says."""
    if not isinstance(items, list):
        return items
    return [{"schema": SCHEMA, **item} if isinstance(item, dict) else item for item in items]


def _schema_is_right(source: Source, report: Callable[[Problem], None]) -> bool:
    if problem := schema_problem(source):
        report(problem)
    return problem is None


def _files(
    folder: pathlib.Path, root: pathlib.Path, gathered: Gathered, *, deep: bool = True
) -> Iterator[pathlib.Path]:
    """Yield the data files of a folder in order of name, without hidden and temporary ones."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_symlink() and not _stays_inside(entry, root):
            gathered.problems.append(_link(entry, root))
        elif entry.is_dir() and deep and not entry.is_symlink():
            yield from _files(entry, root, gathered)
        elif not entry.is_file():
            continue
        elif is_data(entry):
            yield entry
        elif deep and (what_to_do := advice(entry)):
            message = f"这个文件没有读取。{what_to_do}"
            gathered.problems.append(
                Problem(code="SRC-014", message=message, where=_name(entry, root), severity="warning")
            )


def _stays_inside(entry: pathlib.Path, root: pathlib.Path) -> bool:
    try:
        return entry.resolve().is_relative_to(root.resolve()) and entry.is_file()
    except (OSError, RuntimeError):
        return False


def _link(entry: pathlib.Path, root: pathlib.Path) -> Problem:
    message = "这是指向文件夹之外（或指向文件夹）的链接，没有读取。请把文件本身放进来。"
    return Problem(code="SRC-012", message=message, where=_name(entry, root))


def _name(file: pathlib.Path, root: pathlib.Path) -> str:
    return file.relative_to(root).as_posix()
