"""Organs on no list (TXT-018): how the reference texts name theirs, with the campaigns' own units and a short list.

What stands in the texts around an organ is given here in a few words, one naming a line; the manual has the count.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.derive.prose import Prose, prose
from generator.model.campaign import Campaign
from generator.sources.campaign import load
from generator.validate.proofreading.organs import check_unlisted

ROOT = Path(__file__).parents[2]
NAMED = {
    "jiangguanchi": """\
        依法提请区人民政府予以关闭
        执法大队大队长
        应急管理局局长、消防大队大队长
        公共服务办公室主任
        村镇规划办公室主任
        乡村建设办公室主任
        专班办公室设在镇安委会办公室
        镇政府安委会办公室对各社区进行月度调度
        汇总并上报区安委会办公室""",
    "chengzhong": """\
        柳州市城中区人民政府
        行动工作领导小组办公室，设在街道公共安全办公室
        报至街道办事处公共安全办公室
        报送街道办事处委员会办公室
        从讲政治和顾全局的高度""",
    "xupu": """\
        各安全生产专业委员会四个层面
        依法提请县人民政府予以关闭
        县安委会及其办公室
        15个安全生产专业委员会
        报送县安委会办公室""",
    "zhufoan": """\
        诸佛庵镇人民政府办公室印发
        规上企业建立安全生产委员会
        派出所、执法分局""",
    "xinyang": """\
        市应急管理局局长任组长
        市应急管理局副局长任副组长
        副组长由县区安委会办公室主任、应急管理局局长担任
        加盖安委会办公室公章报至市安委会办公室
        未依法提请属地人民政府予以关闭
        市市场监管局、市住房城乡建设局、市教育体育局
        信阳市人民代表大会常务委员会
        借鉴复制省应急厅""",
}
LISTED = {
    "jiangguanchi": ("应急管理局", "消防大队"),
    "chengzhong": ("柳州市城中区人民政府",),
    "xupu": ("县应急管理局",),
    "zhufoan": ("县应急管理局",),
    "xinyang": (
        "信阳市安全生产委员会",
        "信阳市人民代表大会常务委员会",
        "应急管理局",
        "住房城乡建设局",
        "教育体育局",
        "市场监管局",
        "交通运输局",
        "农业农村局",
        "文化广电旅游局",
    ),
}
TRUE = {"镇政府安委会办公室", "街道办事处委员会办公室"}  # elsewhere 镇安委会办公室, 街道办事处安委会办公室


@cache
def campaign(name: str) -> Campaign:
    found = load(ROOT / "fixtures" / "campaigns" / name).campaign
    assert found is not None
    return replace(found, settings=replace(found.settings, organs=LISTED[name]))


def unlisted(here: Campaign, *texts: str) -> list[str]:
    return words(here, (Prose(path=("plan", "text"), text=text) for text in texts))


def words(here: Campaign, texts: Iterable[Prose]) -> list[str]:
    return [p.spots[0].words for p in check_unlisted(texts, here)]


def found_in(name: str) -> list[str]:
    return unlisted(campaign(name), *NAMED[name].splitlines())


def test_only_what_is_named_wrongly_is_found_in_the_reference_texts() -> None:
    assert {word for name in NAMED for word in found_in(name)} == TRUE


def test_the_manual_tells_how_many() -> None:
    row = re.search(r"^\| TXT-018 [^|]+\| (\d+) \| (\d+) \| (\d+) \|", _manual(), re.MULTILINE)
    count = sum(len(found_in(name)) for name in NAMED)

    assert row is not None
    assert tuple(map(int, row.groups())) == (count, len(TRUE), count - len(TRUE))


@pytest.mark.parametrize("name", NAMED)
def test_a_campaign_made_of_a_reference_text_names_no_other(name: str) -> None:
    assert set(words(campaign(name), prose(campaign(name)))) <= TRUE


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("jiangguanchi", "报县安委会办公室", ["县安委会办公室"]),
        ("jiangguanchi", "镇服务办公室牵头", ["镇服务办公室"]),
        ("jiangguanchi", "由区公共服务办公室牵头", ["区公共服务办公室"]),
        ("jiangguanchi", "应急管理厅厅长带队", ["应急管理厅"]),
        ("xinyang", "市住房和城乡建设局参加", ["市住房和城乡建设局"]),
        ("xinyang", "市市场监督管理局参加", ["市市场监督管理局"]),
        ("xinyang", "报省安全生产委员会", ["省安全生产委员会"]),
        ("xinyang", "报市安全生产委员会办公室，抄信阳市安全生产委员会", []),
        ("xinyang", "检查歌舞厅、政务服务大厅，以经济建设为中心，服务发展大局", []),
    ],
)
def test_another_organ_is_told_as_it_is_written(name: str, text: str, found: list[str]) -> None:
    assert unlisted(campaign(name), text) == found


def _manual() -> str:
    return (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
