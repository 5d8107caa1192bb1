"""A server as fsspec sees one, with folders and renames, on the disk of the test: shelf:///tmp/…"""

import fsspec
from fsspec.implementations.local import LocalFileSystem


class Shelf(LocalFileSystem):  # type: ignore[misc]
    """Files of the disk, reached as those of any server."""

    protocol = "shelf"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(LocalFileSystem._strip_protocol(str(path).removeprefix("shelf://")))


fsspec.register_implementation("shelf", Shelf, clobber=True)
