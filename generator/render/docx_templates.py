"""Which template a sheet is made from (用哪个模板): the campaign's own for its form or shell, or our shell."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from generator.model.sheet import Sheet, TableContent
from generator.resources import template_root

SHELLS = ("document", "letter", "indicator_table", "ledger", "record")
NO_TEMPLATES: Mapping[str, bytes] = MappingProxyType({})


def own_name(sheet: Sheet, own: Mapping[str, bytes]) -> str:
    """Return which of the campaign's own templates a sheet is made from: its form's, its shell's, "" for none."""
    if not own:
        return ""
    is_table = isinstance(sheet.content, TableContent) and sheet.code not in SHELLS
    names = ([sheet.code] if is_table else []) + [sheet.content.shell]
    return next((name for name in names if name in own), "")


def template_digest(sheet: Sheet, own: Mapping[str, bytes] = NO_TEMPLATES) -> str:
    """Return the digest of the template this sheet is made from: the campaign's own or our shell."""
    return digest(template(sheet, own))


def template(sheet: Sheet, own: Mapping[str, bytes]) -> bytes:
    """Return the template this sheet is made from."""
    name = own_name(sheet, own)
    return own[name] if name else shell(sheet.content.shell)


@lru_cache(maxsize=64)
def digest(content: bytes) -> str:
    """Return the SHA-256 of a template."""
    return hashlib.sha256(content).hexdigest()


@lru_cache
def shell(name: str) -> bytes:
    """Return our shell of that name."""
    return (template_root() / "docx" / f"{name}.docx").read_bytes()
