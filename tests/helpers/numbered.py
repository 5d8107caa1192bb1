"""Pages of a document that print their number."""

from generator.measure.page import Page
from generator.model.sheet import DocumentContent, Sheet


def with_number(made: Sheet, found: list[Page]) -> list[tuple[int, Page]]:
    """The pages that print their number: one of the imprint alone prints none, nor a blank one before it (7.5)."""
    foot = made.content.foot if isinstance(made.content, DocumentContent) else None
    texts = found if foot is None or foot.page == "same" else found[:-1]
    blank = texts is not found and not texts[-1].body
    return list(enumerate(texts[:-1] if blank else texts, 1))
