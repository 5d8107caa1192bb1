"""Names that stand for sheets, units and folders (名称): what a clerk may write, and what it means."""

from collections import Counter

from generator.model.campaign import Campaign
from generator.model.form import Form

ISSUER = ""
DOCUMENTS = {"notice": ("通知", "印发通知"), "plan": ("方案", "实施方案"), "roster": ("名单", "工作专班名单")}


def latest_period(campaign: Campaign) -> str:
    """Return the latest month of the campaign that a return reports on, else the month in which it starts."""
    periods = (r.period for r in campaign.returns if is_period(campaign, r.period))
    return max(periods, default=months(campaign)[0])


def months(campaign: Campaign) -> tuple[str, str]:
    """Return the months in which the campaign starts and ends, as 2023-05."""
    return campaign.starts_on.isoformat()[:7], campaign.ends_on.isoformat()[:7]


def is_period(campaign: Campaign, period: str) -> bool:
    """Tell whether a month, written 2023-06, lies in the campaign."""
    first, last = months(campaign)
    return first <= period <= last


def folder_names(campaign: Campaign) -> dict[str, str]:
    """Return the folder name of each unit code and of the issuer (""); equal labels are told apart."""
    counts = Counter([campaign.issuer.name, *(u.label for u in campaign.units)])
    names = {u.code: u.label if counts[u.label] == 1 else f"{u.label}（{u.code}）" for u in campaign.units}
    return {ISSUER: campaign.issuer.name, **names}


def unit_codes(campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """Return the codes of the units that each name stands for: code, label, full or short name; the issuer is ""."""
    names: dict[str, dict[str, None]] = {}
    issuer = campaign.issuer
    for name in filter(None, (issuer.name, issuer.short_name)):
        names.setdefault(name, {})[ISSUER] = None
    for unit in campaign.units:
        for name in filter(None, (unit.label, unit.name, unit.short_name)):
            names.setdefault(name, {})[unit.code] = None
    names |= {unit.code: {unit.code: None} for unit in campaign.units}
    return {name: tuple(codes) for name, codes in names.items()}


def sheet_codes(campaign: Campaign, forms: dict[str, Form]) -> dict[str, tuple[str, ...]]:
    """Return the sheet codes that each name stands for: code, 附件N, short title (several may share one)."""
    names = {word: {code: None} for word, code in _document_names(campaign).items()}
    for number, attachment in enumerate(campaign.attachments, 1):
        names.setdefault(f"附件{number}", {})[attachment.form] = None
    for form in forms.values():
        for word in (form.form, form.short_title):
            names.setdefault(word, {})[form.form] = None
    return {name: tuple(codes) for name, codes in names.items()}


def _document_names(campaign: Campaign) -> dict[str, str]:
    """Return the sheet code for each word that names a document of the campaign; notice and plan are one sheet."""
    main = "notice" if campaign.notice else "plan"
    parts = {"notice": campaign.notice, "plan": campaign.plan, "roster": campaign.work_group}
    return {
        word: "roster" if code == "roster" else main
        for code, words in DOCUMENTS.items()
        for word in (code, *words)
        if parts[code]
    }


def sheet_sequence(campaign: Campaign, forms: dict[str, Form]) -> list[str]:
    """Return every sheet code in the order of printing: documents, attachments as numbered, other forms."""
    return list(dict.fromkeys([*DOCUMENTS, *(a.form for a in campaign.attachments), *forms]))
