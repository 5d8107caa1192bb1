"""Numbers of GB/T 9704-2012, each once, with its clause. Lengths in mm, type sizes in pt."""

MM_PER_INCH = 25.4
PT_PER_INCH = 72
TWIPS_PER_INCH = 1440

PAGE_WIDTH_MM = 210.0  # 5.1
PAGE_HEIGHT_MM = 297.0  # 5.1
TOP_MARGIN_MM = 37.0  # 5.2.1 天头
BINDING_MARGIN_MM = 28.0  # 5.2.1 订口
TYPE_AREA_WIDTH_MM = 156.0  # 5.2.1 版心
TYPE_AREA_HEIGHT_MM = 225.0  # 5.2.1
BOTTOM_MARGIN_MM = PAGE_HEIGHT_MM - TOP_MARGIN_MM - TYPE_AREA_HEIGHT_MM
OUTER_MARGIN_MM = PAGE_WIDTH_MM - BINDING_MARGIN_MM - TYPE_AREA_WIDTH_MM

LINES_PER_PAGE = 22  # 5.2.3
CHARS_PER_LINE = 28  # 5.2.3
LINE_PITCH_MM = TYPE_AREA_HEIGHT_MM / LINES_PER_PAGE  # 3.2
CHAR_PITCH_MM = TYPE_AREA_WIDTH_MM / CHARS_PER_LINE  # 3.1

SIZE_2_PT = 22.0  # 二号
SIZE_3_PT = 16.0  # 三号
SIZE_4_PT = 14.0  # 四号
TEXT_PT = SIZE_3_PT  # 5.2.2
TITLE_PT = SIZE_2_PT  # 7.3.1
TABLE_TITLE_PT = 18.0  # 小二号: titles of tables, below the document's own
TABLE_LINE_PT = 12.0  # 小四号: lines above and below a table
PAGE_NUMBER_PT = SIZE_4_PT  # 7.5
EM_ASCENT = 0.88  # of Chinese typefaces: the em above the baseline
OUTER_RIGHT_PART = 0.5  # of a line above or below a table: no more than its right part takes
LETTER_SPACING_PT = -0.21  # 28 chars of 16 pt in 156 mm; measured: -0.207 gives 27

MARK_INK_TOP_MM = 35.0  # 7.2.4: below the top of the type area
MARK_LEADING = 1.2  # line height of a mark on several lines
MARK_INK_OFFSET_EM = 0.12  # ink of 小标宋 below the top of its line; measured
MARK_MAX_PT = 56.0  # 7.2.4: size is free but balanced
JOINT_MARK_MAX_PT = 40.0  # 7.2.4: several names stand one above the other
MARK_MAX_WIDTH_MM = 150.0  # 7.2.4
MARK_INK_BOTTOM_EM = 0.13  # its ink above the bottom of its line; measured
ORDER_MARK_INK_TOP_MM = 20.0  # 10.2: below the top of the type area
LETTER_MARK_INK_TOP_MM = 30.0  # 10.1: below the top of the sheet
LETTER_RULE_GAP_MM = 4.0  # 10.1: first double rule below the mark
LETTER_RULE_WIDTH_MM = 170.0  # 10.1: centred on the sheet
LETTER_LAST_RULE_MM = 20.0  # 10.1: second double rule above the bottom of the sheet
LETTER_RULE_PT = (2.25, 0.75, 0.75)  # thick, gap, thin: thickness is not given by the standard
LETTER_LINE_GAP_MM = 7 / 8 * 16 * MM_PER_INCH / PT_PER_INCH  # 10.1: 7/8 of a size 3 character
LINES_BEFORE_NUMBER = 2  # 7.2.5
HEADER_RULE_GAP_MM = 4.0  # 7.2.7: below the document number
HEADER_RULE_PT = 1.5  # thickness is not given by the standard
LINES_BEFORE_TITLE = 2  # 7.3.1
LINES_BEFORE_ADDRESSEES = 1  # 7.3.2
TEXT_INDENT_CHARS = 2  # 7.3.3
LINES_BEFORE_ATTACHMENT_NOTE = 1  # 7.3.4
LINES_BEFORE_SIGNATURE = 2  # 7.3.5.1: keeps the seal's top within one line of the text
SEALS_PER_LINE = 3  # 7.3.5.1
SEAL_MM = 42.0  # diameter of an organ's round seal
SEAL_RISE_MM = 2.0  # 7.3.5.1: name and date lie a little below the middle of the seal
SEAL_GAP_MM = 3.0  # seals neither meet nor touch
STRADDLE_LEAVES_MAX = 10  # leaves under one seal across their edges; more would show too little of each
ATTENDANCE_LABEL_CHARS = 3  # 10.3: 出席 and its colon
STAMP_CHARS = 6  # 7.3.5.3: room for a signature stamp
IMPRINT_OUTER_RULE_MM = 0.35  # 7.4.1
IMPRINT_INNER_RULE_MM = 0.25  # 7.4.1
SIGNATURE_INSET_CHARS = 4  # 7.3.5.1: date, from the right
ROSTER_INDENT_CHARS = 2  # 7.3.3: as a paragraph of text
ATTACHMENT_TITLE_LINE = 3  # 7.3.7
PAGE_NUMBER_GAP_MM = 7.0  # 7.5: dash below the type area
NUMBER_DASH_EM = 0.611  # ink of the dash of 宋体 below the top of its line; measured
TABLE_RULE_PT = 0.75  # thickness is not given by the standard
RED = "#E60012"  # 6.3: Y80 M80

FACE_TITLE = "方正小标宋简体"
FACE_TEXT = "仿宋_GB2312"
FACE_HEADING = "黑体"
FACE_KAI = "楷体_GB2312"
FACE_NUMBER = "宋体"


def rule_gap_mm() -> float:
    """Return the room below the number's line that puts the header's rule 4 mm below its characters (7.2.7)."""
    return HEADER_RULE_GAP_MM - (LINE_PITCH_MM - mm_from_pt(TEXT_PT)) / 2


def letter_rule_mm() -> float:
    """Return the thickness of the double rule of a letter."""
    return mm_from_pt(sum(LETTER_RULE_PT))


def twips(mm: float) -> int:
    """Return a length in twentieths of a point, as Word writes it."""
    return round(mm / MM_PER_INCH * TWIPS_PER_INCH)


def pt_from_mm(mm: float) -> float:
    """Return a length in points."""
    return mm / MM_PER_INCH * PT_PER_INCH


def mm_from_pt(pt: float) -> float:
    """Return a length in millimetres."""
    return pt / PT_PER_INCH * MM_PER_INCH


def type_area_mm(landscape: bool) -> tuple[float, float]:
    """Return width and height of the type area as one reads it; a landscape table turns the sheet (8)."""
    area = (TYPE_AREA_WIDTH_MM, TYPE_AREA_HEIGHT_MM)
    return (area[1], area[0]) if landscape else area
