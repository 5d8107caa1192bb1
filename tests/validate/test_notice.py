"""What a notice says and its format does not print."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from small_campaign import CAMPAIGN, found

from generator.model.document import Notice
from generator.validate.notice import check_notice

NOTICE = Notice(title="工作要点", text="现印发。", document_date=date(2023, 6, 1))


def reminded(**values: Any) -> list[str]:
    """The keys that are reminded of."""
    problems = list(check_notice(replace(CAMPAIGN, notice=replace(NOTICE, **values))))
    assert {(p.code, p.severity) for p in problems} <= {("DOC-001", "warning")}
    return [str(p.path[-1]) for p in problems]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("document", ["present", "excused", "attending"]),
        ("letter", ["signatories", "present", "excused", "attending"]),
        ("order", ["addressees", "signatories", "joint_issuers", "present", "excused", "attending"]),
        ("minutes", ["addressees", "signatories", "joint_issuers"]),
    ],
)
def test_keys_that_a_format_does_not_print(kind: str, keys: list[str]) -> None:
    everything = {
        "addressees": "各村",
        "signatories": ("林正",),
        "joint_issuers": ("武装部",),
        "present": "林正",
        "excused": "张三",
        "attending": "顾俊",
    }

    assert reminded(format=kind, **everything) == keys
    assert reminded(format=kind) == []


def test_a_title_beside_no_stamp() -> None:
    assert reminded(stamp_title="镇长") == ["stamp_title"]
    assert reminded(stamp_title="镇长", sealing="signature_stamp") == []


def test_a_campaign_without_a_notice() -> None:
    assert list(check_notice(replace(CAMPAIGN, notice=None))) == []


def test_half_width_marks_among_the_addressees_are_found() -> None:
    notice = Notice(title="通知", addressees="各村,各社区", text="请照办。", document_date=date(2023, 6, 1))

    told = [p for p in found(notice=notice) if p.code == "TXT-010"]

    assert [p.path for p in told] == [("notice", "addressees")]
