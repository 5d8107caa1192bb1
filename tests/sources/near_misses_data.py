"""Near misses of files, data, characters, units and references: edits of the base campaign, by code.

Each uses what the fault is about and stays on the right side of it: the last allowed day, the same key one level deeper.
What an edit of text cannot make is made on the spot, in MADE.
"""

from collections.abc import Callable
from pathlib import Path

from every_problem import Edit
from PIL import Image

CAMPAIGN, UNITS, FORMS, HAZARDS = (f"{n}.yaml" for n in ("campaign", "units", "forms", "hazards"))
MONTHLY, FINDINGS, RETURN = "forms/monthly.yaml", "forms/findings.yaml", "returns/2023-06/qiuhu.yaml"
PLACE = "    extra: {grid: 第三网格}\n"
SECOND = """\
  - code: BX-0001
    unit: qiuhu
    enterprise: {name: 秋湖木器厂}
    name: 疏散通道堵塞
    level: 重大
    content: 车间疏散通道堆放货物
    inspected_on: 2023-06-08
"""
DUTY = "{name: 月度情况表, form: monthly, used_by: [community], monthly_by: 25, cumulative_from: 2023-05}"
ROSTER = """
work_group:
  title: 工作专班名单
  roles:
    - {label: 组　长, members: [{name: 罗敏, title: 镇长}]}
"""
TASKS: Edit = (
    FORMS,
    "- form: findings\n",
    "- form: findings\n  - {form: unit-tasks, used_by: [community]}\n",
)
ENDS = "ends_on: 2023-12-31\n"
SEAL = "seals: {柏溪镇安全生产委员会: 章.png}\n"
QIUHU, YINGJI = "short_name: 秋湖, kind: community, code: qiuhu", "kind: department, code: yingji"


def content(text: str) -> Edit:
    """The hazard described in these words, as written in the file."""
    return HAZARDS, "content: 车间疏散通道堆放货物", f"content: {text}"


def tasks(row: str) -> Edit:
    """A list of one task."""
    return "lists.yaml", "", f"schema: 1\nlists:\n  tasks:\n    - {row}\n"


def reported(period: str, file: str, form: str = "monthly", unit: str = "qiuhu") -> Edit:
    """A further return."""
    values = "values: {found: 3}\n" if form == "monthly" else ""
    return f"returns/{file}", "", f"schema: 1\nform: {form}\nunit: {unit}\nperiod: {period}\n{values}"


SOURCES: dict[str, list[Edit]] = {
    "SRC-002": [("notes.yaml", "", "# 还没有填\nschema: 1\n")],
    "SRC-003": [(HAZARDS, "schema: 1", "\ufeffschema: 1")],  # the mark that Windows Notepad writes
    "SRC-004": [content('"[一号]车间: 疏散通道｝堆放货物：很多"')],
    "SRC-005": [(HAZARDS, PLACE, PLACE + SECOND)],
    "SRC-006": [
        (
            FORMS,
            DUTY,
            DUTY.replace("[", "&who [") + "\n  - {name: 摸底情况, used_by: *who, due_on: 2023-06-30}",
        )
    ],
    "SRC-008": [("notes.yaml", "", "{schema: 1, settings: {two_sided: true}}\n")],
    "SRC-009": [(HAZARDS, "schema: 1\n", ""), (HAZARDS, PLACE, f"{PLACE}schema: 1\n")],
    "SRC-010": [
        (FORMS, f"duties:\n  - {DUTY}", ""),
        ("duties.yaml", "", f"schema: 1\nduties:\n  - {DUTY}\n"),
    ],
    "SRC-011": [content('"!!python/name:os.system 不通"')],
    "SRC-013": [content("砂光车间#2号除尘器滤袋破损  # 现场查看")],
    "SRC-014": [("returns/2023-06/yingji.yaml~", "", "schema: 1\n")],
    "SRC-016": [
        (
            "receipts/2023-06.yaml",
            "",
            "schema: 1\nreceipts:\n  - {duty: 月度情况表, period: 2023-06, units: [qiuhu], sealed_on: 2023-06-25}\n",
        )
    ],
}
DATA: dict[str, list[Edit]] = {
    "DATA-001": [
        (HAZARDS, "grid: 第三网格", "nmae: 王伟"),  # a key of the office's own, which a column takes
        (FINDINGS, "hazard.extra.grid", "hazard.extra.nmae"),
    ],
    "DATA-002": [
        (UNITS, "suffixes: [社区, 村]", "suffixes: [社区]"),
        (HAZARDS, "grid: 第三网格", 'grid: "1.10"'),
    ],
    "DATA-003": [(HAZARDS, "department: yingji", "department:")],
    "DATA-004": [(CAMPAIGN, "2023-12-31", "2024-02-29"), (RETURN, "2023-06-25", '"2023-06-25"')],
    "DATA-005": [(HAZARDS, "level: 重大", "level: '较大'")],
    "DATA-006": [content('"𠮷祥车间，疏散通道堆放货物。\\n另有一处。"')],
    "DATA-007": [(RETURN, "period: 2023-06", 'period: "2023-06"'), (FORMS, "from: 2023-05", "from: 2023-12")],
    "DATA-008": [(FORMS, "monthly_by: 25", "monthly_by: 28")],
    "DATA-009": [(CAMPAIGN, ENDS, ENDS + ROSTER)],
    "CHAR-001": [
        (UNITS, "柏溪镇秋湖社区", "柏溪镇（新区）秋湖社区"),
        (HAZARDS, "秋湖木器厂", "秋湖木器（集团）厂"),
        (RETURN, "filled_on", "filled_by: 王伟（代）\nfilled_on"),
    ],
    "CHAR-002": [(RETURN, "lead: 罗敏", "lead: 罗　敏")],
    "CHAR-003": [content("车间地方疏散通道、金库堆放货物")],
    "CHAR-004": [content("车间40℃，①号通道5㎡堆放货物★")],
    "UNIT-001": [(UNITS, QIUHU, f"{QIUHU}, suffix: 社区")],
    "UNIT-002": [(UNITS, "short_name: 秋湖", "short_name: 溪湖")],
    "UNIT-003": [(UNITS, "柏溪镇秋湖社区", "柏溪镇秋湖村")],
    "UNIT-004": [(UNITS, "柏溪镇秋湖社区, short_name: 秋湖", "柏溪镇新村社区, short_name: 新村")],
    "UNIT-005": [(UNITS, QIUHU, f"{QIUHU}, first_month: 2023-06, last_month: 2023-06")],
}
REFERENCES: dict[str, list[Edit]] = {
    "REF-001": [
        (CAMPAIGN, ENDS, ENDS + ROSTER),
        (FORMS, "attachments:\n", "attachments:\n  - form: roster\n"),
    ],
    "REF-002": [
        (UNITS, ", code: yingji", ""),
        (HAZARDS, "department: yingji", "department: 柏溪镇应急管理办公室"),
    ],
    "REF-003": [
        (
            UNITS,
            QIUHU,
            f"{QIUHU}}}\n  - {{name: 柏溪镇荷花社区, short_name: 荷花, kind: community, code: qiuhu2",
        )
    ],
    "REF-004": [TASKS, tasks("{part: 一、排查, task: 查通道, item: 张贴疏散示意图, responsible: 秋湖}")],
    "REF-005": [TASKS, tasks("{item: 张贴疏散示意图, responsible: 秋湖}")],  # in the catalogue, not in forms/
    "REF-006": [reported("2023-06", "2023-06/qiuhu-findings.yaml", "findings")],
    "REF-007": [("paperwork.yaml", "", "schema: 1\npaperwork:\n  sent_to: [community]\n")],
    "REF-008": [(UNITS, QIUHU, f"{QIUHU}, parent: yingji")],
    "REF-009": [(HAZARDS, PLACE, PLACE + SECOND)],
    "REF-010": [
        (FORMS, "- form: monthly\n  - form: findings", "- {form: monthly, title: 情况表}\n  - form: findings")
    ],
    "REF-011": [reported("2023-06", "2023-06/yingji.yaml", "findings", "yingji")],
    "REF-012": [(CAMPAIGN, "2023-05-26", "2023-06-08"), (CAMPAIGN, "2023-12-31", "2023-06-08")],
    "REF-013": [(FORMS, "attachments:\n", "attachments:\n  - form: findings\n")],
    "REF-014": [(HAZARDS, "{grid:", "{gird:"), (FINDINGS, "hazard.extra.grid", "hazard.extra.gird")],
    "REF-015": [
        (
            UNITS,
            "  - {code: department",
            "  - {code: village, name: 村, suffixes: [村]}\n  - {code: department",
        )
    ],
    "REF-016": [(FORMS, "- form: findings", "- {form: findings, used_by: [department]}")],
    "REF-017": [
        (FORMS, DUTY, f"{DUTY}\n  - {{name: 清单, form: findings, used_by: [department], monthly_by: 25}}")
    ],
    "REF-018": [reported("2023-05", "2023-05/qiuhu.yaml"), reported("2023-12", "2023-12/qiuhu.yaml")],
    "REF-019": [reported("2023-08", "补报/qiuhu.yaml")],
    "REF-021": [
        TASKS,
        tasks("{item: 张贴疏散示意图, responsible: 秋湖}"),
        (
            "text.yaml",
            "",
            "schema: 1\nplan:\n  title: 柏溪镇排查整治方案\n  text: |\n    任务如下：\n    ［表：任务清单］\n",
        ),
    ],
    "REF-022": [
        (FORMS, TASKS[1], TASKS[2].replace("used_by", "list: chores, used_by")),
        ("lists.yaml", "", "schema: 1\nlists:\n  chores:\n    - {item: 张贴疏散示意图, responsible: 秋湖}\n"),
    ],
    "REF-023": [TASKS, tasks("{item: 张贴疏散示意图, responsible: 各社区（村）、应急办}")],
}
NEAR = SOURCES | DATA | REFERENCES


def main_file_in_json(campaign: Path) -> None:
    (campaign / "campaign.yaml").unlink()
    text = (
        '{"schema": 1, "name": "柏溪镇排查整治2023行动", "starts_on": "2023-05-26", "ends_on": "2023-12-31",'
        ' "issuer": {"name": "柏溪镇安全生产委员会", "region": "柏溪镇"}}'
    )
    (campaign / "campaign.json").write_text(text, encoding="utf-8")


def link_inside_the_folder(campaign: Path) -> None:
    kept = campaign / "存档" / "月报.yaml"
    kept.parent.mkdir()
    (campaign / RETURN).rename(kept)
    (campaign / RETURN).symlink_to(kept)


def seal(campaign: Path) -> None:
    file = campaign / CAMPAIGN
    file.write_text(file.read_text(encoding="utf-8") + SEAL, encoding="utf-8")
    Image.new("RGB", (300, 300), (200, 20, 30)).save(campaign / "章.png")


MADE: dict[str, Callable[[Path], None]] = {
    "SRC-001": main_file_in_json,
    "SRC-012": link_inside_the_folder,
    "SRC-015": seal,
    "REF-024": seal,
}
