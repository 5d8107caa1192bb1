"""A YAML file written anew with other data: it reads as these, and what was not changed keeps its text."""

import copy
import json
import random
from difflib import unified_diff
from pathlib import Path

import pytest

from generator.resources import starter_root
from generator.sources.parse import Source, parse
from generator.sources.rewriting import rewritten

CAMPAIGNS = Path(__file__).parents[2] / "fixtures" / "campaigns"
FILES = sorted(
    [*starter_root().glob("*.yaml"), *CAMPAIGNS.glob("[!e]*/*.yaml"), *CAMPAIGNS.glob("*/forms/*.yaml")]
)
WRITTEN = [
    "新的：文字",
    "3",
    4,
    4.0,
    True,
    "甲\n乙\n",
    "2023-05-01",
    "a, b",
    "# 井号",
    "- 杠",
    "「」",
    "行 #尾",
    ["一", "二"],
    {"键": "值"},
]

TEXT = """\
# 头上的话
schema: 1
name: 柳林镇行动  # 名称
units:
  # 第一个
  - {name: 河湾村, short_name: 河湾}
  - name: 柳溪村  # 有来历
    code: liuxi

  # 末一个
  - name: 桃源村
notice:
  text: |
    第一段。
    第二段。
  # 日子
  document_date: 2023-05-26
"""


def parsed(text):
    source, problems = parse(Source("campaign.yaml", text, is_json=False))
    assert source is not None, problems
    return source


def changed(path, value):
    source = parsed(TEXT)
    data = copy.deepcopy(source.data)
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return rewritten(source, data), data


def lines_that_differ(text):
    found = unified_diff(TEXT.splitlines(), text.splitlines(), n=0, lineterm="")
    return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_what_reads_the_same_already_stays_byte_for_byte():
    source = parsed(TEXT)

    assert rewritten(source, copy.deepcopy(source.data)) == TEXT


@pytest.mark.parametrize(
    ("path", "value", "wanted"),
    [
        (("name",), "新的行动", ["-name: 柳林镇行动  # 名称", "+name: 新的行动  # 名称"]),
        (("units", 1, "name"), "柳泉村", ["-  - name: 柳溪村  # 有来历", "+  - name: 柳泉村  # 有来历"]),
        (
            ("units", 0, "short_name"),
            "湾",
            ["-  - {name: 河湾村, short_name: 河湾}", "+  - {name: 河湾村, short_name: 湾}"],
        ),
        (("units", 1, "code"), None, ["-    code: liuxi"]),
        (("notice", "document_date"), None, ["-  document_date: 2023-05-26"]),
        (("notice", "note"), "此件公开发布", ["+  note: 此件公开发布"]),
        (("notice", "text"), "第一段。\n改了。\n", ["-    第二段。", "+    改了。"]),
        (("name",), "1", ["-name: 柳林镇行动  # 名称", "+name: '1'  # 名称"]),
    ],
)
def test_one_change_touches_its_own_lines_alone(path, value, wanted):
    text, data = changed(path, value)

    assert parsed(text).data == data
    assert lines_that_differ(text) == wanted


def test_items_keep_their_comments_when_they_are_moved_added_and_removed():
    source = parsed(TEXT)
    data = copy.deepcopy(source.data)
    river, brook, peach = data["units"]
    data["units"] = [peach, {"name": "新村"}, brook]

    text = rewritten(source, data)

    assert parsed(text).data == data
    assert "# 有来历" in text
    assert "  # 末一个\n  - name: 桃源村\n" in text
    assert river["name"] not in text


@pytest.mark.parametrize("place", FILES, ids=lambda place: "/".join(place.parts[-2:]))
def test_any_change_reads_as_the_data_asked_for(place):
    chance = random.Random(place.name)
    source = parsed(place.read_text())
    for _ in range(12):
        data = _mutated(source.data, chance)
        text = rewritten(source, data)

        assert json.dumps(parsed(text).data, sort_keys=True) == json.dumps(data, sort_keys=True)


def _mutated(data, chance):
    """Return data with one thing in them changed, taken away, moved or added."""
    new = copy.deepcopy(data)
    places = []

    def walk(holder):
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            places.append((holder, key))
            if isinstance(holder[key], dict | list):
                walk(holder[key])

    walk(new)
    holder, key = chance.choice([found for found in places if found[0] is not new or found[1] != "schema"])
    act = chance.choice(["write", "remove", "shuffle", "add"])
    if act == "write":
        holder[key] = chance.choice(WRITTEN)
    elif act == "remove":
        del holder[key]
    elif isinstance(holder, list):
        chance.shuffle(holder)
        holder.append(copy.deepcopy(holder[0]))
    else:
        holder["新键"] = chance.choice(WRITTEN)
    return new


def test_json_stays_json():
    source, _ = parse(Source("campaign.json", '{"schema": 1, "name": "甲"}', is_json=True))

    assert json.loads(rewritten(source, {"schema": 1, "name": "乙"})) == {"schema": 1, "name": "乙"}
