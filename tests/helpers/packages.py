"""Word files changed by hand: a part's text replaced, as somebody's edit would."""

import io
import re
import zipfile


def edited(content: bytes, part: str, old: str, new: str, *, also: dict[str, str] | None = None) -> bytes:
    """A Word file in whose part every match of a pattern is replaced; it must match. `also` adds or replaces parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                changed, count = re.subn(old, new, text.decode(), flags=re.DOTALL)
                assert count, f"{old} is not in {part}"
                text = changed.encode()
            package.writestr(name, text)
        for name, added in (also or {}).items():
            package.writestr(name, added)
    return target.getvalue()


def in_style(style: str, old: str, new: str) -> tuple[str, str, str]:
    """What `edited` takes to change something within one style, by its id."""
    return "word/styles.xml", rf'(w:styleId="{style}">(?:(?!</w:style>).)*?){old}', rf"\g<1>{new}"
