"""Deflate (压缩, RFC 1950): ISA-L where it is there, several times as quick as zlib and as small at this level."""

try:
    from isal.isal_zlib import compress as _compress
except ImportError:  # no wheel for this machine
    from zlib import compress as _compress


def deflated(content: bytes) -> bytes:
    """Return content as a zlib stream; the same content gives the same bytes on all machines that have ISA-L."""
    return _compress(content, 1)
