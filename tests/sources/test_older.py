"""Files of an older schema: brought up at their exact places, everything else as it was written."""

import pytest

from generator.sources import older
from generator.sources.older import Change, raised, raised_values

FORM = """\
# 本镇的任务表
form: tasks   # 代号
kind: ledger
title: "{campaign.name}任务表"
columns:
  - {name: part, label: 部分, merge: true}   # 合并
  - name: task
    merge: true
    label: 任务
  - {name: who, merge: false, label: 谁}
"""
RAISED = """\
# 本镇的任务表
schema: 1
form: tasks   # 代号
kind: ledger
title: "{campaign.name}任务表"
columns:
  - {name: part, label: 部分, merge_by: [part]}   # 合并
  - name: task
    merge_by: [part, task]
    label: 任务
  - {name: who, merge_by: [], label: 谁}
"""


def text_after(name: str, text: str) -> str:
    found, problems = raised(name, text.encode())
    assert problems == []
    assert found is not None
    return found.after.decode()


def test_a_draft_is_brought_up_with_comments_order_and_spaces_kept():
    found, problems = raised("forms/tasks.yaml", FORM.encode())

    assert problems == []
    assert found.after.decode() == RAISED
    assert found.places == (
        "forms/tasks.yaml:6:29 merge: true 改为 merge_by: [part]",
        "forms/tasks.yaml:8:5 merge: true 改为 merge_by: [part, task]",
        "forms/tasks.yaml:10:17 merge: false 改为 merge_by: []",
        "forms/tasks.yaml:2:1 补写 schema: 1",
    )
    assert raised("forms/tasks.yaml", found.after) == (None, [])


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("甲.yaml", "name: 甲\n", "schema: 1\nname: 甲\n"),
        ("甲.yaml", "schema: 0 # 旧\nname: 甲\n", "schema: 1 # 旧\nname: 甲\n"),
        ("甲.yaml", "---\r\n# 说明\r\nname: 甲\r\n", "---\r\n# 说明\r\nschema: 1\r\nname: 甲\r\n"),
        ("甲.yaml", "\ufeffname: 甲\n", "\ufeffschema: 1\nname: 甲\n"),
        ("甲.yaml", "{name: 甲}", "{schema: 1, name: 甲}"),
        ("甲.json", '{\n  "name": "甲"\n}\n', '{\n  "schema": 1,\n  "name": "甲"\n}\n'),
        (
            "甲.json",
            '{"schema": 1, "columns": [{"name": "a", "merge": true}]}',
            '{"schema": 1, "columns": [{"name": "a", "merge_by": ["a"]}]}',
        ),
        (
            "campaign.yaml",
            "schema: 1\nforms:\n  - form: x\n    columns: [{name: 'a b', merge: true}]\n",
            "schema: 1\nforms:\n  - form: x\n    columns: [{name: 'a b', merge_by: [\"a b\"]}]\n",
        ),
    ],
)
def test_every_way_of_writing_is_kept(name, before, after):
    assert text_after(name, before) == after


@pytest.mark.parametrize(
    "text", ["schema: 1\nname: 甲\n", "schema: 1\ncolumns: [{name: a, merge_by: [a]}]\n", "# 空\nschema: 1\n"]
)
def test_a_file_of_this_schema_is_left_alone(text):
    assert raised("甲.yaml", text.encode()) == (None, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema: 2\n", "数据格式版本是 2，本程序只认到 1，是更新的程序写的。请升级程序。"),
        ("schema: 一\n", "数据格式版本应为 1，现为“一”。请写“schema: 1”。"),
        ("schema: true\n", "数据格式版本应为 1，现为“True”。请写“schema: 1”。"),
        ("a: [1\n", "括号没有闭合"),
        ("columns:\n  - &a {name: x, merge: true}\n  - *a\n", "这里写法特殊，程序改不了"),
    ],
)
def test_what_cannot_be_brought_up_is_told_with_its_place(text, said):
    found, problems = raised("甲.yaml", text.encode())
    assert found is None
    assert said in problems[0].message
    assert problems[0].where.startswith("甲.yaml:")


def test_steps_follow_each_other_on_files_and_on_values(monkeypatch):
    def renamed(data):
        if "name" in data:
            yield Change(path=("name",), key="title", value=f"{data['name']}（新）")

    monkeypatch.setattr(older, "SCHEMA", 2)
    monkeypatch.setitem(older.STEPS, 1, renamed)

    text = "columns: [{name: a, merge: true}]\nname: 甲\n"
    assert text_after("甲.yaml", text) == (
        'schema: 2\ncolumns: [{name: a, merge_by: [a]}]\ntitle: "甲（新）"\n'
    )
    assert raised_values({"schema": 1, "name": "甲"}) == {"schema": 2, "title": "甲（新）"}
    assert list(raised_values({"name": "甲"})) == ["schema", "title"]
