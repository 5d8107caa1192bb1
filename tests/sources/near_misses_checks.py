"""Near misses of texts, values, documents, deadlines and dates: edits of the base campaign, by code."""

from every_problem import Edit

RETURN, HAZARD, FORMS = "returns/2023-06/qiuhu.yaml", "hazards.yaml", "forms.yaml"
NOTICE = """\
schema: 1
notice:
  title: 关于报送月度情况表的通知
  addressees: 各社区、镇直各部门
  document_date: 2023-06-01
"""


def notice(text: str, **keys: str) -> Edit:
    """A notice with this text, and further keys."""
    more = "".join(f"  {key}: {value}\n" for key, value in keys.items())
    return "text.yaml", "", f"{NOTICE}{more}  text: |\n    {text}\n"


MONTHLY = "schema: 1\nform: monthly\nunit: qiuhu\n"
FOUND = "inspected_on: 2023-06-08"
TITLE = "柏溪镇重大事故隐患专项排查整治2023行动月度情况表"
DUTY = "{name: 月度情况表, form: monthly, used_by: [community], monthly_by: 25, cumulative_from: 2023-05}"
NEAR: dict[str, list[Edit]] = {
    "TXT-001": [notice("请各社区每月月底前报送月度情况表（附件1），人人有责，全员参与。")],
    "TXT-002": [notice("请各社区（村）认真排查：1）报送月度情况表（附件1）；2）如实填写。")],
    "TXT-003": [notice("请报送月度情况表（附件1）：1.逐项填写。2.没有情况的写 0。")],
    "TXT-004": [notice("请报送月度情况表（附件1）。省安委办〔2023〕1号的附件3另行转发。")],
    "TXT-005": [notice("请报送《月度情况表》（附件1）。")],
    "TXT-006": [
        (FORMS, "  - form: monthly\nduties", "  - form: monthly\n  - form: findings\nduties"),
        notice("请报送月度情况表（附件1），填写隐患清单。"),
    ],
    "TXT-007": [
        (
            FORMS,
            DUTY,
            f"{DUTY}\n  - {{name: 部门的表, form: monthly, used_by: [department], monthly_by: month_end}}",
        )
    ],
    "TXT-008": [
        (FORMS, DUTY, f"{DUTY}\n  - {{name: 摸底情况, used_by: [community], due_on: 2023-06-05}}"),
        notice("请报送月度情况表（附件1）。"),
    ],
    "TXT-009": [notice("根据柏安委〔2023〕3号，参照（2023）豫01民初12号，报送月度情况表（附件1）。")],
    "TXT-010": [notice("请在9:30前报送月度情况表（附件1），电话0374-1234567，邮箱 a@b.cn。")],
    "TXT-011": [notice("各乡镇（街道）都要报送，全镇各社区报送月度情况表（附件1）。")],
    "TXT-012": [notice("柏溪镇秋湖社区带头，各社区报送月度情况表（附件1）。")],
    "TXT-013": [notice("由党委委员带队，党委员会研究，报送月度情况表（附件1）。")],
    "TXT-014": [notice("请各社区每月15日前报开展情况。每月25日前报送月度情况表（附件1）。")],
    "TXT-015": [notice("自6月份开始检查。请各社区自5月份开始，每月25日前报送月度情况表（附件1）。")],
    "TXT-016": [notice("请报送月度情况表（附件1），一份报市委办公室，一份报市安委办。")],
    "TXT-017": [
        (
            FORMS,
            "attachments:\n  - form: monthly",
            f"attachments:\n  - {{form: monthly, title: {TITLE}（各社区）}}",
        )
    ],
    "TXT-019": [notice("一、报送要求\n    1.报送月度情况表（附件1）：（1）如实填写；（2）没有情况的写 0。")],
    "TXT-018": [
        ("settings.yaml", "", "schema: 1\nsettings: {organs: [应急管理局]}\n"),
        notice("各中心、有关局室报送月度情况表（附件1），由应急管理局汇总，报柏溪镇安全生产委员会。"),
    ],
    "VAL-001": [(RETURN, "found: 3", "found: 0")],
    "VAL-002": [(RETURN, "spent: 1.5", "spent: 0")],
    "VAL-003": [(RETURN, "change: -2.5", "change: -100")],
    "VAL-004": [(RETURN, "trained: 是", "trained: false")],
    "VAL-005": [(RETURN, "2023-06-12", "2023-06-30")],
    "VAL-006": [(RETURN, "{times: 1, amount: 0.5}", "{times: 1}")],
    "VAL-007": [(RETURN, "lead: 罗敏", "lead: 罗敏、陈默")],
    "VAL-008": [(RETURN, "  spent: 1.5\n", "")],
    "VAL-009": [(RETURN, "grade: 好", "grade: 差")],
    "VAL-010": [
        ("returns/2023-07/qiuhu.yaml", "", f"{MONTHLY}period: 2023-07\nvalues: {{found: 3, spent: 1.5}}\n")
    ],
    "VAL-011": [
        (
            "forms/monthly.yaml",
            "used_by: [community]\n",
            "used_by: [community]\nrules: [penalties.times <= found]\n",
        )
    ],
    "VAL-012": [
        (
            "forms/monthly.yaml",
            "kind: count, required: true}",
            "kind: count, required: true, ledger: {levels: [重大]}}",
        ),
        (RETURN, "found: 3", "found: 1"),
    ],
    "VAL-013": [
        (RETURN, "spent: 1.5", "spent: 0"),
        (FORMS, "monthly_by: 25,", "monthly_by: 25, zero_return: true,"),
    ],
    "DOC-001": [notice("请报送月度情况表（附件1）。", format="letter")],
    "DOC-003": [notice("请报送月度情况表（附件1）。", signature="[柏溪镇 安全生产委员会]")],
    "DOC-004": [
        (
            "text.yaml",
            "",
            "schema: 1\nnotice:\n  title: 关于禁火的通告\n  document_date: 2023-06-01\n"
            "  text: |\n    请报送月度情况表（附件1）。\n",
        )
    ],
    "DOC-002": [notice("请报送月度情况表（附件1）。", signature="[柏溪镇安全生产委员会]")],
    "DUE-001": [(FORMS, DUTY, f"{DUTY}\n  - {{name: 摸底情况, used_by: [community], due_on: 2023-06-30}}")],
    "DUE-002": [
        (
            "receipts.yaml",
            "",
            "schema: 1\nreceipts:\n  - {duty: 月度情况表, period: 2023-06, units: [qiuhu], sealed_on: 2023-06-26}\n",
        )
    ],
    "DUE-003": [
        (
            FORMS,
            DUTY,
            f"{DUTY}\n  - {{name: 销号报告, used_by: [community], within_days: 3, after: close_out}}",
        )
    ],
    "DUE-005": [(FORMS, DUTY, "{name: 摸底情况, used_by: [community], due_on: 2023-06-10, workday: later}")],
    "WAI-001": [
        notice("各部门要要报送月度情况表（附件1）。"),
        ("waivers.yaml", "", "schema: 1\nwaivers:\n  - {code: TXT-001, reason: 原文如此}\n"),
    ],
    "REF-020": [(HAZARD, FOUND, f"{FOUND}\n    due_on: 2023-06-08\n    closed_on: 2023-06-08")],
    "REF-025": [(HAZARD, "inspected_on: 2023-06-08", "inspected_on: 2023-05-26")],
    "REF-026": [
        (
            "returns/2023-06/qiuhu.更正1.yaml",
            "",
            f"{MONTHLY}period: 2023-06\ncorrection: 1\nvalues: {{found: 4}}\n",
        )
    ],
}
