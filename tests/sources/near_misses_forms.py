"""Near misses of forms, score sheets, teams, document numbers and roll-ups: edits of the base campaign, by code.

Each comes as near to the fault as the rule allows: the width at the edge of what is forgiven, the number at the limit.
"""

import every_problem
from every_problem import Edit

MONTHLY, FINDINGS, SCORE, DRAFTING = (f"forms/{n}.yaml" for n in ("monthly", "findings", "score", "drafting"))
FORMS, UNITS, PAIRING, NUMBERS, TOWN, CITY = (
    f"{n}.yaml" for n in ("forms", "units", "pairing", "numbers", "town", "city")
)
RETURN = "returns/2023-06/qiuhu.yaml"
LEAD = "kind: person}"
LINE = "above:\n"
DUTY = "cumulative_from: 2023-05}"
CASES = every_problem.ROOT
SHEET = (CASES / "SCO-008" / SCORE).read_text(encoding="utf-8")
PAPER = (CASES / "FORM-005-paper" / DRAFTING).read_text(encoding="utf-8").replace("titel", "title")
ADOPTED: Edit = (FORMS, "  - form: findings\n", "  - form: findings\n  - form: drafting\n")
NUMBER = "柏安委, year: 2023, serial:"
DISPATCH = """\
schema: 1
form: dispatch
kind: indicator_table
title: 调度表
short_title: 调度表
used_by: [department]
groups:
  - fields:
      - {name: discovered, label: 发现隐患, unit: 个, kind: count}
      - {name: outlay, label: 投入, unit: 万元, kind: number}
"""


def sheet(*changes: tuple[str, str]) -> Edit:
    """A score sheet without a fault, changed; each text that is changed stands in it once."""
    text = SHEET
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return SCORE, "", text


def findings(*rows: str) -> Edit:
    """What a team found, a row each."""
    head = "schema: 1\nform: score\nunit: qiuhu\nperiod: 2023-06\nrows:\n"
    return "returns/2023-06/score.yaml", "", head + "".join(f"  - {{{row}}}\n" for row in rows)


def units(*names: str) -> Edit:
    """Further communities; a name is followed by its code and its months."""
    return (
        UNITS,
        "code: yingji}\n",
        "code: yingji}\n" + "".join(f"  - {{kind: community, name: 柏溪镇{n}}}\n" for n in names),
    )


def paper(old: str, new: str) -> list[Edit]:
    """A paper of the issuer without a fault, changed in one place."""
    assert PAPER.count(old) == 1
    return [ADOPTED, (DRAFTING, "", PAPER.replace(old, new))]


def teams(*lines: str) -> list[Edit]:
    """Teams of four units, two of them villages of one name."""
    written = "".join(f"  {line}\n" for line in lines)
    return [VILLAGES, (PAIRING, "", f"schema: 1\npairing:\n  title: 检查分组\n{written}")]


def pair(inspector: str, inspected: str) -> str:
    return f"  - {{inspector: {inspector}, inspected: {inspected}}}"


def register(*entries: str) -> Edit:
    """A register of document numbers; an entry begins with its serial, or with its organ code."""
    full = (e if e.startswith("organ_code") else f"organ_code: {NUMBER} {e}" for e in entries)
    return NUMBERS, "", "schema: 1\nnumbers:\n" + "".join(f"  - {{{entry}}}\n" for entry in full)


def issued(serial: int, day: str, title: str = "关于开展隐患排查的通知") -> str:
    return f"{serial}, title: {title}, document_date: {day}"


def notice(serial: int, title: str = "关于印发整治方案的通知") -> Edit:
    return (
        "text.yaml",
        "",
        f"schema: 1\nnotice:\n  title: {title}\n  addressees: 各社区\n  text: 现印发给你们（附件1）。\n"
        f"  document_date: 2023-06-02\n  number: {{organ_code: {NUMBER} {serial}}}\n",
    )


def roll_up(text: str) -> Edit:
    return TOWN, "", f"schema: 1\nroll_ups:\n  - {{{text}}}\n"


def upward(text: str, file: str = "市月报.xlsx") -> list[Edit]:
    """A superior's form, with the duty to hand it in."""
    duty = f"{DUTY}\n  - {{name: 报市, by_issuer: true, monthly_by: 3}}"
    return [
        (FORMS, DUTY, duty),
        (CITY, "", f"schema: 1\nupward:\n  - {{name: 市月报, file: {file}, {text}}}\n"),
    ]


VILLAGES = units("南寨村, code: nanzhai", "南寨村, code: nanzhai-shang")  # two villages of one name
HALVES = sheet(  # 1.5 + 4 = 5.5, 5.5 + 4 = 9.5
    ("points: 6\n", "points: 5.5\n"),
    ("text: 建立责任制。\n            points: 2", "text: 建立责任制。\n            points: 1.5"),
    ("没有建立的, points: 2", "没有建立的, points: 1.5"),
    ("full_points: 10", "full_points: 9.5"),
)
TWO_SOURCES = [  # a department's table goes into the communities' by pairs; counts and amounts fit any numbers
    (FORMS, "  - form: findings\n", "  - form: findings\n  - form: dispatch\n"),
    ("forms/dispatch.yaml", "", DISPATCH),
    roll_up("form: monthly, sources: [monthly, dispatch], pairs: {found: [discovered], spent: [outlay]}"),
]


NEAR: dict[str, list[Edit]] = {
    "FORM-001": [  # together 156.5, half a millimetre too wide, though binary fractions make it a little more
        (FINDINGS, "width_mm: 16}", "width_mm: 15.4}"),
        (FINDINGS, "width_mm: 50,", "width_mm: 49.2,"),
        (FINDINGS, "width_mm: 60,", "width_mm: 60.1,"),
        (FINDINGS, "width_mm: 30,", "width_mm: 31.8,"),
    ],
    "FORM-002": [  # a part may have the name of a field, and two fields the same parts
        (
            MONTHLY,
            LEAD,
            f"{LEAD}\n      - {{name: warnings, label: 警告, kind: parts, parts: [{{name: found}}, {{name: times}}]}}",
        ),
    ],
    "FORM-003": [
        (MONTHLY, "{unit|________社区}", "{unit|________社区（{unit.name}）}{period}"),
        *paper("{paperwork.issued_by}", "{paperwork.issued_by|______}{campaign.name}"),
    ],
    "FORM-004": [
        (MONTHLY, "choices: [好, 一般, 差]", "choices: [好]"),
        (MONTHLY, "used_by: [community]", "used_by: [community]\ncopies: 2\nholders: [村委会, 镇安办]"),
    ],
    "FORM-005": [
        (FINDINGS, "hazard.extra.grid", "hazard.extra.网格长"),
        ("hazards.yaml", "{grid: 第三网格}", "{网格长: 罗敏}"),
        *paper("source: notice.title", "source: paperwork.issued_by"),
        (FINDINGS, "kind: serial,", "kind: serial, source: hazard.number,"),
    ],
    "FORM-006": [
        (FINDINGS, "kind: ledger", "kind: record\neach: hazard"),
        (FINDINGS, "rows_from: hazards\n", ""),
        (FINDINGS, "columns:\n", "groups:\n  - fields:\n"),
        (FINDINGS, "  - {name: serial, label: 序号, kind: serial, width_mm: 16}\n", ""),
        *((FINDINGS, f"  - {{name: {n}", f"      - {{name: {n}") for n in ("enterprise", "content", "grid")),
    ],
    "FORM-007": [
        (FINDINGS, "width_mm: 16}", "width_mm: 0.5}"),
        (FINDINGS, "width_mm: 60,", "width_mm: 75.5,"),
    ],
    "FORM-008": [
        (MONTHLY, LINE, f"widths: {{number: 6.9, label: 57.1}}\n{LINE}")
    ],  # 72 − 6.9 − 57.1 leaves 8
    "FORM-009": [
        (FINDINGS, "kind: serial,", "kind: serial, merge_by: [enterprise],"),
        (FINDINGS, "width_mm: 50,", "width_mm: 50, merge_by: [enterprise],"),
        (FINDINGS, "width_mm: 30,", "width_mm: 30, merge_by: [enterprise, grid],"),
    ],
    "FORM-010": [
        (
            MONTHLY,
            LINE,
            f'{LINE}  - {{left: "填报单位（公章）：{{unit|____}}", seal_of: unit}}\n'
            "  - {left: 本表（盖章后）报镇安办，盖章有效}\n",
        )
    ],
    "FORM-011": [
        (MONTHLY, LINE, f"rules: [penalties.times+spent<=found + penalties.amount, found == found]\n{LINE}")
    ],
    "SCO-001": [sheet(("label: 完成情况", "label: 落实情况"), ("label: 考评项目", "label: 项目"))],
    "SCO-002": [HALVES],
    "SCO-003": [HALVES],
    "SCO-004": [sheet(("points: 0.5, per: 次", "points: 2, per: 次"))],  # 1 + 1 + 2 reach the clause's 4
    "SCO-005": [sheet(("points: 0.5, per: 次", "points: 1.5, per: 次"))],
    "SCO-006": [  # each clause counts for itself
        sheet(("- {number: 2, deductions", "- {number: 1, deductions"), ("- {number: 3,", "- {number: 2,")),
    ],
    "SCO-007": [
        ("waivers.yaml", "", "schema: 1\nwaivers:\n  - {code: SCO-006, reason: 照原件}\n"),
        sheet(("{number: 4,", "{number: 3,")),  # two rules are (3)
        findings("clause: 2, rule: 3, count: 2", "clause: 3, done: 已建台账", "rule: 1"),
    ],
    "SCO-008": [
        sheet(),
        findings(
            "rule: 2, part: 1",
            "rule: 2, part: 2",
            "rule: 1, count: 1",
            "rule: 3, count: 1",
            "rule: 3, count: 2",
            "rule: 4, not_applicable: true",
        ),
    ],
    "PAIR-001": teams("pairs: []", "draw: {units: [qiuhu, yingji, nanzhai, nanzhai-shang], seed: 1}"),
    "PAIR-002": teams("draw: {units: [qiuhu, nanzhai, nanzhai-shang], seed: 1}"),
    "PAIR-003": teams("draw: {units: [qiuhu, yingji, nanzhai], seed: 1}"),
    "PAIR-004": teams(
        "pairs:", pair("qiuhu", "nanzhai"), pair("nanzhai", "nanzhai-shang"), pair("nanzhai-shang", "qiuhu")
    ),
    "NUM-001": [
        register(
            issued(1, "2023-06-01"),
            "organ_code: 柏安委办, year: 2023, serial: 1, title: 通报, document_date: 2023-06-01",
            "organ_code: 柏安委, year: 2022, serial: 1, title: 通报, document_date: 2022-06-01",
        )
    ],
    "NUM-002": [
        register(
            issued(4, "2023-06-04"),
            issued(1, "2023-06-01"),
            "2, state: void, reason: 文件撤回",
            "3, state: reserved",
        )
    ],
    "NUM-003": [register(issued(1, "2023-06-01"), "2, state: void, reason: 撤")],
    "NUM-004": [register(issued(1, "2023-06-01"), "2, state: reserved"), notice(2)],
    "NUM-005": [
        register(issued(1, "2023-06-01"), issued(2, "2023-06-02", "关于印发整治方案的　通知")),
        notice(2, '"关于印发\\n整治方案的通知"'),
    ],
    "NUM-006": [register(issued(1, "2023-06-01"), "2, state: reserved, reason: 留给总结")],
    "NUM-007": [
        register(
            issued(1, "2023-06-09"),
            "2, state: void, reason: 重复行文, document_date: 2023-06-02",
            issued(3, "2023-06-09"),
        )
    ],
    "NUM-008": [register(issued(1, "2023-01-01"), issued(2, "2023-12-31"))],
    "NUM-009": [
        VILLAGES,
        ("paperwork.yaml", "", "schema: 1\npaperwork: {copies: 6, copies_each: 2, sent_to: [community]}\n"),
    ],
    "COL-001": [
        (MONTHLY, "kind: yes_no}", "kind: yes_no, aggregate: any}"),
        (MONTHLY, LEAD, "kind: person, aggregate: list}"),
        (MONTHLY, "kind: parts\n", "kind: parts\n        aggregate: max\n"),
        ("hazards.yaml", "level: 重大", "level: 较大"),
        (RETURN, "found: 3", "found: 1"),
        (MONTHLY, "kind: count, required: true}", "kind: count, required: true, ledger: {levels: [较大]}}"),
    ],
    "COL-002": TWO_SOURCES,
    "COL-003": [roll_up("form: monthly, own: {2023-05: {change: 0}, 2023-12: {change: -1.5}}")],
    "COL-017": upward("duty: 报市, cells: {penalties.times: 处罚, spent: E6}"),
}

# Campaigns to be collected for June: what only a roll-up tells.
COLLECTED: dict[str, list[Edit]] = {
    # one begins in July, one ended in May
    "COL-004": [units("南寨村, first_month: 2023-07", "北寨村, last_month: 2023-05")],
    "COL-005": [  # to be looked at, which is no error
        (MONTHLY, LINE, f"rules: [penalties.times == found]\n{LINE}"),
        (RETURN, "found: 3", "found: 4"),
    ],
    # on the last day
    "COL-006": [(RETURN, "filled_on: 2023-06-25", "filled_on: 2023-06-24\nreceived_on: 2023-06-25")],
    "COL-007": TWO_SOURCES,
    "COL-008": [
        units("北寨村, code: beizhai"),
        (MONTHLY, "kind: count, required: true}", "kind: count}"),
        (
            "returns/2023-06/beizhai.yaml",
            "",
            "schema: 1\nform: monthly\nunit: beizhai\nperiod: 2023-06\nvalues: {found: 0}\n",
        ),
    ],
    # both report in May and in June
    "COL-019": [units("南寨村, first_month: 2023-05", "北寨村, last_month: 2023-06")],
}

# The step that each near miss stops short of: words of its edits, and what raises the code in their place.
OVER: dict[str, tuple[str, str]] = {
    "FORM-001": ("width_mm: 31.8", "width_mm: 31.9"),
    "FORM-002": ("{name: times}]", "{name: found}]"),
    "FORM-003": ("{unit.name}", "{unit.nam}"),
    "FORM-004": ("copies: 2", "copies: 3"),
    "FORM-005": ("hazard.number", "hazard.numbr"),
    "FORM-006": ("kind: record\neach: hazard", "kind: ledger"),
    "FORM-007": ("width_mm: 0.5}", "width_mm: 0}"),
    "FORM-008": ("label: 57.1", "label: 57.2"),
    "FORM-009": ("[enterprise, grid]", "[enterprise, gird]"),
    "FORM-010": (", seal_of: unit", ""),
    "FORM-011": ("found == found", "found == fond"),
    "SCO-001": ("{name: done,", "{name: did,"),
    "SCO-002": ("full_points: 9.5", "full_points: 10"),
    "SCO-003": ("points: 5.5\n", "points: 6\n"),
    "SCO-004": ("points: 2, per", "points: 2.5, per"),
    "SCO-005": ("points: 1.5, per", "points: 1.2, per"),
    "SCO-006": ("{number: 2, deductions: [{text: 没有演练的", "{number: 1, deductions: [{text: 没有演练的"),
    "SCO-007": ("clause: 2, rule: 3", "rule: 3"),
    "SCO-008": ("rule: 1, count: 1", "rule: 1, count: 2"),
    "PAIR-001": ("pairs: []", "pairs: [{inspector: qiuhu, inspected: yingji}]"),
    "PAIR-002": ("nanzhai, nanzhai-shang]", "nanzhai, qiuhu]"),
    "PAIR-003": (", nanzhai]", "]"),
    "PAIR-004": ("inspected: qiuhu}", "inspected: nanzhai}"),
    "NUM-001": ("year: 2022", "year: 2023"),
    "NUM-002": ("3, state: reserved", "5, state: reserved"),
    "NUM-003": (", reason: 撤", ""),
    "NUM-004": ("state: reserved", "state: void, reason: 撤"),
    "NUM-005": ("整治方案的　通知", "治理方案的　通知"),
    "NUM-006": ("state: reserved, ", ""),
    "NUM-007": (issued(3, "2023-06-09"), issued(3, "2023-06-08")),
    "NUM-008": ("2023-12-31", "2024-01-01"),
    "NUM-009": ("copies: 6", "copies: 5"),
    "COL-001": ("aggregate: any", "aggregate: max"),
    "COL-002": ("[outlay]", "[outlays]"),
    "COL-003": ("2023-12:", "2024-01:"),
    "COL-004": ("first_month: 2023-07", "first_month: 2023-06"),
    "COL-005": ("found: 4", "found: 四"),
    "COL-006": ("received_on: 2023-06-25", "received_on: 2023-06-26"),
    "COL-007": ("found: [discovered], ", ""),
    "COL-008": ("{found: 0}", "{}"),
    "COL-017": ("spent: E6", "spnt: E6"),
    "COL-019": ("first_month: 2023-05", "first_month: 2023-06"),
}


def one_step_over(code: str) -> list[Edit]:
    """The near miss of a code with its step taken."""
    step = OVER[code]
    return [(file, old, new.replace(*step)) for file, old, new in {**NEAR, **COLLECTED}[code]]
