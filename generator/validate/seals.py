"""Checks of seals (印章): pictures for seals that nothing takes, and lines that bear （盖章） for nobody."""

from collections.abc import Iterator, Mapping, Sequence

from generator.derive.seals import MARK, seal_names
from generator.model.campaign import Campaign
from generator.model.form import Form, Line
from generator.problem import Path, Problem
from generator.validate.wording import nearest, short


def check_seals(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a reminder for each picture of a seal that no paper takes."""
    known = seal_names(campaign, forms.values())
    for name in campaign.seals:
        if name not in known:
            message = f"没有文件盖“{name}”的章。{nearest(name, known)}请改正名称，或删去这张图片。"
            yield Problem(code="REF-024", message=message, path=("seals", name), severity="warning")


def check_marks(form: Form, path: Path) -> Iterator[Problem]:
    """Yield a reminder for each line, and each box, that bears （盖章） and does not say whose seal it takes."""
    for name, lines in (("above", form.above), ("below", form.below)):
        for i, line in enumerate(lines):
            if (marked := _mark((line,))) and not line.seal_of:
                what = f"“{short(marked)}”这一行"
                yield _unclaimed(what, "seal_of，如 seal_of: unit", (*path, name, i))
    for g, group in enumerate(form.groups):
        for f, field in enumerate(group.fields):
            for b, box in enumerate(field.boxes):
                if _mark(box.lines) and not box.seal:
                    at = (*path, "groups", g, "fields", f, "boxes", b)
                    yield _unclaimed(f"“{short(field.label)}”的一格", "seal: true", at)


def _mark(lines: Sequence[Line]) -> str:
    """Return the words that bear the mark of a seal, or an empty text."""
    texts = (text for line in lines for text in (line.left, line.center, line.right))
    return next((text for text in texts if MARK.search(text)), "")


def _unclaimed(what: str, remedy: str, path: Path) -> Problem:
    message = f"{what}印着盖章，没有写 {remedy}，用印示意和用印清单里不会有它。请补写。"
    return Problem(code="FORM-010", message=message, path=path, severity="warning")
