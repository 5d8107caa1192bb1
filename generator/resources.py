"""Where the data files that belong to the product lie, in a wheel and in a checkout alike."""

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def template_root() -> Path:
    """Folder of the templates, with `docx/` and `html/` in it.

    A wheel carries it inside the package as `generator/_templates`; in a checkout (and in an
    editable install of one) it is the `templates/` beside the package.
    """
    packed = PACKAGE / "_templates"
    return packed if packed.is_dir() else CHECKOUT / "templates"


def catalogue_root() -> Path:
    """Folder of the form catalogue: one YAML file per form."""
    return PACKAGE / "catalogue"


def starter_root() -> Path:
    """Folder of the starter campaign that `gongwen init` copies."""
    return PACKAGE / "starter"


def cache_root() -> Path | None:
    """Folder of what may be made anew at any time; None where none is wanted (GONGWEN_CACHE set to nothing).

    GONGWEN_CACHE names another; else it is where the system keeps such things for its user.
    """
    named = os.environ.get("GONGWEN_CACHE")
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "gongwen" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "gongwen"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "gongwen"
