"""`gongwen build`: what it asks for, what it shows, how it ends."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli_samples import RESULT, SKIPPED, SMALL, FakeBuild, run, shell

from generator import verbs
from generator.cli import report
from generator.cli.columns import text_width
from generator.compose.stamping_list import SealTotal
from generator.problem import EnvironmentProblem, Problem, ProblemsFound


def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *words: str) -> verbs.BuildRequest:
    """The request that a command line makes."""
    build = FakeBuild()
    monkeypatch.setattr(verbs, "build", build)
    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"), *words)
    assert done.exit_code == 0, done.output
    (request,) = build.requests
    return request


def test_by_default_everything_is_built_as_word_and_pdf(monkeypatch, tmp_path):
    request = asked(monkeypatch, tmp_path)

    assert request == verbs.BuildRequest(source=tmp_path, target=tmp_path / "out")


def test_all_units_and_three_formats(monkeypatch, tmp_path):
    request = asked(monkeypatch, tmp_path, "--units", "all", "--formats", "docx,pdf,html")

    assert request.units == ()
    assert request.formats == ("docx", "pdf", "html")


def test_units_may_stand_in_a_row_be_joined_or_be_repeated(monkeypatch, tmp_path):
    request = asked(
        monkeypatch, tmp_path, "--units", "甲", "乙", "--sheets", "附件2、通知", "--units", "丙,丁"
    )

    assert request.units == ("甲", "乙", "丙", "丁")
    assert request.sheets == ("附件2", "通知")


@pytest.mark.parametrize(("word", "filling"), [("--blank", "blank"), ("--filled", "filled")])
def test_blank_or_filled(monkeypatch, tmp_path, word, filling):
    request = asked(monkeypatch, tmp_path, word, "--period", "2023年6月")

    assert (request.filling, request.period) == (filling, "2023-06")


def test_preprinted_paper(monkeypatch, tmp_path):
    assert asked(monkeypatch, tmp_path, "--preprinted").preprinted
    assert not asked(monkeypatch, tmp_path).preprinted


@pytest.mark.parametrize("word", ["--blank", "--filled", "--units=甲"])
def test_preprinted_paper_takes_the_document_alone(tmp_path, word):
    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"), "--preprinted", word)

    assert done.exit_code == 2
    assert "--preprinted" in done.output


def test_pdfs_for_the_archive(monkeypatch, tmp_path):
    assert asked(monkeypatch, tmp_path, "--archive").archive
    assert not asked(monkeypatch, tmp_path).archive


def test_the_archive_takes_pdfs_alone(tmp_path):
    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"), "--archive", "--formats", "docx,html")

    assert done.exit_code == 2
    assert "--formats 里要有 pdf" in done.output


@pytest.mark.parametrize("word", ["--seal-guide", "--draft"])
def test_guides_and_drafts_are_not_for_the_archive(tmp_path, word):
    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"), "--archive", word)

    assert done.exit_code == 2
    assert "不存档" in done.output


def test_the_end_says_that_pdfs_are_for_the_archive():
    lines = list(report.build_lines(replace(RESULT, archive=True), Path("out"), 1))

    assert "2023-06，共 9 份文件，14 页，PDF 为存档格式 PDF/A-2u，用时 1.0 秒。" in lines


def test_the_end_shows_table_problems_sum_fonts_and_where_to_look(tmp_path):
    lines = "\n".join(report.build_lines(RESULT, tmp_path, 12.34)).splitlines()

    rows = [line.split() for line in lines]
    assert ["单位", "新写", "未变", "页数", "情况"] in rows
    assert ["柳林镇安委会", "2", "1", "9", "完成"] in rows
    assert ["莫𡐓村", "4", "0", "5", "有提醒，1", "处见下"] in rows
    assert lines[-7:] == [
        "提醒 1 处：",
        "  returns/2023-06/莫.yaml:3:5 提醒 RET-008 [数]不对，请核对",
        "2023-06，共 9 份文件，14 页，用时 12.3 秒。",
        "字体：",
        "  黑体：以思源黑体代替",
        "  宋体：以思源宋体代替",
        f"请看：{tmp_path}；打印用：{tmp_path / '打印 全部（2023年6月）.pdf'}",
    ]


def test_the_columns_of_the_table_stand_under_each_other():
    table = report.build_lines(RESULT, Path("out"), 1).__next__()

    heads, *rows = [line for line in table.splitlines() if "─" not in line]
    column = text_width(heads.partition("情况")[0])
    assert [
        text_width(row.partition(word)[0]) for row, word in zip(rows, ("完成", "有提醒"), strict=True)
    ] == [
        column,
        column,
    ]


def test_pages_that_are_not_known_are_not_counted(tmp_path):
    lines = tuple(replace(line, pages=0) for line in RESULT.lines)

    shown = "\n".join(report.build_lines(replace(RESULT, lines=lines, pages=0), tmp_path, 1))

    assert ["柳林镇安委会", "2", "1", "—", "完成"] in [line.split() for line in shown.splitlines()]
    assert "2023-06，共 9 份文件，用时 1.0 秒。" in shown


def test_warnings_alone_end_well(monkeypatch, tmp_path):
    monkeypatch.setattr(verbs, "build", FakeBuild(RESULT))

    assert run("build", str(tmp_path), "-o", str(tmp_path / "out")).exit_code == 0


def test_a_skipped_unit_ends_with_1_though_the_others_were_made(monkeypatch, tmp_path):
    monkeypatch.setattr(verbs, "build", FakeBuild(SKIPPED))

    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"))

    assert done.exit_code == 1
    assert "\n错误 1 处：\n  应急办 错误 BLD-003 排不进一页\n" in done.stdout
    assert "没有生成：应急办。" in done.stdout
    assert "柳林镇安委会" in done.stdout


def test_problems_of_the_campaign_are_listed_on_stderr(monkeypatch, tmp_path):
    found = [
        Problem(code="SRC-003", message="缺少 issuer", where="campaign.yaml:1:1"),
        Problem(code="VAL-009", message="日期早于成文日期", where="campaign.yaml:9:3", severity="warning"),
    ]
    monkeypatch.setattr(verbs, "build", FakeBuild(ProblemsFound(found)))

    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"))

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "没有生成任何文件。下面标着“错误”的各处改好后，再运行一次：",
        "campaign.yaml:1:1 错误 SRC-003 缺少 issuer",
        "campaign.yaml:9:3 提醒 VAL-009 日期早于成文日期",
    ]


def test_json_is_one_document_with_everything(monkeypatch, tmp_path):
    monkeypatch.setattr(verbs, "build", FakeBuild(SKIPPED))

    done = run("build", str(tmp_path), "-o", "out", "--json")

    document = json.loads(done.stdout)
    assert done.exit_code == 1
    assert done.stderr == ""
    assert (document["ok"], document["exit_code"], document["error"]) == (False, 1, "")
    assert (document["output"], document["period"]) == ("out", "2023-06")
    assert (document["files"], document["pages"]) == (9, 14)
    assert document["print_files"] == list(SKIPPED.print_files)
    assert document["fonts"] == SKIPPED.fonts_line
    assert [unit["state"] for unit in document["units"]] == ["done", "attention", "skipped"]
    assert document["units"][1] == {
        "unit": "莫𡐓村",
        "made": 4,
        "unchanged": 0,
        "pages": 5,
        "state": "attention",
        "remarks": ["注"],
    }
    assert document["problems"][0] == {
        "code": "RET-008",
        "severity": "warning",
        "where": "returns/2023-06/莫.yaml:3:5",
        "unit": "莫𡐓村",
        "message": "[数]不对，请核对",
    }


@pytest.mark.parametrize(
    ("outcome", "code", "error", "count"),
    [
        (ProblemsFound([Problem(code="SRC-003", message="缺")]), 1, "没有生成任何文件，见 problems", 1),
        (verbs.UsageProblem("没有“甲”这个单位"), 2, "没有“甲”这个单位", 0),
        (EnvironmentProblem("缺 Pango"), 3, "缺 Pango", 0),
    ],
)
def test_json_stays_one_document_when_nothing_could_be_made(
    monkeypatch, tmp_path, outcome, code, error, count
):
    monkeypatch.setattr(verbs, "build", FakeBuild(outcome))

    done = run("build", str(tmp_path), "-o", "out", "--json")

    document = json.loads(done.stdout)
    assert done.exit_code == document["exit_code"] == code
    assert (document["ok"], document["error"], len(document["problems"])) == (False, error, count)


def test_what_a_library_prints_stays_out_of_the_document(monkeypatch, tmp_path):
    monkeypatch.setattr(verbs, "build", FakeBuild(lambda: print("noise of a library")))  # noqa: T201

    done = run("build", str(tmp_path), "-o", "out", "--json")

    assert json.loads(done.stdout)["ok"] is True
    assert done.stderr == "noise of a library\n"


def test_a_bar_moves_on_a_terminal_and_leaves_nothing_in_a_pipe(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    with report.progress_bar() as silent:
        silent(1, 2, "甲村")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with report.progress_bar() as progress:
        progress(1, 2, "[莫]𡐓村")

    shown = capsys.readouterr()
    assert shown.out == ""
    assert "1/2" in shown.err
    assert "[莫]𡐓村" in shown.err


def test_of_a_long_run_a_pipe_gets_a_line_now_and_then_with_the_pace(monkeypatch, capsys):
    now = 0.0
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    monkeypatch.setattr("time.monotonic", lambda: now)

    with report.progress_bar() as progress:
        for now, done in ((4.0, 40), (12.0, 120), (15.0, 150), (22.0, 220)):  # noqa: B007
            progress(done, 1000, "甲村")

    assert capsys.readouterr().err.splitlines() == [
        "已做 120/1000，每秒 10 个单位，还要约 1 分钟，甲村",
        "已做 220/1000，每秒 10 个单位，还要约 1 分钟，甲村",
    ]


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [
        (0, 5.0, ""),
        (5, 10.0, "每秒 0.5 个单位，还要约 33 分钟"),
        (995, 1.0, "每秒 995 个单位，还要约 1 秒"),
        (1, 30.0, "每秒 0.0 个单位，还要约 8 小时 20 分钟"),
        (1000, 2.0, "每秒 500 个单位"),
    ],
)
def test_the_pace_is_told_with_the_time_that_is_left(monkeypatch, done, seconds, words):
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    pace = report.Pace()
    now = seconds

    assert pace.words(done, 1000) == words


def test_of_very_many_units_the_table_shows_those_that_need_attention():
    done, attention = RESULT.lines
    result = replace(RESULT, lines=(attention, *(done,) * 300), more=(2, 40))

    lines = "\n".join(report.build_lines(result, Path("out"), 100)).splitlines()

    assert len(lines) < 20
    assert sum("莫𡐓村" in line for line in lines) == 1
    assert "301 个单位，300 个完成，没有提醒。" in lines
    assert "另有错误 2 处、提醒 40 处没有列出：先改好以上各处，再运行一次。" in lines


def test_the_end_of_a_long_run_tells_how_many_were_made_and_which_not_the_short_way():
    result = replace(RESULT, rendered=500, full=(("模板里有循环", 3),))

    lines = list(report.build_lines(result, Path("out"), 20))

    assert "2023-06，共 9 份文件，14 页，用时 20.0 秒，新排 500 份，每秒 25.0 份。" in lines
    assert "其中 3 份不能快速排印，按完整方式排印：模板里有循环。" in lines


@pytest.mark.parametrize(
    ("words", "jobs", "executor"),
    [
        ((), 0, ""),
        (("--jobs", "4"), 4, ""),
        (("--executor", "dask"), 0, "dask"),
        (("--executor", "dask://10.0.0.5:8786", "--jobs", "2"), 2, "dask://10.0.0.5:8786"),
    ],
)
def test_how_many_do_it_and_who(monkeypatch, tmp_path, words, jobs, executor):
    request = asked(monkeypatch, tmp_path, *words)

    assert (request.jobs, request.executor) == (jobs, executor)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--jobs", "0"), "应是 1 到 512 的整数，现是“0”"),
        (("--jobs", "许多"), "应是 1 到 512 的整数，现是“许多”"),
        (("--executor", "spark"), "应是 processes、dask、serial，或调度器的地址"),
        (("--executor", "dask://"), "应是 processes、dask、serial，或调度器的地址"),
    ],
)
def test_who_cannot_do_it_is_told(tmp_path, words, said):
    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"), *words)

    assert done.exit_code == 2
    assert said in done.output


def test_a_real_campaign_is_built_quietly_in_a_pipe(tmp_path):
    done = shell("build", str(SMALL), "-o", str(tmp_path / "输出"), "--units", "河湾村", "--formats", "docx")

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert [name for name in done.stdout.split() if name in ("河湾村", "应急办")] == ["河湾村"]
    assert list((tmp_path / "输出").glob("河湾村/*.docx"))
    assert done.stdout.endswith(f"请看：{tmp_path / '输出'}\n")


def test_a_real_campaign_reports_as_json(tmp_path):
    done = shell("build", str(SMALL), "-o", str(tmp_path / "out"), "--formats", "html", "--json")

    document = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert document["ok"] is True
    assert [unit["unit"] for unit in document["units"]] == ["柳林镇安全生产委员会", "河湾村", "应急办"]
    assert document["files"] == len(list((tmp_path / "out").rglob("*.html")))


def test_a_real_unit_that_is_not_there_is_a_usage_error(tmp_path):
    done = run("build", str(SMALL), "-o", str(tmp_path / "out"), "--units", "河弯村")

    assert done.exit_code == 2
    assert "河弯村" in done.stderr
    assert "河湾村" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_real_mistake_is_named_with_its_place_and_nothing_is_written(tmp_path):
    campaign = tmp_path / "campaign.yaml"
    campaign.write_text("schema: 1\nnmae: 甲\n", encoding="utf-8")

    done = run("build", str(tmp_path), "-o", str(tmp_path / "out"))

    assert done.exit_code == 1
    assert "campaign.yaml:2:1 错误 " in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("option", "overlay"), [("--seal-guide", "guide"), ("--draft", "draft")])
def test_guides_and_drafts_are_asked_for_instead_of_the_papers(monkeypatch, tmp_path, option, overlay):
    assert asked(monkeypatch, tmp_path, option).overlay == overlay
    assert asked(monkeypatch, tmp_path).overlay == ""


@pytest.mark.parametrize("other", [("--formats", "docx"), ("--preprinted",)])
@pytest.mark.parametrize("option", ["--seal-guide", "--draft"])
def test_guides_and_drafts_are_pdf_and_nothing_else(tmp_path, option, other):
    result = run("build", str(SMALL), "-o", str(tmp_path / "out"), option, *other)

    assert result.exit_code == 2
    assert f"{option} 生成的是 PDF" in result.output


def test_a_run_is_for_guides_or_for_drafts(tmp_path):
    result = run("build", str(SMALL), "-o", str(tmp_path / "out"), "--seal-guide", "--draft")

    assert result.exit_code == 2
    assert "只能写一个" in result.output


def test_a_guide_run_says_how_much_there_is_to_seal_and_where_the_list_is(tmp_path):
    sums = (SealTotal(seal="镇政府", places=2, times=40), SealTotal(seal="河湾村", places=1, times=1))
    result = replace(RESULT, seals=sums, lists=("用印清单.docx", "用印清单.pdf"))

    lines = list(report.build_lines(result, tmp_path, 1.0))

    assert "用印：2 枚印章，3 处，各份合计 41 次；见 用印清单.docx、用印清单.pdf。" in lines
    assert not any("用印" in line for line in report.build_lines(RESULT, tmp_path, 1.0))


@pytest.mark.parametrize(
    ("overlay", "words"), [("guide", "这些文件都不盖章"), ("draft", "没有可用的印章图片")]
)
def test_a_run_that_shows_no_seal_says_so(tmp_path, overlay, words):
    lines = list(report.build_lines(replace(RESULT, overlay=overlay), tmp_path, 1.0))

    assert any(line.startswith(words) for line in lines)
    assert not any(words in line for line in report.build_lines(RESULT, tmp_path, 1.0))


def test_an_address_may_stand_for_the_output_folder():
    pytest.importorskip("fsspec", reason="needs the extra storage")

    result = run("build", str(SMALL), "-o", "memory://office:secret@桶/输出", "--formats", "docx")

    assert result.exit_code == 0
    assert "请看：memory://桶/输出" in result.output
    assert "secret" not in result.output


def test_a_file_address_is_a_folder_and_kept_apart_from_the_data():
    result = run("build", str(SMALL), "-o", SMALL.resolve().as_uri())

    assert result.exit_code == 2
    assert "不能写到行动的数据文件夹" in result.stderr


def test_an_address_to_which_nothing_leads_is_told():
    pytest.importorskip("fsspec", reason="needs the extra storage")

    result = run("build", str(SMALL), "-o", "nowhere://桶/输出")

    assert result.exit_code == 3
    assert "不认识地址“nowhere://桶/输出”" in result.stderr
