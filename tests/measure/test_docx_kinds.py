"""Every kind of official document in Word: judged by its own clauses, none failed."""

from pathlib import Path

import pytest
from helpers.made import issued
from helpers.packages import edited
from helpers.sheets import sheet

from generator.measure.docx import measure_xml
from generator.model.document import Imprint
from generator.model.sheet import Sheet
from generator.render.docx import render_docx

DOCUMENT = "word/document.xml"
ORGANS = ("柳林镇人民政府", "柳林镇人民武装部", "柳林镇党委", "柳林镇总工会", "柳林镇妇联")
LONG = "柳林镇重大事故隐患专项排查整治行动工作领导小组办公室"
COPIES = "县安委会办公室，镇党委、人大、纪委"
SECRET = {"copy_number": "000012", "secrecy": "秘密★1年", "urgency": "特急"}
KINDS: dict[str, tuple[Sheet, set[str]]] = {
    "secret": (issued(**SECRET), {"7.2.4", "7.2.5", "7.2.7"}),
    "joint": (issued(joint_issuers=ORGANS[:2], signature=ORGANS), {"7.2.5", "7.3.5"}),
    "upward": (issued(format="document", signatories=("顾俊", "李少林")), {"7.2.5", "7.2.6", "7.2.7"}),
    "letter": (
        issued(format="letter", imprint=Imprint(copy_to=COPIES), **SECRET),
        {"10.1", "7.2.5", "7.4.2"},
    ),
    "letter on preprinted paper": (issued(format="letter", secrecy="秘密★1年", preprinted=True), {"10.1"}),
    "order": (issued(format="order", sealing="signature_stamp", stamp_title="镇长", signature=()), {"10.2"}),
    "minutes": (issued(format="minutes", signature=(), present="张三　李四"), {"7.2.4", "7.3.5"}),
    "stamped": (issued(sealing="signature_stamp", stamp_title="镇长\n部长", signature=()), {"7.3.5"}),
    "unsealed": (issued(sealing="unsealed"), {"7.3.5"}),
    "unsealed, a long name": (issued(sealing="unsealed", signature=(LONG,)), {"7.3.5"}),
    "sealed, a long name": (issued(signature=(LONG,)), {"7.3.5"}),
    "imprint on an even page": (issued(imprint=Imprint(copy_to=COPIES)), {"7.4.1", "7.4.2", "7.4.3"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_document_passes_by_its_own_clauses(kind: str, tmp_path: Path) -> None:
    made, clauses = KINDS[kind]
    path = tmp_path / "made.docx"
    path.write_bytes(render_docx(made).content)

    found = measure_xml(path)

    assert [str(v) for v in found if v.outcome == "fail"] == []
    assert clauses <= {v.clause for v in found if v.outcome == "pass"}


def test_an_attachment_numbered_in_chinese_with_a_colon_is_found(tmp_path: Path) -> None:
    content = render_docx(sheet("jiangguanchi", "dispatch-communities", "qiuhu")).content
    found = []
    for name, made in (("right", content), ("wrong", edited(content, DOCUMENT, r">附件2<", ">附件二：<"))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(made)
        found.append([v.outcome for v in measure_xml(path) if v.what == "附件序号写法"])

    assert found == [["pass"], ["fail"]]
