"""Terms (术语表): the Chinese term, its name in code, and the clause of GB/T 9704-2012 that defines it."""

from generator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Term (术语): the same name in code, YAML keys, columns and addresses."""

    chinese: str
    name: str
    clause: str = ""


TERMS = (
    Term("公文", "official_document"),
    Term("版心", "type_area", "5.2.1"),
    Term("天头", "top_margin", "5.2.1"),
    Term("订口", "binding_margin", "5.2.1"),
    Term("版头", "header", "7.2"),
    Term("份号", "copy_number", "7.2.1"),
    Term("密级和保密期限", "secrecy", "7.2.2"),
    Term("紧急程度", "urgency", "7.2.3"),
    Term("发文机关标志", "issuer_mark", "7.2.4"),
    Term("发文机关", "issuer", "7.2.4"),
    Term("发文字号", "document_number", "7.2.5"),
    Term("签发人", "signatory", "7.2.6"),
    Term("版头中的分隔线", "header_rule", "7.2.7"),
    Term("主体", "body", "7.3"),
    Term("标题", "title", "7.3.1"),
    Term("主送机关", "addressees", "7.3.2"),
    Term("正文", "text", "7.3.3"),
    Term("附件说明", "attachment_note", "7.3.4"),
    Term("发文机关署名", "issuer_signature", "7.3.5"),
    Term("成文日期", "document_date", "7.3.5"),
    Term("印章", "seal", "7.3.5"),
    Term("盖章处", "seal_place", "7.3.5"),
    Term("骑缝章", "straddle_seal"),
    Term("用印示意", "seal_guide"),
    Term("用印清单", "stamping_list"),
    Term("样稿", "draft"),
    Term("附注", "note", "7.3.6"),
    Term("附件", "attachment", "7.3.7"),
    Term("版记", "imprint", "7.4"),
    Term("抄送机关", "copy_to", "7.4.2"),
    Term("印发机关", "print_office", "7.4.3"),
    Term("印发日期", "print_date", "7.4.3"),
    Term("页码", "page_number", "7.5"),
    Term("专项行动", "campaign"),
    Term("实施方案", "plan"),
    Term("工作专班", "work_group"),
    Term("名单", "roster"),
    Term("进展情况调度表", "dispatch_table"),
    Term("指标", "indicator"),
    Term("隐患", "hazard"),
    Term("检查", "inspection"),
    Term("整改", "rectification"),
    Term("整改时限", "due_on"),
    Term("销号", "close_out"),
    Term("台账", "ledger"),
    Term("清单", "checklist"),
    Term("整改台账（一患一表）", "rectification_record"),
    Term("责任人", "responsible_person"),
    Term("填报单位", "reporting_unit"),
    Term("填报人", "filled_by"),
    Term("审核人", "reviewed_by"),
    Term("报送", "return"),
    Term("零报送", "zero_return"),
    Term("汇总", "roll_up"),
    Term("报送要求", "duty"),
    Term("收件", "receipt"),
    Term("上报的数", "reported"),
    Term("上级表", "upward_form"),
    Term("上级行动", "superior_campaign"),
    Term("汇总自", "made_from"),
    Term("机关", "organ"),
    Term("催报通知单", "reminder"),
    Term("逾期未报名单", "late_list"),
    Term("情况通报", "circular"),
    Term("督办交办单", "supervision_slip"),
    Term("工作督促函", "urging_letter"),
    Term("隐患的经过", "history"),
    Term("更正", "correction"),
    Term("打分排名表", "ranking"),
    Term("表单", "form"),
    Term("填报项", "field"),
    Term("打分表", "score_sheet"),
    Term("考评项目", "item"),
    Term("考评细则", "clause"),
    Term("评分标准", "rule"),
    Term("扣分情形", "deduction"),
    Term("检查发现", "finding"),
    Term("检查分组", "pairing"),
    Term("交办清单", "handover_slip"),
    Term("办文", "paperwork"),
    Term("发文稿纸", "drafting_sheet"),
    Term("用印", "seal_use"),
    Term("用印审批单", "seal_approval"),
    Term("用印登记簿", "seal_register"),
    Term("文件签收表", "receipt_sheet"),
    Term("发文登记簿", "issue_register"),
    Term("归档", "filing"),
    Term("案卷", "volume"),
    Term("件", "filed_item"),
    Term("卷内文件目录", "volume_list"),
    Term("卷内备考表", "volume_note"),
    Term("脊背", "spine"),
    Term("保管期限", "retention"),
    Term("全宗号", "fonds_number"),
    Term("目录号", "catalogue_number"),
    Term("归档包", "package"),
    Term("单位", "unit"),
    Term("单位类别", "unit_kind"),
)


def term(chinese: str) -> Term:
    """Return the term of this Chinese name; raises KeyError when the table lacks it.

    >>> term("发文字号").name
    'document_number'
    """
    return {t.chinese: t for t in TERMS}[chinese]
