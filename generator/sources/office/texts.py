"""正文.docx and 方案.docx into the notice and the plan: title, addressees, text, signature, date, note."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import Path as File

from generator.compose.text import text_blocks
from generator.dataclass import dataclass
from generator.model.office import PLAN
from generator.problem import Problem
from generator.sources.contents import read_bytes
from generator.sources.office.numbering import Numbering
from generator.sources.office.paragraphs import Paragraph, paragraphs
from generator.sources.office.tree import Tree
from generator.sources.office.values import number_of
from generator.sources.word_package import open_package
from generator.validate.wording import short

PLAN_TITLE = re.compile(r"(?:方案|计划|预案|细则|办法|规划|要点|措施|制度|规定)(?:（[^）]*）)?$")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CHINESE_DAY = re.compile(
    r"([〇零○Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ODD_DAY = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})日?|(\d{4})年(\d{1,2})月(\d{1,2})")
_SENTENCE = re.compile(r"[。；：！？，]")
_NOTE = re.compile(r"（(.+)）")
_LIST_OF_ATTACHMENTS = re.compile(r"附\s*件\s*[：:]\s*")
_THIRD = re.compile(r"(\d{1,2})[.．、](?!\d)\s*")
_NUMBERED = re.compile(r"\d{1,2}\s*[.．、]\s*")
_PAGE_MARK = re.compile(r"[-—]?\s*\d+\s*[-—]?")
ADDRESSEES_MAX, SIGNATURE_MAX, TITLE_MAX = 300, 40, 120
ORGAN = re.compile(r"(?:委员会|政府|党委|工委|纪委|指挥部|办事处|中心|公司|[局厅处室所站部组院校队委办会])$")
SIGNATURE_STYLES = ("发文机关署名", "署名（不盖章）", "联合署名")


@dataclass(slots=True)
class _Text:
    """One text of a Word file while its parts are told apart."""

    title: list[Paragraph] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    before: list[Paragraph] = field(default_factory=list)


def read_texts(path: File, name: str, tree: Tree) -> bool:
    """Read a Word file into the tree as notice, plan or both; tell whether it could be opened."""
    raw = read_bytes(path, name)
    package = [raw] if isinstance(raw, Problem) else open_package(raw, name)
    if isinstance(package, list):
        tree.problems += [
            replace(p, code="OFF-001", message=p.message.replace("模板", "文件")) for p in package
        ]
        return False
    found = paragraphs(package, name, tree)
    if not found:
        tree.say("OFF-008", "里面没有文字。请写上标题和正文，或删去这个文件。", name)
    keys: list[str] = []
    for text in _apart(found):
        key = _key(text, name, keys)
        if not key:
            message = "一个文件里最多写通知、方案两篇，这一篇没有读。请移到别处。"
            tree.say("OFF-008", message, (text.title or text.body)[0].where)
            continue
        keys.append(key)
        _read(text, key, tree)
    return True


def _apart(found: Sequence[Paragraph]) -> list[_Text]:
    """Return the texts of a file: a new one begins with what looks like a title after a text."""
    texts: list[_Text] = []
    for paragraph in found:
        alone = paragraph.text.startswith("［") and paragraph.text.endswith("］")
        if not texts or (paragraph.is_title and not alone and texts[-1].body):
            texts.append(_Text())
        text = texts[-1]
        if not text.body and not text.title and number_of(paragraph.text):
            text.before.append(paragraph)
        elif not text.body and (paragraph.is_title or not text.title):
            text.title.append(paragraph)
        else:
            text.body.append(paragraph)
    return texts


def _key(text: _Text, name: str, keys: Sequence[str]) -> str:
    """Return whether a text is the notice or the plan, by its title and the file's name; empty when both are taken."""
    title = "".join(p.text for p in text.title).replace("\n", "")
    is_plan = name == PLAN or bool(keys) or bool(PLAN_TITLE.search(title))
    key = "plan" if is_plan else "notice"
    return "" if key in keys else key


def _read(text: _Text, key: str, tree: Tree) -> None:
    for paragraph in text.before:
        number = number_of(paragraph.text)
        if key == "notice" and number:
            tree.put(("notice", "number"), number, paragraph.where)
    if text.title:
        title = "\n".join(line.strip() for p in text.title for line in p.text.split("\n"))
        tree.put((key, "title"), title, text.title[0].where)
        _tell_doubtful_title(text.title[0], title, tree)
    body = list(text.body)
    if key == "notice":
        body = _without_addressees(body, tree)
        body = _without_end(body, tree)
    else:
        body = _without_date_of_plan(body, tree)
    body = _without_attachments(body, tree)
    _put_text(key, body, tree)


def _tell_doubtful_title(first: Paragraph, title: str, tree: Tree) -> None:
    if not first.is_title and (len(title) > TITLE_MAX or title.endswith("。")):
        message = f"开头应是标题，现是“{short(title)}”。请在最前面写标题，居中。"
        tree.say("OFF-008", message, first.where, "warning")


def _without_addressees(body: list[Paragraph], tree: Tree) -> list[Paragraph]:
    """Take the addressees from the top of a notice: a line that ends with a colon and is no sentence."""
    if not body:
        return body
    text = body[0].text
    styled = body[0].style == "主送机关"
    plain = text.endswith(("：", ":")) and not re.search(r"[。；]|如下|\n", text)
    if (styled or plain) and len(text) <= ADDRESSEES_MAX:
        tree.put(("notice", "addressees"), text.rstrip("：:").strip(), body[0].where)
        return body[1:]
    unended = len(body) > 1 and len(text) <= SIGNATURE_MAX and not re.search(r"[。；：！？）]$", text)
    if unended and body[0].heading is None and text_blocks(text)[0].style == "text":
        message = f"“{short(text)}”像主送机关，末尾没有冒号，当作正文。是主送机关的，末尾写上“：”。"
        tree.say("OFF-008", message, body[0].where, "warning")
    return body


def day_of(text: str) -> str:
    """Return the day that a line is, as data write it; empty when it is none.

    >>> day_of("2023年5月8日"), day_of("二〇二三年五月十八日"), day_of("5月8日前报送")
    ('2023-05-08', '2023-05-18', '')
    """
    line = "".join(unicodedata.normalize("NFKC", text).split())
    if found := _DAY.fullmatch(line):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _CHINESE_DAY.fullmatch("".join(text.split())):
        year = "".join(
            str("〇一二三四五六七八九".find(c) if c in "一二三四五六七八九" else 0) for c in found[1]
        )
        return f"{year}-{_small(found[2]):02}-{_small(found[3]):02}"
    return ""


def _usual_day(text: str) -> str:
    """Return a line that is a day in another form (2024.5.31, 2024-5-31) as a document has it; any other line as it is."""
    found = _ODD_DAY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        return text
    year, month, day = (int(part) for part in found.groups() if part)
    return f"{year}年{month}月{day}日"


def _small(text: str) -> int:
    """Return a number below 100 that is written in Chinese."""
    tens, ten, ones = text.rpartition("十")
    digits = "〇一二三四五六七八九"
    return (digits.find(tens) if tens else 1) * 10 * bool(ten) + (digits.find(ones) if ones else 0)


def _without_end(body: list[Paragraph], tree: Tree) -> list[Paragraph]:
    """Take signature, date and note from the end of a notice; what stands after them is told."""
    tree.places["notice", "document_date"] = body[-1].where if body else ""
    last = next((i for i in range(len(body) - 1, -1, -1) if day_of(_usual_day(body[i].text))), None)
    if last is None or len(body) - last > 4:
        return body
    usual = _usual_day(body[last].text)
    if usual != body[last].text:
        message = f"成文日期写的是“{body[last].text}”，读作 {usual}。请核对。"
        tree.say("OFF-004", message, body[last].where, "warning")
    tree.places.pop(("notice", "document_date"))
    tree.put(("notice", "document_date"), day_of(usual), body[last].where)
    for after in body[last + 1 :]:
        if found := _NOTE.fullmatch(after.text):
            tree.put(("notice", "note"), found[1], after.where)
        elif not _PAGE_MARK.fullmatch(after.text):
            message = f"成文日期之后的“{short(after.text)}”没有读。版记写在 活动.xlsx 里；别的移到日期之前。"
            tree.say("OFF-008", message, after.where)
    first = last
    while first and _is_signature(body[first - 1]):
        first -= 1
    names = [
        name for p in body[first:last] for name in re.split(r"\t+|\s{2,}|\n|　{2,}", p.text) if name.strip()
    ]
    if names:
        tree.put(("notice", "signature"), [name.strip() for name in names], body[first].where)
    return body[:first]


def _is_signature(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if paragraph.style in SIGNATURE_STYLES:
        return True
    heading = text_blocks(text)[0].style != "text" or text.startswith(("［", "附"))
    placed = paragraph.align in ("right", "end") or bool(ORGAN.search(text))
    return placed and len(text) <= SIGNATURE_MAX and not heading and not _SENTENCE.search(text)


def _without_date_of_plan(body: list[Paragraph], tree: Tree) -> list[Paragraph]:
    if body and day_of(body[-1].text):
        message = f"方案末尾的日期“{body[-1].text}”没有读：成文日期只写在通知里。请删去。"
        tree.say("OFF-008", message, body[-1].where, "warning")
        return body[:-1]
    return body


def _without_attachments(body: list[Paragraph], tree: Tree) -> list[Paragraph]:
    """Take the attachment note from the end of a text; the program writes it, from the sheet 附件."""
    first = next((i for i, p in enumerate(body) if _LIST_OF_ATTACHMENTS.match(p.text)), None)
    if first is None:
        return body
    rest = body[first:]
    names = [_LIST_OF_ATTACHMENTS.sub("", rest[0].text, count=1), *(p.text for p in rest[1:])]
    lines = [line for name in names for line in name.split("\n") if line.strip()]
    if any(not _NUMBERED.match(line) for line in lines[1:]):
        return body
    tree.noted_attachments = [(_NUMBERED.sub("", line, count=1).strip(), rest[0].where) for line in lines]
    return body[:first]


def _put_text(key: str, body: Sequence[Paragraph], tree: Tree) -> None:
    """Put the paragraphs of a text, a line each, headings of heading styles with the number they lack."""
    counted, lines, places = Numbering(), list[str](), list[str]()
    for paragraph in body:
        text = _numbered(paragraph, counted, tree)
        for line in text.replace("\t", "").split("\n"):
            if line.strip():
                lines.append(line.strip())
                places.append(paragraph.where)
    if lines:
        tree.put((key, "text"), "\n".join(lines) + "\n", places[0])
        tree.lines[key, "text"] = places


def _numbered(paragraph: Paragraph, counted: Numbering, tree: Tree) -> str:
    """Return the text of a paragraph; a heading by its style alone gets the next number of its level, which is told."""
    styles = ("heading_1", "heading_2", "heading_3", "heading_4")
    style = text_blocks(paragraph.text)[0].style
    third = _THIRD.match(paragraph.text)
    if third and (style == styles[2] or paragraph.heading is not None):
        usual = f"{int(third[1])}."
        if third[0].strip() != usual:
            message = f"编号写的是“{third[0].strip()}”，读作“{usual}”。请核对。"
            tree.say("OFF-009", message, paragraph.where, "warning")
        counted.heading(2)
        return usual + paragraph.text[third.end() :]
    if style in styles:
        if paragraph.heading is not None or style != "text":
            level = styles.index(style)
            counted.heading(level)
        return paragraph.text
    if paragraph.heading is None or paragraph.restored:
        return paragraph.text
    number = counted.heading(paragraph.heading)
    message = f"“{short(paragraph.text)}”用的是标题样式，没有写编号，补作“{number}”。请核对。"
    tree.say("OFF-009", message, paragraph.where, "warning")
    return f"{number}{paragraph.text}"
