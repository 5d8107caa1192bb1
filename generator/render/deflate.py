"""Deflate (压缩, RFC 1950): ISA-L where it is there, several times as quick as zlib and as small at this level."""

import zlib

try:
    from isal.isal_zlib import compress as _quick
except ImportError:  # no wheel for this machine

    def _quick(data: bytes, level: int) -> bytes:
        return zlib.compress(data, level)


def deflated(content: bytes) -> bytes:
    """Return content as a zlib stream; the same content always gives the same bytes on machines that have ISA-L."""
    return _quick(content, 1)
