"""Attachments (附件) that the texts cite: not there, under another number, or never cited at all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.dataclass import dataclass
from generator.derive.prose import Prose
from generator.model.campaign import Campaign
from generator.model.document import Attachment
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.slips import HAN, NUMERALS, around, chinese_number, slip, spot

_CITED = re.compile(
    rf"附件\s*(\d{{1,2}}|[{NUMERALS}]{{1,3}})((?:[、，和及与至—~-]\s*(?:附件\s*)?\d{{1,2}}(?![\d.]))*)"
)
_ENCLOSED = re.compile(
    "[（(](?:[^（()）]*表|[^（()）]*单|见)?(?:附后|附件)[）)]|详?见附件(?![\\d一二三四五六七八九十])"
)
_TITLE_BEFORE = re.compile(rf"([{HAN}\d《》〈〉“”（）]+?)[》”]?[（(](?:详?见)?\s*$")
_TITLE_AFTER = re.compile("^(?:[：:]|中的|的)?《([^》]+)》")
_BOOK_BEFORE = re.compile(r"《([^《》]+)》[（(](?:详?见)?\s*$")
_TAIL = re.compile(r"[（(](?:各|供|[省市县区镇乡]直|有关)[^（()）]*[）)]$")
_OF_ANOTHER = re.compile(r"(?:号[）)]?|》)(?:的|中的|中|里的)?\s*$")
_LISTS = {"roster", "pairing"}  # named by what they are for, seldom by their title
_KIND_CHARS = 2
_BEGINNING_CHARS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """An attachment as texts may name it: its number, its titles without line breaks, and the kinds they end in.

    `is_list` says that it is the roster or the list of groups, which a text need not name.
    """

    number: int
    titles: tuple[str, ...]
    hints: tuple[str, ...] = ()
    is_list: bool = False


def attached(campaign: Campaign, forms: Mapping[str, Form]) -> tuple[Attached, ...]:
    """Return the campaign's attachments in order, each with the titles it goes by."""
    return tuple(_attached(campaign, forms, i, a) for i, a in enumerate(campaign.attachments, 1))


def _attached(campaign: Campaign, forms: Mapping[str, Form], number: int, one: Attachment) -> Attached:
    form = forms.get(one.form)
    titles = [one.title]
    if form:
        titles += [filled_title(form.title, campaign), form.short_title]
    if one.form == "roster" and campaign.work_group:
        titles.append(campaign.work_group.title)
    if one.form == "pairing" and campaign.pairing:
        titles.append(campaign.pairing.title)
    plain = dict.fromkeys(plain_title(title) for title in titles if title.strip())
    kinds = [title.rstrip("表")[-_KIND_CHARS:] for title in plain]
    return Attached(number=number, titles=tuple(plain), hints=tuple(kinds), is_list=one.form in _LISTS)


def filled_title(title: str, campaign: Campaign) -> str:
    """Return a form's title with the campaign's names in place."""
    names = {
        "campaign.name": campaign.name,
        "issuer.name": campaign.issuer.name,
        "issuer.region": campaign.issuer.region,
    }
    return re.sub(r"\{([\w.]+)[^}]*\}", lambda m: names.get(m[1], ""), title)


def plain_title(title: str) -> str:
    """Return a title as titles are compared: without white space, book marks and a trailing （各社区）.

    >>> plain_title("柳林镇专项行动\\n进展情况调度表（各社区）")
    '柳林镇专项行动进展情况调度表'
    """
    return _TAIL.sub("", re.sub(r"\s|[《》]", "", title))


def check_attachments(texts: Iterable[Prose], found: Sequence[Attached]) -> Iterator[Problem]:
    """Yield what the bodies of notice and plan cite and is not attached (TXT-004), or not so (TXT-005)."""
    for prose in texts:
        if prose.kind == "body":
            yield from _cited(prose, found)
            if not found:
                yield from _enclosed(prose)


def _cited(prose: Prose, found: Sequence[Attached]) -> Iterator[Problem]:
    for match in _CITED.finditer(prose.text):
        if _OF_ANOTHER.search(prose.text[: match.start()].rpartition("\n")[2]):
            continue  # 附件2 of a document just named is not ours
        numbers = cited_numbers(match)
        missing = [n for n in numbers if n > len(found)]
        if missing:
            yield _not_attached(prose, match, missing[0], len(found))
        else:
            other = list(_other_number(prose, match, numbers, found))
            yield from other or _other_title(prose, match, numbers, found)


def cited_numbers(match: re.Match[str]) -> list[int]:
    """Return the numbers that a citation names, 附件3、附件4 and 附件2、3 both being two."""
    first = int(match[1]) if match[1].isdigit() else chinese_number(match[1])
    return [first, *map(int, re.findall(r"\d+", match[2]))]


def _not_attached(prose: Prose, match: re.Match[str], number: int, count: int) -> Problem:
    there = f"附件只有 {count} 个" if count else "这份文件没有附件"
    shown = around(prose.text, match.start(), match.end())
    message = f"“{shown}”引用附件{number}，{there}。请改正编号，或在 attachments 里补上。"
    return slip("TXT-004", message, spot(prose, match.start(), match.group()), severity="error")


def _enclosed(prose: Prose) -> Iterator[Problem]:
    for match in _ENCLOSED.finditer(prose.text):
        shown = around(prose.text, match.start(), match.end())
        message = f"“{shown}”说有附件，这份文件却没有附件。请在 attachments 里补上，或改写这句话。"
        yield slip("TXT-004", message, spot(prose, match.start(), match.group()), severity="error")


def _other_number(
    prose: Prose, match: re.Match[str], numbers: Sequence[int], found: Sequence[Attached]
) -> Iterator[Problem]:
    title = _title_beside(prose.text, match)
    named = [one for one in found if _is_named(title, one)]
    if len(named) == len(numbers) and not set(numbers) <= {one.number for one in named}:
        mend = "、".join(f"附件{one.number}" for one in named)
        message = (
            f"“{named[0].titles[0]}”是{mend}，文中写“{match.group()}”。请改成“{mend}”，或核对附件的顺序。"
        )
        yield slip("TXT-005", message, spot(prose, match.start(), match.group(), mend))


def _other_title(
    prose: Prose, match: re.Match[str], numbers: Sequence[int], found: Sequence[Attached]
) -> Iterator[Problem]:
    """Yield a title in book marks that is not that of the attachment it is cited as."""
    before = _BOOK_BEFORE.search(prose.text[: match.start()].rpartition("\n")[2])
    book = before or _TITLE_AFTER.match(prose.text[match.end() :])
    if book is None or len(numbers) != 1:
        return
    one, title = found[numbers[0] - 1], plain_title(book[1])
    if one.titles and not any(t.endswith(title) or title.endswith(t) for t in _whole(one.titles)):
        message = f"文中把附件{one.number}叫作《{title}》，附件的名称却是“{one.titles[0]}”。请改成一样，或核对编号。"
        yield slip("TXT-005", message, spot(prose, match.start(), match.group()))


def _whole(titles: Sequence[str]) -> list[str]:
    """Return the titles that are not the end of a longer one: a short title in a book's name proves nothing."""
    return [t for t in titles if not any(other != t and other.endswith(t) for other in titles)]


def _is_named(title: str, one: Attached) -> bool:
    """Tell whether words end with a title, or with what a short title begins with: 进展情况 for 进展情况调度表."""
    if len(title) < _BEGINNING_CHARS:
        return False
    return any(title.endswith(t) or t.startswith(title[-_BEGINNING_CHARS:]) for t in one.titles)


def _title_beside(text: str, match: re.Match[str]) -> str:
    """Return the words that a citation gives a number to: before its bracket, or in 《》 behind it."""
    before = text[: match.start()].rpartition("\n")[2]
    if found := _TITLE_BEFORE.search(before):
        return plain_title(found[1])
    behind = _TITLE_AFTER.match(text[match.end() :])
    return plain_title(behind[1]) if behind else ""


def check_never_cited(texts: Iterable[Prose], found: Sequence[Attached]) -> Iterator[Problem]:
    """Yield a warning for each attachment that no body cites by number, title or kind of table (TXT-006).

    A text that cites none of its attachments leaves them all to the attachment note, and is not asked for any.
    """
    bodies = [prose.text for prose in texts if prose.kind == "body" and prose.document in ("notice", "plan")]
    if not any(_CITED.search(body) or _ENCLOSED.search(body) for body in bodies):
        return
    whole = plain_title("".join(bodies))
    numbers = {n for text in bodies for match in _CITED.finditer(text) for n in _spanned(match)}
    numbers |= {one.number for text in bodies for one in _meant(text, found)}
    for one in found:
        named = one.is_list or one.number in numbers
        if not named and not any(title in whole for title in one.titles) and not _is_hinted(one, whole):
            message = (
                f"正文没有提到附件{one.number}“{one.titles[0] if one.titles else ''}”。"
                f"请在正文里写明（见附件{one.number}），或核对是否要附。"
            )
            path = ("attachments", one.number - 1)
            yield Problem(code="TXT-006", message=message, path=path, severity="warning")


def _meant(text: str, found: Sequence[Attached]) -> Iterator[Attached]:
    """Yield the attachments that citations name by their title, whatever number they give."""
    for match in _CITED.finditer(text):
        title = _title_beside(text, match)
        yield from (one for one in found if _is_named(title, one))


def _is_hinted(one: Attached, text: str) -> bool:
    """Tell whether a text names the kind of an attachment with words of its title before it: 隐患清单, not 列出清单."""
    own = set("".join(one.titles))
    places = (found for hint in one.hints for found in re.finditer(re.escape(hint), text))
    before = (text[max(0, found.start() - _KIND_CHARS) : found.start()] for found in places)
    return any(len(words) == _KIND_CHARS and own.issuperset(words) for words in before)


def _spanned(match: re.Match[str]) -> Iterable[int]:
    numbers = cited_numbers(match)
    spans = re.search("[至—~-]", match[2])
    return range(min(numbers), max(numbers) + 1) if spans else numbers
