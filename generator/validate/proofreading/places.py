"""Places (地名) of other jurisdictions in a text, and a town taken for a subdistrict or the reverse."""

import re
from collections.abc import Iterable, Iterator, Set

from generator.dataclass import dataclass
from generator.derive.prose import Prose
from generator.layout.words import is_word, words
from generator.model.campaign import Campaign
from generator.problem import Problem
from generator.validate.proofreading.slips import HAN, STRETCH, around, slip, spot

_LEVELS = (("省", "自治区"), ("市",), ("县",), ("街道", "镇", "乡"), ("社区", "村"))
_TOWN, _SUBDISTRICT = ("镇", "乡"), "街道"
_NOT_IN_A_LIST = f"(?<![{HAN}（(、/])"
_WHOLE = "(?<![安健齐完周])(?<!(?<!确)保)全|本|我"  # 确保全街道 is 全街道, 保全 is a word
_SUBDISTRICT_SAID = re.compile(
    f"(?:{_WHOLE})街道|{_NOT_IN_A_LIST}街道(?=各|应急|安委|党工委|办事处|办公室|主要)"
)
_TOWN_SAID = re.compile(f"(?:{_WHOLE})镇(?![域区])|{_NOT_IN_A_LIST}镇(?=党委|政府|人民政府|安委|应急|直)")
_GENERIC = frozenset((
    "各", "全", "本", "我", "该", "相关", "有关", "所有", "其他", "其它", "重点", "每个", "涉及", "所在", "属地", "涉农",
    "基层", "示范", "乡镇", "城镇", "建制", "辖区", "城市", "农村", "行政", "自然", "中心", "两个", "多个", "若干", "部分",
))  # fmt: skip
_NOT_OF_NAMES = frozenset("报至到向由经送在于和与及为对从给把将各全本我该是有要以或按")
_NAME_CHARS = range(2, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """What a text may name: the issuer's own place, the names in the data, and the endings that are compared."""

    region: str
    known: frozenset[str]
    endings: tuple[str, ...]

    @property
    def name_chars(self) -> frozenset[int]:
        """How many characters known names have."""
        return frozenset(map(len, self.known))


def jurisdiction(campaign: Campaign) -> Jurisdiction:
    """Return the jurisdiction of a campaign's issuer.

    Compared are places of the issuer's own level, and of a level below when the data name units of that kind.
    """
    units = [unit.name for unit in campaign.units]
    known = {campaign.issuer.region, campaign.issuer.name, *units, *(u.short_name for u in campaign.units)}
    known |= {unit.label for unit in campaign.units}
    return Jurisdiction(
        region=campaign.issuer.region,
        known=frozenset(filter(None, known)),
        endings=_compared(campaign.issuer.region, units),
    )


def _compared(region: str, units: Iterable[str]) -> tuple[str, ...]:
    level = next((i for i, endings in enumerate(_LEVELS) if region.endswith(endings)), None)
    if level is None:
        return ()
    below = [e for endings in _LEVELS[level + 1 :] for e in endings if any(u.endswith(e) for u in units)]
    return (*_LEVELS[level], *below)


def check_places(texts: Iterable[Prose], here: Jurisdiction) -> Iterator[Problem]:
    """Yield a warning for each mix-up of town and subdistrict (TXT-011) and each place that is elsewhere (TXT-012)."""
    for prose in texts:
        yield from _mixed_up(prose, here.region)
        for start, name in elsewhere(prose.text, here):
            shown = around(prose.text, start, start + len(name))
            message = (
                f"“{shown}”里的“{name}”不是{here.region}，也不在行动的单位里，像是从别处的文件抄来的。"
                "请核对；没有写错的，在 waivers 里写明原因。"
            )
            yield slip("TXT-012", message, spot(prose, start, name))


def _mixed_up(prose: Prose, region: str) -> Iterator[Problem]:
    if region.endswith(_TOWN):
        said, wrong, right = _SUBDISTRICT_SAID, _SUBDISTRICT, region[-1]
    elif region.endswith(_SUBDISTRICT):
        said, wrong, right = _TOWN_SAID, "镇", _SUBDISTRICT
    else:
        return
    for found in said.finditer(prose.text):
        mend = found.group().replace(wrong, right)
        shown = around(prose.text, found.start(), found.end())
        message = f"这是{region}的文件，“{shown}”里却写“{found.group()}”。请改成“{mend}”，或核对这一处。"
        yield slip("TXT-011", message, spot(prose, found.start(), found.group(), mend))


def elsewhere(text: str, here: Jurisdiction) -> Iterator[tuple[int, str]]:
    """Yield the place and name of each village, town or county named in a text that is not one of here.

    A word of the dictionary before the ending (重点社区) is no name, unless a cited title begins with it.
    """
    for found in STRETCH.finditer(text):
        if _may_name(found.group(), here):
            cited = text[found.start() - 1 : found.start()] == "《"
            for stretch in STRETCH.finditer(_masked(found.group(), here.known)):
                for start, name in _named(stretch.group(), here, begins_title=cited and stretch.start() == 0):
                    yield found.start() + stretch.start() + start, name


def _may_name(stretch: str, here: Jurisdiction) -> bool:
    """Tell whether a stretch has an ending that is not a known name's and not behind such as 各; a quick look."""
    ends = (m.end() for ending in here.endings for m in re.finditer(ending, stretch) if m.start())
    return any(not _is_known(stretch[:end], here) for end in ends)


def _is_known(text: str, here: Jurisdiction) -> bool:
    ending = next(e for e in here.endings if text.endswith(e))
    if text[-len(ending) - 1] in _NOT_OF_NAMES:
        return True
    return any(text[-chars:] in here.known for chars in here.name_chars)


def _named(stretch: str, here: Jurisdiction, *, begins_title: bool) -> Iterator[tuple[int, str]]:
    place = 0
    for name, ending in _joined(words(stretch), here.endings):
        if ending and _is_name(name, begins_title=begins_title and place == 0):
            yield place, name + ending
        place += len(name) + len(ending)


def _masked(text: str, known: Set[str]) -> str:
    """Return the text with every known name blotted out, its length kept."""
    for name in sorted(known, key=lambda n: (-len(n), n)):
        text = text.replace(name, "\n" * len(name))
    return text


def _joined(pieces: Iterable[str], endings: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the words as pairs of word and ending; an ending that is a word of its own joins the one before."""
    joined: list[tuple[str, str]] = []
    for word in pieces:
        ending = next((e for e in endings if word.endswith(e)), "")
        if ending == word and joined and not joined[-1][1]:
            joined[-1] = (joined[-1][0], ending)
        else:
            joined.append((word[: len(word) - len(ending)], ending))
    return joined


def _is_name(name: str, *, begins_title: bool) -> bool:
    if len(name) not in _NAME_CHARS or any(word in name for word in _GENERIC) or _NOT_OF_NAMES & set(name):
        return False
    return begins_title or not is_word(name)
