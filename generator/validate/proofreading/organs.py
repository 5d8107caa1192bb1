"""Names of organs (机关名称): a character lost, 市委办 for 市安委办; and, where a list is given, names not on it."""

import re
from collections.abc import Iterable, Iterator

from generator.derive.prose import Prose
from generator.model.campaign import Campaign
from generator.problem import Problem
from generator.validate.proofreading.slips import HAN, around, slip, spot

_LEVELS = "省|市|区|县|镇|乡|街道"
_MEANT = re.compile(rf"({_LEVELS})(安|食安|森防|防汛|创建)委(?:办|会)")
_LOST = re.compile(rf"(?<![县市区])({_LEVELS})委办(?!公室|理|事|学|法)")

_ENDING = re.compile(
    "(?:(?:人民政府|委员会|办公室|指挥部|派出所|卫生院|司法所|财税所|大队|支队"
    "|(?<![为城])中心|(?<![全大格布])局|(?<![大客餐舞])厅)(?!长))+"  # 顾全局, 老城中心; 局长 is a person
)
_NAME = re.compile(f"[{HAN}]+$")
_LEADING = re.compile(
    "^.*(?:[由向报送请与及对在到是的各本该将被按给盖其]|(?<!住房|文化|工业|发展|资源|教育|卫生|农业)和|经(?!济)|(?<!数)据"
    "|个(?!体)|[省县]|市(?!场|政|容)|区(?!域|划)|(?<![村城乡])镇|(?<!城)乡(?!村|镇)|街道|属地|建立|成立)"
)
_LEVEL = re.compile("(?:[省市区县镇乡]|街道)$")
_NONE_OF_THEIR_OWN = re.compile("(?:[各本该个其]|属地|县区|县市区|建立|成立)$")
_OWN_GROUP = re.compile("(?:领导小组|专班)办公室$")  # which the text itself sets up
_GOVERNMENT = "人民政府"
_LEAST_CHARS = 4  # what is shorter says which office only together with what stands around
_LONGEST = 24


def check_unlisted(texts: Iterable[Prose], campaign: Campaign) -> Iterator[Problem]:
    """Yield a warning for each organ named in a body that is on no list (TXT-018); without a list nothing is checked."""
    if not campaign.settings.organs:
        return
    known = _known(campaign)
    for prose in (p for p in texts if p.kind == "body"):
        for found in _ENDING.finditer(prose.text):
            before = prose.text[max(0, found.end() - _LONGEST) : found.end()]
            name = _named(before, known)
            if name and not before.endswith(known):
                shown = around(prose.text, found.end() - len(name), found.end())
                message = (
                    f"“{shown}”里的“{name}”不在机关名单（settings 的 organs）里。请核对名称，或补进名单。"
                )
                yield slip("TXT-018", message, spot(prose, found.end() - len(name), name))


def _known(campaign: Campaign) -> tuple[str, ...]:
    issuer = campaign.issuer
    names = [
        *campaign.settings.organs,
        issuer.name,
        issuer.short_name,
        issuer.print_office,
        *(d.report_to for d in campaign.duties),
    ]
    names += [name for u in campaign.units for name in (u.name, u.label, u.short_name)]
    return tuple(filter(None, names))


def _named(before: str, known: Iterable[str]) -> str:
    """Return the organ that words end with, an empty text where it needs no look.

    That is where they name none of their own (各中心, 属地人民政府), the office of a group that the text sets up, or
    a known one without its place: 公共服务办公室 for 柏溪镇公共服务办公室.
    """
    stretch = _NAME.search(before)
    words = stretch.group() if stretch else ""
    lead = _LEADING.match(words)
    leading = lead.group() if lead else ""
    name = words.removeprefix(leading)
    nameless = len(name) < _LEAST_CHARS or name == _GOVERNMENT or _NONE_OF_THEIR_OWN.search(leading)
    if nameless or _OWN_GROUP.search(name):
        return ""
    level = _LEVEL.search(leading)
    called = (level.group() if level else "") + name
    places = (whole.removesuffix(name) for whole in known if whole.endswith(called))
    return "" if any(_LEVEL.search(place) for place in places) else called


def check_organs(texts: Iterable[Prose]) -> Iterator[Problem]:
    """Yield a warning for 市委办 in documents that name 市安委办 or 市安委会 elsewhere (TXT-016)."""
    texts = tuple(texts)
    meant = dict.fromkeys(found.group(1, 2) for prose in texts for found in _MEANT.finditer(prose.text))
    for prose in texts:
        for found in _LOST.finditer(prose.text):
            mends = [f"{level}{kind}委办" for level, kind in meant if level == found[1]]
            if mends:
                shown = around(prose.text, found.start(), found.end())
                message = (
                    f"“{shown}”里的“{found.group()}”，别处写的是“{mends[0]}”。"
                    "漏了字的请补上；确是党委的办公室，在 waivers 里写明。"
                )
                yield slip("TXT-016", message, spot(prose, found.start(), found.group(), mends[0]))
