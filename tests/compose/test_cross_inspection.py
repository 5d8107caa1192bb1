"""The papers around the score sheet: the notice of the cross-inspection and the list of its teams."""

from collections.abc import Iterator
from pathlib import Path

from helpers.sheets import sheet

from generator.model.sheet import Block, DocumentContent

GOLDEN = Path(__file__).parents[1] / "golden" / "scores" / "notice.txt"
PLAIN = ("signature", "date")


def content(code: str) -> DocumentContent:
    found = sheet("xinyang", code).content
    assert isinstance(found, DocumentContent)
    return found


def facts() -> Iterator[str]:
    notice, teams = content("notice"), content("pairing")
    assert notice.head
    (part,), (listed,) = notice.parts, teams.parts
    yield from (f"mark: {line}" for line in notice.head.mark)
    yield f"number: {notice.head.number}"
    yield from (f"title: {line}" for line in part.title)
    yield f"addressees: {part.addressees}"
    yield from (fact for block in part.blocks for fact in block_facts(block))
    yield f"list: {listed.attachment} {''.join(listed.title)}"
    yield from (f"team: {''.join(block.text.split())}" for block in listed.blocks)


def block_facts(block: Block) -> Iterator[str]:
    if block.style in ("heading_1", "heading_2"):
        yield f"heading {block.style[-1]}: {block.lead.rstrip('。')}"
    elif block.style == "heading_3":
        yield f"heading 3: {block.text.partition('。')[0]}"
    elif block.style in ("attachment_first", "attachment_next"):
        yield f"attachment: {block.number}{block.text}"
    elif block.style == "contact" and not block.text.startswith("联系人："):
        yield f"contact: {block.text.partition('：')[0]}"
    elif block.style in PLAIN:
        yield f"{block.style}: {block.text}"


def test_the_notice_and_the_list_of_teams_have_the_facts_of_the_reference() -> None:
    assert list(facts()) == GOLDEN.read_text(encoding="utf-8").splitlines()
