"""Sheet (一张表、一份文件): what compose hands to the renderers, every value already a printed string."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.chart import Chart
from generator.model.document import Format
from generator.model.form import Line
from generator.model.seal import NO_SEALS, SheetSeals

CellRole: TypeAlias = Literal["head", "group", "number", "label", "value", "remark", "box"]
BlockStyle: TypeAlias = Literal[
    "text",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "contact",
    "attachment_first",
    "attachment_next",
    "signature",
    "signatures",
    "attendance",
    "date",
    "unsealed",
    "unsealed_date",
    "stamp",
    "stamp_date",
    "note",
    "blank",
    "roster",
    "table",
    "figure",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Cell of a grid: fixed wording (`text`, `lines`) or the place of a value (`slot`); a box may take a `seal`."""

    role: CellRole
    text: str = ""
    slot: str = ""
    lines: tuple[Line, ...] = ()
    seal: str = ""
    row_span: int = 1
    col_span: int = 1
    align: Literal["left", "center"] = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """Row of a grid: `head` repeats on every page, `new_page` begins one."""

    cells: tuple[Cell, ...]
    height_mm: float
    head: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Grid (表格): columns in mm and rows; cells covered by a span are left out, as in HTML."""

    widths_mm: tuple[float, ...]
    rows: tuple[GridRow, ...]
    size_pt: float
    line_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContent:
    """Content of a sheet that is one table: lines above, grid with values, notes, lines below."""

    shell: str
    landscape: bool
    attachment: str
    title: tuple[str, ...]
    above: tuple[Line, ...]
    grid: Grid
    values: Mapping[str, str]
    notes: tuple[str, ...]
    note_pt: float
    note_line_pt: float
    below: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineTable:
    """Table in the text of a document: its grid, and what prints in each slot as pairs of slot and text."""

    grid: Grid
    printed: tuple[tuple[str, str], ...]

    @property
    def values(self) -> dict[str, str]:
        """What prints in each slot."""
        return dict(self.printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Paragraph of a text (段落): `lead` is its heading part, set in the heading's face.

    An item of the attachment note has `label`, `number` and `text`; a line of a roster `label`, `name` and `text`;
    a line of those present at a meeting `label` and `text`; a row of signatures `names`, empty where none stands.
    A figure has its title in `text`.
    """

    style: BlockStyle
    text: str = ""
    lead: str = ""
    label: str = ""
    number: str = ""
    name: str = ""
    names: tuple[str, ...] = ()
    table: InlineTable | None = None
    figure: Chart | None = None

    @property
    def lone(self) -> bool:
        """Whether it is a heading alone in its line, which no page may end with."""
        if self.style in ("heading_3", "heading_4"):
            return stands_alone(self.text)
        return bool(self.lead) and not self.text

    @property
    def bookmark(self) -> str:
        """The heading part as a bookmark (书签): without the full stop that ends it."""
        return self.lead.rstrip("。")

    @property
    def tag(self) -> str:
        """The element that a heading alone in its paragraph is in HTML and in a PDF's structure; h1 is the title."""
        return "h2" if self.style == "heading_1" else "h3"


def stands_alone(text: str) -> bool:
    """Tell a heading that stands alone in its line from an item: it takes one line and ends without a mark.

    >>> stands_alone("1.工作目标"), stands_alone("1.建立台账；")
    (True, False)
    """
    return 0 < len(text) <= gb.CHARS_PER_LINE - gb.TEXT_INDENT_CHARS and text[-1] not in "。；：，、！？…”）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Part of a document that begins on a page of its own: notice, plan or bound attachment."""

    attachment: str = ""
    title: tuple[str, ...] = ()
    addressees: str = ""
    blocks: tuple[Block, ...] = ()
    new_page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Header (版头, 7.2): copy number, secrecy and urgency on the first lines, mark, number and signatories.

    A joint mark has the organs' names in `mark` and the word 文件 in `mark_side`. Signatories stand two a line,
    their label `signatory_mm` from the left of the type area. The ink of the mark begins `mark_ink_mm` below
    the top of the type area, above it when negative (10.1). In a letter `rule_mm` is where the first double rule
    lies and `lines_mm` where the lines below it begin, both from the top of the type area.
    """

    format: Format = "document"
    mark_ink_mm: float = 0.0
    copy_number: str = ""
    classification: tuple[str, ...] = ()
    mark: tuple[str, ...] = ()
    mark_side: str = ""
    mark_pt: float = 0.0
    number: str = ""
    signatories: tuple[str, ...] = ()
    signatory_mm: float = 0.0
    rule_mm: float = 0.0
    lines_mm: float = 0.0

    @property
    def left(self) -> tuple[str, ...]:
        """What stands at the left of a letter's first lines: copy number, secrecy, urgency (10.1)."""
        return tuple(filter(None, (self.copy_number, *self.classification)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Imprint (版记, 7.4) as printed: `lines` of 主送 and 抄送, broken, above the print line, and where it stands.

    The imprint of a letter has neither print line nor rules (10.1); `office` and `date` are empty then.

    `page` is "same" when it has room on the last page of the text, "next" on a page of its own, "even" on the
    next even page.
    """

    lines: tuple[str, ...]
    office: str
    date: str
    height_mm: float
    page: Literal["same", "next", "even"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """Content of an official document (公文): header (版头), its parts, imprint (版记).

    `signature_mm` is where issuer signature and date are centred, from the left of the type area (7.3.5);
    `signatures_mm` are the places of several organs' signatures in one row, each under its own seal.
    `roster_mm` are the widths of a roster's columns of roles and of names.
    """

    shell: str
    head: Head | None
    parts: tuple[Part, ...]
    signature_mm: float
    roster_mm: tuple[float, float]
    signatures_mm: tuple[float, ...] = ()
    foot: Foot | None = None
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Description (著录) of a sheet, by which an archive finds it: what a PDF's metadata says.

    `author` are the organs that answer for it (责任者), `subject` is the campaign, `keywords` are the document
    number (文号) and the month reported on, `dated_on` is the date it bears, from the data and never the clock's.
    """

    title: str
    author: tuple[str, ...]
    subject: str
    keywords: tuple[str, ...]
    dated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Sheet (一张表、一份文件) of one unit, ready to be rendered."""

    code: str
    name: str
    unit: str
    folder: str
    description: Description
    content: TableContent | DocumentContent
    period: str = ""
    one_page: bool = False
    filled: bool = False
    two_sided: bool = True
    fangsong: str = "仿宋_GB2312"
    preprinted: bool = False  # printed on paper that carries mark and red rules already (套打)
    seals: SheetSeals = NO_SEALS


def inline_tables(content: DocumentContent) -> list[InlineTable]:
    """Return the tables in the texts of a document, in order."""
    return [block.table for part in content.parts for block in part.blocks if block.table]


def figures_of(content: TableContent | DocumentContent) -> list[Chart]:
    """Return the charts in the texts of a document, in order; a table has none."""
    parts = content.parts if isinstance(content, DocumentContent) else ()
    return [block.figure for part in parts for block in part.blocks if block.figure]


def is_listed(row: GridRow) -> bool:
    """Tell whether a row is one of a ledger's, whose slots are named column.number."""
    return not row.head and all("." in c.slot for c in row.cells)
