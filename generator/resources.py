"""Where the data files that belong to the product lie, in a wheel and in a checkout alike."""

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
