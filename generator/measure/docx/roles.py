"""What each paragraph of a Word file is: mark, number, title, headings, signature… told by wording and look alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.docx.values import Paragraph, Story

NUMBER = re.compile(
    r"^(?P<organ>[^\s〔（(\[【﹝\d]{1,16})[〔（(\[【﹝［](?P<year>\d{4})[〕）)\]】﹞］](?P<word>第?)(?P<serial>\d+)号(?:签发人.*)?$"
)
_CN = "一二三四五六七八九"
DATE = re.compile(rf"^(?:\d{{4}}|[{_CN}〇○零]{{4}})年[\d{_CN}十]{{1,3}}月[\d{_CN}十]{{1,3}}日$")
ATTACHMENT = re.compile(r"^(?:.{4,30}号)?附件[\d一二三四五六七八九十]{0,3}[：:]?$")
ATTACHMENT_NOTE = re.compile(r"^附件[：:].")
IMPRINT = re.compile(r"^(?:抄\s*送|主\s*送|分\s*送)[：:]|\d日\s*印发$")
HEADINGS = (
    re.compile(r"^[一二三四五六七八九十百]{1,4}、"),
    re.compile(r"^（[一二三四五六七八九十百]{1,4}）"),
    re.compile(r"^\d{1,2}[.．、](?!\d)"),
    re.compile(r"^（\d{1,2}）"),
)
HEAD_PARAGRAPHS = 40  # the header's parts are among so many
TITLE_PT = 18.0
MARK_PT = 20.0
WHITE = "FFFFFF"  # printed for paper that carries it already (套打)
SMALL_PT = 14.0
LINE_CHARS = 28
SIGNATURE_MM = 40.0  # what begins farther right is no text
MOST_NOTES = 8  # below a table; more than that is text in small print
LONG_PARAGRAPHS = 2  # so many make running text
_CLASSIFIED = re.compile(r"^(?:第\d+号|\d{6}|(?:绝密|机密|秘密).{0,8}|特急|加急|平急|特提)$")
_RED_MIN, _OTHER_MAX = 0xB0, 0x60


@dataclass(slots=True, kw_only=True)
class Part:
    """Text under one title: the document itself, a plan issued with it, or an attachment."""

    attachment: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    addressees: Paragraph | None = None
    text: list[Paragraph] = field(default_factory=list)
    headings: list[tuple[int, Paragraph]] = field(default_factory=list)
    attachment_note: list[Paragraph] = field(default_factory=list)
    signature: list[Paragraph] = field(default_factory=list)
    date: Paragraph | None = None
    note: Paragraph | None = None
    tables: int = 0


@dataclass(slots=True, kw_only=True)
class Roles:
    """The paragraphs of a file by what they are."""

    mark: list[Paragraph] = field(default_factory=list)
    in_page_header: bool = False
    number: Paragraph | None = None
    parts: list[Part] = field(default_factory=list)
    imprint: list[Paragraph] = field(default_factory=list)

    @property
    def official(self) -> bool:
        """Whether it is running text, not a sheet that holds a table."""
        signed = bool(self.mark) and any(part.date for part in self.parts)
        return self.number is not None or signed or sum(map(_long_paragraphs, self.parts)) >= LONG_PARAGRAPHS


def _long_paragraphs(part: Part) -> int:
    """Return how many paragraphs take more than a line; small print beside a table is not text."""
    long = [p for p in part.text if len(p.words) > LINE_CHARS and p.words.endswith("。")]
    large = [p for p in long if p.size_pt >= SMALL_PT]
    return len(long if len(long) > MOST_NOTES or not part.tables else large)


def is_red(color: str) -> bool:
    """Tell red from other colours.

    >>> is_red("E60012"), is_red("C55A11"), is_red("000000")
    (True, True, False)
    """
    if not re.fullmatch("[0-9A-Fa-f]{6}", color):
        return False
    red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4))
    return red >= _RED_MIN and green <= _OTHER_MAX and blue <= _OTHER_MAX


def roles_of(story: Story) -> Roles:
    """Return what each paragraph is."""
    found = Roles()
    found.mark = _mark(story.paragraphs[:HEAD_PARAGRAPHS])
    if not found.mark and story.sections:
        found.mark = _mark([p for v in story.sections[0].headers.values() for p in v])
        found.in_page_header = bool(found.mark)
    head = story.paragraphs[:HEAD_PARAGRAPHS]
    found.mark = found.mark or _other_mark(head)
    found.number = next((p for p in head if _number(p) and (found.mark or not p.table)), None)
    found.imprint = list(_imprint(story.paragraphs))
    start = max((i for i, p in enumerate(head) if p is found.number or p in found.mark), default=-1)
    rest = [p for p in story.paragraphs[start + 1 :] if p.box is None and not _is_imprint(p, found)]
    found.parts = _Reader().read([p for p in rest if not _CLASSIFIED.match(p.words)])
    return found


def _mark(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    return [p for p in paragraphs if p.main and is_red(p.main.color) and p.main.size_pt >= MARK_PT]


def _other_mark(head: Sequence[Paragraph]) -> list[Paragraph]:
    """Return a mark in another colour than red: above the number, larger than a title or ending with 文件."""
    place = next((i for i, p in enumerate(head) if _number(p) and not p.table), 0)
    return [p for p in head[:place] if p.main and p.box is None and p.table is None and _like_mark(p)]


def _like_mark(paragraph: Paragraph) -> bool:
    run, words = paragraph.main, "".join(paragraph.words.split())
    if run is None or run.color == WHITE:
        return False
    return run.size_pt > gb.TITLE_PT + 1 or (run.size_pt >= MARK_PT and words.endswith("文件"))


def _number(paragraph: Paragraph) -> bool:
    return bool(number_of(paragraph)) and len(paragraph.words) < 60


def number_of(paragraph: Paragraph) -> re.Match[str] | None:
    """Return the document number in a line of its own, or between tabs beside secrecy or signatory."""
    pieces = ("".join(piece.split()) for piece in paragraph.text.split("\t"))
    return next((match for piece in pieces if (match := NUMBER.match(piece))), None)


def _imprint(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the lines of the imprint: those that open with 抄送 or end with 印发, and what stands in their table."""
    last = [p for p in paragraphs if p.words][-12:]
    found = [p for p in last if IMPRINT.search("".join(p.words.split()))]
    tables = [p.table for p in found if p.table]
    for paragraph in last:
        if paragraph in found or (paragraph.table and paragraph.table in tables):
            yield paragraph


def _is_imprint(paragraph: Paragraph, found: Roles) -> bool:
    return any(paragraph is p for p in found.imprint)


class _Reader:
    """Goes through the paragraphs below the header, one part after the other."""

    def __init__(self) -> None:
        self.parts: list[Part] = [Part()]

    def read(self, paragraphs: Sequence[Paragraph]) -> list[Part]:
        """Return the parts, empty ones left out."""
        table = 0
        for paragraph in paragraphs:
            if paragraph.table:
                self.parts[-1].tables += paragraph.table.number != table
                table = paragraph.table.number
            elif paragraph.words:
                self._take(paragraph)
        for part in self.parts:
            _sign(part)
        if not any(part.date for part in self.parts):
            _sign_undated(self.parts[0])
        return self.parts

    def _take(self, paragraph: Paragraph) -> None:
        words = "".join(paragraph.words.split())
        if ATTACHMENT.match(words):
            self.parts.append(Part(attachment=paragraph))
        elif _is_title(paragraph) or (self._is_first and _is_heading(paragraph)):
            self._take_title(paragraph, words)
        else:
            self._take_text(paragraph, words)

    @property
    def _is_first(self) -> bool:
        part = self.parts[0]
        return len(self.parts) == 1 and not (part.title or part.text or part.headings or part.tables)

    def _take_title(self, paragraph: Paragraph, words: str) -> None:
        part = self.parts[-1]
        begun = part.text or part.headings or part.tables or part.date or part.addressees
        if not begun and not (part.title and paragraph.page_break):
            part.title.append(paragraph)
        elif part.date or paragraph.page_break or (paragraph.main and "小标宋" in paragraph.main.face):
            self.parts.append(Part(title=[paragraph]))
        else:
            self._take_text(paragraph, words)

    def _take_text(self, paragraph: Paragraph, words: str) -> None:
        part = self.parts[-1]
        level = next((i for i, h in enumerate(HEADINGS, 1) if h.match(words)), 0)
        if DATE.match(words) and part.date is None:
            part.date = paragraph
        elif part.date and words.startswith("（") and words.endswith("）"):
            part.note = paragraph
        elif ATTACHMENT_NOTE.match(words) or (part.attachment_note and level == 3 and not part.date):
            part.attachment_note.append(paragraph)
        elif part.title and not (part.text or part.headings or part.addressees) and _is_addressees(words):
            part.addressees = paragraph
        elif level:
            part.headings.append((level, paragraph))
        else:
            part.text.append(paragraph)


def _is_title(paragraph: Paragraph) -> bool:
    main = paragraph.main
    big = main is not None and (main.size_pt >= TITLE_PT or "小标宋" in main.face)
    return big and paragraph.align == "center"


def _is_addressees(words: str) -> bool:
    """Tell a list of organs from a sentence that leads to what follows: “现将有关事项通知如下：”."""
    heading = any(h.match(words) for h in HEADINGS)
    return words[-1] in "：:" and "。" not in words and not heading and not words[:-1].endswith("如下")


def _is_heading(paragraph: Paragraph) -> bool:
    """Tell whether a first line is a title by its outline level, or by standing in the middle."""
    short = len(paragraph.words) <= 60 and not paragraph.words.endswith(("。", "：", ":"))
    return short and (paragraph.outline == 0 or paragraph.align == "center")


def _sign(part: Part) -> None:
    """Take the signature out of the text: short lines right above the date that stand to the right."""
    if part.date is None:
        return
    while part.text and _is_signature(part.text[-1], part.date) and len(part.signature) < 12:
        part.signature.insert(0, part.text.pop())


def _sign_undated(part: Part) -> None:
    """Take the signature out of a text whose date is missing: a short last line that stands to the right."""
    if part.title and part.text and _short(part.text[-1]) and _moved(part.text[-1]):
        part.signature.append(part.text.pop())


def _is_signature(paragraph: Paragraph, date: Paragraph) -> bool:
    begin, end = (p.left_mm + p.first_mm + p.leading_mm for p in (paragraph, date))
    unsealed = (
        abs(end - begin - 2 * gb.CHAR_PITCH_MM) < 1
    )  # 7.3.5.2: the date two characters right of the name
    return _short(paragraph) and (_moved(paragraph) or unsealed)


def _short(paragraph: Paragraph) -> bool:
    return len(paragraph.words) <= 40 and not paragraph.words.endswith(("。", "；", "："))


def _moved(paragraph: Paragraph) -> bool:
    begin = paragraph.left_mm + paragraph.first_mm + paragraph.leading_mm
    return paragraph.align in ("right", "center") or begin > SIGNATURE_MM or paragraph.text.startswith("\t")
