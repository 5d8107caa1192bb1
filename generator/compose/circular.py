"""Circular (通报): how returns and hazards stand, told to all units as a document of the issuer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.compose.issued import issued_sheet
from generator.compose.reminder import due_name
from generator.compose.wording import printed_date, printed_number
from generator.derive.deadlines import Due
from generator.derive.hazard_history import hazards_on
from generator.derive.hazard_state import is_listed, is_open, is_overdue
from generator.model.campaign import Campaign
from generator.model.document import Notice
from generator.model.hazard import Hazard
from generator.model.sheet import Sheet

CODE = "circular"
TITLE = "情况通报"
NAMED_MAX = 20
RANKED = 3  # units named at the head and at the end


def circular_sheet(campaign: Campaign, dues: Sequence[Due], on: date) -> Sheet:
    """Return the circular on how things stand on a day; `dues` are all whose limit has passed by then."""
    kinds = dict.fromkeys(kind for due in dues for kind in due.occasion.duty.used_by)
    names = {kind.code: kind.name for kind in campaign.kinds}
    notice = Notice(
        title=f"{campaign.issuer.name}关于{campaign.name}进展情况的通报",
        addressees=(campaign.notice.addressees if campaign.notice else "")
        or "、".join(f"各{names[k]}" for k in kinds if k in names)
        or "各单位",
        text="\n".join(_paragraphs(campaign, dues, on)),
        document_date=on,
        signature=(campaign.issuer.name,),
    )
    return issued_sheet(campaign, notice, CODE, TITLE)


def _paragraphs(campaign: Campaign, dues: Sequence[Due], on: date) -> Iterator[str]:
    known = hazards_on(campaign, on)
    yield f"现将截至{printed_date(on)}{campaign.name}进展情况通报如下："
    sections = [("报送情况", list(_returns(campaign, dues)))] if dues else []
    if known:
        sections.append(("隐患排查整治情况", list(_hazards(campaign, known, on))))
    if late := [h for h in known if is_overdue(h, on)]:
        sections.append(("超过时限没有整改完的隐患", list(_overdue(campaign, late, on))))
    sections.append(("有关要求", list(_demands(dues, late, on))))
    for number, (head, lines) in zip("一二三四", sections, strict=False):
        yield f"{number}、{head}"
        yield from lines


def _returns(campaign: Campaign, dues: Sequence[Due]) -> Iterator[str]:
    """Yield a sentence for each occasion: how many were due, came in time, late or not at all, and whose."""
    labels = {u.code: u.label for u in campaign.units}
    groups: dict[str, list[Due]] = {}
    for due in (d for d in dues if not d.occasion.hazard):
        groups.setdefault(due_name(due), []).append(due)
    for number, (name, group) in enumerate(groups.items(), 1):
        counts = Counter(d.state for d in group)
        said = [f"应报{len(group)}份", f"按期报齐{counts['in']}份"]
        late = [f"{labels[d.occasion.unit]}迟{d.days}天" for d in group if d.state == "in_late"]
        said += [f"迟报{len(late)}份（{_some(late)}）"] if late else []
        for state, words in (("wrong", "有错待改"), ("unsealed", "缺盖章件"), ("late", "未报")):
            units = [labels[d.occasion.unit] for d in group if d.state == state]
            said += [f"{words}{len(units)}份（{_some(units)}）"] if units else []
        yield f"{number}.{name}：{'，'.join(said)}。"


def _hazards(campaign: Campaign, known: Sequence[Hazard], on: date) -> Iterator[str]:
    left = [h for h in known if is_open(h, on)]
    major, listed = sum(h.level == "重大" for h in known), sum(is_listed(h, on) for h in left)
    yield (
        f"累计排查发现隐患{len(known)}条，其中重大事故隐患{major}条；已销号{len(known) - len(left)}条，"
        f"销号率{_rate(len(known) - len(left), len(known))}；尚未销号{len(left)}条"
        + (f"，其中挂牌督办{listed}条。" if listed else "。")
    )
    ranks = _ranks(campaign, known, on)
    if len(ranks) > 2 * RANKED:
        yield f"销号率居前的是：{'、'.join(ranks[:RANKED])}；居后的是：{'、'.join(ranks[-RANKED:])}。"


def _ranks(campaign: Campaign, known: Sequence[Hazard], on: date) -> list[str]:
    """Return the units by their rate of hazards closed, of equals those with more of them first."""
    shares: Mapping[str, tuple[int, int]] = {
        u.label: (sum(not is_open(h, on) for h in mine), len(mine))
        for u in campaign.units
        if (mine := [h for h in known if h.unit == u.code])
    }
    ordered = sorted(shares, key=lambda label: (-shares[label][0] / shares[label][1], -shares[label][1]))
    return [f"{label}（{_rate(*shares[label])}）" for label in ordered]


def _rate(part: int, whole: int) -> str:
    return f"{printed_number(round(part * 100 / whole, 1))}%"


def _overdue(campaign: Campaign, late: Sequence[Hazard], on: date) -> Iterator[str]:
    labels = {u.code: u.label for u in campaign.units}
    for number, hazard in enumerate(sorted(late, key=lambda h: h.due_on or on), 1):
        limit = hazard.due_on or on
        unit = labels.get(hazard.unit, hazard.unit)
        yield (
            f"{number}.{unit}{hazard.enterprise.name}：{hazard.name}，整改时限{printed_date(limit)}，"
            f"已超{(on - limit).days}天。"
        )


def _demands(dues: Sequence[Due], late: Sequence[Hazard], on: date) -> Iterator[str]:
    if any(d.is_overdue for d in dues):
        yield "未报、有错、缺盖章件的单位，收到本通报后立即补报、改正；没有情况的也要零报送。"
    if late:
        yield "超过时限没有整改完的隐患，责任单位要盯住整改，落实管控措施，整改完成后及时申请复查销号。"
    yield "各单位要继续如实排查、按期报送，对本通报所列情况有不同意见的，请及时与办公室核对。"


def _some(names: Sequence[str]) -> str:
    rest = f"等{len(names)}个" if len(names) > NAMED_MAX else ""
    return "、".join(names[:NAMED_MAX]) + rest
