"""Mirror (文件镜像): the files of a campaign of the database below a folder, to be read by the door that reads folders."""

import os
import threading
from collections.abc import Container, Mapping
from pathlib import Path


def write_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files below a folder, each whole; remove those without content.

    Raises ValueError for a name that leads out of the folder.
    """
    for name, content in files.items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError(f"not below the folder: {name!r}")
        place = folder / name
        if content is None:
            place.unlink(missing_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        temp = place.with_name(f".{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            temp.write_bytes(content)
            temp.replace(place)
        finally:
            temp.unlink(missing_ok=True)


def keep_only(folder: Path, names: Container[str]) -> None:
    """Remove files that an earlier process left below a folder and that the campaign does not have."""
    for place in list(folder.rglob("*")):
        if not place.is_dir() and place.relative_to(folder).as_posix() not in names:
            place.unlink(missing_ok=True)
