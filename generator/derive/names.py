"""Names that stand for sheets, units and folders (名称): what a clerk may write, and what it means."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, count

from generator.model.campaign import Campaign
from generator.model.form import Form

ISSUER = ""
_INLINE = re.compile("［表：(.+?)］")
_ROSTER_LINE = "［名单］"
DOCUMENTS = {
    "notice": ("通知", "印发通知"),
    "plan": ("方案", "实施方案"),
    "roster": ("名单", "工作专班名单"),
    "pairing": ("分组", "检查分组"),
}
LISTS = ("roster", "pairing")
BESIDE_FOLDERS = ("manifest.json",)


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


def inline_form(line: str, forms: Mapping[str, Form]) -> Form | None:
    """Return the form of the table that a line of a document's text stands for: ［表：代号或简称］, alone."""
    name = inline_name(line)
    return next((f for f in forms.values() if name and name in (f.form, f.short_title)), None)


def inline_name(line: str) -> str:
    """Return the name in a line ［表：名称］, or an empty text."""
    match = _INLINE.fullmatch(line.strip())
    return match[1].strip() if match else ""


def inline_lines(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Yield the place, notice or plan, and the text of each line that stands for a table."""
    return ((place, line) for place, line in _text_lines(campaign) if inline_name(line))


def is_roster_line(line: str) -> bool:
    """Tell whether a line of a document's text stands for the roster of the work group: ［名单］, alone."""
    return line.strip() == _ROSTER_LINE


def roster_places(campaign: Campaign) -> list[str]:
    """Return where the roster stands within a text: notice or plan, once for each line ［名单］."""
    return [place for place, line in _text_lines(campaign) if is_roster_line(line)]


def _text_lines(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for name in ("notice", "plan"):
        text = getattr(campaign, name).text if getattr(campaign, name) else ""
        yield from ((name, line) for line in text.split("\n"))


def folder_names(campaign: Campaign) -> dict[str, str]:
    """Return the folder name of each unit code and of the issuer (""); equal labels are told apart.

    Names are equal when a file system may take them for one: A and a, full and half width. The issuer keeps its
    name; no unit takes that of a file that stands beside the folders.
    """
    issuer = campaign.issuer.name
    counts = Counter(map(_same, [issuer, *BESIDE_FOLDERS, *(u.label for u in campaign.units)]))
    names, taken = {ISSUER: issuer}, set(counts)
    for unit in campaign.units:
        name = unit.label
        if counts[_same(name)] > 1:
            name = _free(f"{name}（{unit.code}）", taken)
        taken.add(_same(name))
        names[unit.code] = name
    return names


def _same(name: str) -> str:
    """Return what is equal for names that a file system may take for one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).strip(". ")


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it where another has it already."""
    numbered = (f"{name}{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if _same(each) not in taken)


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
    """Return the sheet code for each word that names a document of the campaign.

    Notice and plan are one sheet; so is a roster that stands in their text and is no attachment.
    """
    main = "notice" if campaign.notice else "plan"
    parts = {
        "notice": campaign.notice,
        "plan": campaign.plan,
        "roster": campaign.work_group,
        "pairing": campaign.pairing,
    }
    within = set() if "roster" in {a.form for a in campaign.attachments} else {"roster"}
    apart = set(LISTS) - (within if roster_places(campaign) else set())
    return {
        word: code if code in apart else main
        for code, words in DOCUMENTS.items()
        for word in (code, *words)
        if parts[code]
    }


def sheet_sequence(campaign: Campaign, forms: dict[str, Form]) -> list[str]:
    """Return every sheet code in the order of printing: documents, attachments as numbered, other forms."""
    documents = [code for code in DOCUMENTS if code not in LISTS]
    return list(dict.fromkeys([*documents, *(a.form for a in campaign.attachments), *forms]))
