"""Checks of a notice: what is written and would not print in its format (GB/T 9704-2012, 10)."""

from collections.abc import Iterator

from generator.model.campaign import Campaign
from generator.model.document import Format, Notice
from generator.problem import Problem

_MINUTES_ONLY = ("present", "excused", "attending")
_DOWNWARD = ("通知", "通报", "批复", "决定", "公告", "通告")
_ADDRESSED = ("通知", "请示", "批复", "报告")
_NAMES: dict[Format, str] = {"document": "文件", "letter": "信函", "order": "命令（令）", "minutes": "纪要"}
_NOT_PRINTED: dict[Format, tuple[str, ...]] = {
    "document": _MINUTES_ONLY,
    "letter": ("signatories", *_MINUTES_ONLY),
    "order": ("addressees", "signatories", "joint_issuers", *_MINUTES_ONLY),
    "minutes": ("addressees", "signatories", "joint_issuers"),
}


def check_notice(campaign: Campaign) -> Iterator[Problem]:
    """Yield a reminder for each key of the notice that its format does not print."""
    notice = campaign.notice
    if notice is None:
        return
    for key in _NOT_PRINTED[notice.format]:
        if getattr(notice, key):
            message = f"{_NAMES[notice.format]}格式不印“{key}”。请删去，或核对 format。"
            yield _reminder(key, message)
    yield from _unused_stamp(notice)
    yield from _downward(notice)
    yield from _signature(notice, campaign)
    yield from _no_addressees(notice)


def _unused_stamp(notice: Notice) -> Iterator[Problem]:
    if notice.stamp_title and notice.sealing != "signature_stamp":
        message = "不盖签名章，职务“stamp_title”就不印。请删去，或把 sealing 写成 signature_stamp。"
        yield _reminder("stamp_title", message)


def _downward(notice: Notice) -> Iterator[Problem]:
    """Yield a reminder of a signatory on a document that goes down: he stands on upward ones alone (7.2.6)."""
    kind = next((kind for kind in _DOWNWARD if "".join(notice.title.split()).endswith(kind)), "")
    if notice.format == "document" and notice.signatories and kind:
        message = f"{kind}是下行文，不标注签发人（上行文才标注）。请删去 signatories；确要标注的，在 waivers 里写明原因。"
        yield Problem(code="DOC-002", message=message, path=("notice", "signatories"), severity="warning")


def _signature(notice: Notice, campaign: Campaign) -> Iterator[Problem]:
    """Yield a reminder of each signature that is none of the issuers: the seal goes over it (7.3.5)."""
    issuers = (campaign.issuer.name, *notice.joint_issuers)
    for i, name in enumerate(notice.signature):
        if "".join(name.split()) not in {"".join(issuer.split()) for issuer in issuers}:
            message = f"署名“{name}”与发文机关“{campaign.issuer.name}”不同，印章盖在署名上。请核对是哪一个。"
            yield Problem(
                code="DOC-003", message=message, path=("notice", "signature", i), severity="warning"
            )


def _no_addressees(notice: Notice) -> Iterator[Problem]:
    """Yield a reminder of a document that always goes to somebody and names nobody (7.3.2)."""
    kind = next((kind for kind in _ADDRESSED if "".join(notice.title.split()).endswith(kind)), "")
    if kind and notice.format in ("document", "letter") and not notice.addressees.strip():
        message = f"{kind}没有写主送机关。请补写 addressees。"
        yield Problem(code="DOC-004", message=message, path=("notice",), severity="warning")


def _reminder(key: str, message: str) -> Problem:
    return Problem(code="DOC-001", message=message, path=("notice", key), severity="warning")
