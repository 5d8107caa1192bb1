"""Print files: what goes in, in which order, on which side."""

import gc
import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pikepdf import OutlineItem, Pdf
from press_samples import (
    A4_LANDSCAPE,
    WHOLE,
    codes,
    files,
    listed,
    merged_bytes,
    output,
    page_texts,
    pdf,
    python,
)

from generator.press import printing
from generator.press.folder import Outcome, Scope, open_folder
from generator.press.growing import Growing
from generator.press.manifest import Entry
from generator.press.output import Output
from generator.press.parts import UnreadablePdf
from generator.press.print_parts import Printing, parts_of, state_of
from generator.press.printing import merge, print_files, print_unit
from generator.problem import Problem

UNITS = {"甲": ("01 甲社区", "甲社区"), "乙": ("02 乙社区", "乙社区")}
ALL = "打印 全部（2023年6月）.pdf"
OF_JIA = "01 甲社区/打印 甲社区（2023年6月）.pdf"
OF_YI = "02 乙社区/打印 乙社区（2023年6月）.pdf"
OF_JIA_ONLY = Scope(units=frozenset({"甲"}), formats=frozenset({"pdf"}), periods=frozenset({"2023-06"}))


def sheet(unit: str, name: str, order: int, *texts: str, **other: object) -> Output:
    folder = UNITS[unit][0] if unit in UNITS else unit
    content = pdf(*(texts or (f"{unit}{name}",)))
    return output(f"{folder}/{name}.pdf", content, unit=unit, order=order, **({"sheet": name} | other))


def press(
    root: Path,
    *sheets: Output,
    units: dict[str, tuple[str, str]] = UNITS,
    scope: Scope = WHOLE,
    failed_units: tuple[str, ...] = (),
    two_sided: bool = False,
    engine: str = "",
) -> tuple[list[Outcome], list[Problem]]:
    """One whole run with its print files: outcomes of the print files and problems of the end."""
    with open_folder(root) as folder:
        for one in sheets:
            folder.write(one)
        outcomes = print_files(
            folder,
            Printing(period="2023-06", label="2023年6月", scope=scope, two_sided=two_sided, engine=engine),
            units=units,
            failed_units=failed_units,
        )
        return outcomes, folder.finish(scope, failed_units)


def outline(content: bytes) -> list[object]:
    """Bookmarks as (title, page from 1), children as a list after their parent."""
    with Pdf.open(BytesIO(content)) as opened, opened.open_outline() as tree:
        pages = {page.objgen: number for number, page in enumerate(opened.pages, 1)}

        def told(items: list[OutlineItem]) -> list[object]:
            found: list[object] = []
            for item in items:
                found.append((item.title, pages[item.destination[0].objgen]))
                found += [told(item.children)] if item.children else []
            return found

        return told(tree.root)


def test_merge_keeps_the_order_and_marks_each_sheet() -> None:
    merged = merged_bytes([("调度表", pdf("a", "b")), ("台账", pdf("c"))], two_sided=False)

    assert page_texts(merged) == ["a", "b", "c"]
    assert outline(merged) == [("调度表", 1), ("台账", 3)]


def test_titles_of_unit_and_sheet_stand_in_two_levels() -> None:
    merged = merged_bytes(
        [(("甲", "调度表"), pdf("a", "b")), (("甲", "台账"), pdf("c")), (("乙", "调度表"), pdf("d"))],
        two_sided=False,
    )

    assert outline(merged) == [("甲", 1), [("调度表", 1), ("台账", 3)], ("乙", 4), [("调度表", 4)]]


def test_sheets_of_one_title_stand_side_by_side() -> None:
    merged = merged_bytes([("表", pdf("一")), ("表", pdf("二"))], two_sided=False)

    assert outline(merged) == [("表", 1), ("表", 2)]


def test_on_two_sides_every_sheet_starts_on_a_front_page() -> None:
    merged = merged_bytes(
        [("一", pdf("a")), ("二", pdf("b", "c")), ("三", pdf("d", "e", "f")), ("四", pdf("g"))],
        two_sided=True,
    )

    # 1 + blank, 2, 3 + blank, 1: the last needs none
    assert page_texts(merged) == ["a", "", "b", "c", "d", "e", "f", "", "g"]
    assert outline(merged) == [("一", 1), ("二", 3), ("三", 5), ("四", 9)]


def test_a_blank_page_has_the_size_of_the_page_before_it() -> None:
    merged = merged_bytes([("横", pdf("a", size=A4_LANDSCAPE)), ("竖", pdf("b"))], two_sided=True)

    with Pdf.open(BytesIO(merged)) as opened:
        sizes = [tuple(map(int, page.mediabox[2:])) for page in opened.pages]
    assert sizes == [(842, 595), (842, 595), (595, 842)]


def test_a_blank_page_turns_with_the_page_before_it() -> None:
    with Pdf.open(BytesIO(pdf("a"))) as turned:
        turned.pages[0].Rotate = 90
        target = BytesIO()
        turned.save(target)

    with Pdf.open(
        BytesIO(merged_bytes([("转", target.getvalue()), ("竖", pdf("b"))], two_sided=True))
    ) as opened:
        assert [int(page.get("/Rotate", 0)) for page in opened.pages] == [90, 90, 0]


def test_print_files_are_printed_at_full_size() -> None:
    for two_sided, duplex in [(True, "/DuplexFlipLongEdge"), (False, "/Simplex")]:
        with Pdf.open(BytesIO(merged_bytes([("一", pdf("a"))], two_sided))) as opened:
            preferences = opened.Root.ViewerPreferences
            assert (str(preferences.PrintScaling), str(preferences.Duplex)) == ("/None", duplex)


def test_merging_many_sheets_stays_small_and_needs_few_open_files(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("a", "b", "c"))
    code = """
import resource, sys
from pathlib import Path
from press_samples import merged_bytes, page_texts
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
merged = merged_bytes([((f"单位{n // 3}", "表"), Path(sys.argv[1])) for n in range(700)], True)
print(len(page_texts(merged)), len(merged))
"""
    out, _ = python(code, path).communicate(timeout=120)

    pages, size = map(int, out.split())
    assert pages == 700 * 4 - 1  # three pages and a blank each, none after the last
    assert size < 700 * 600


def test_a_pdf_that_cannot_be_read_is_named_by_its_place(tmp_path: Path) -> None:
    for bad in (b"no pdf", b"", tmp_path / "missing.pdf"):
        with pytest.raises(UnreadablePdf) as raised:
            merged_bytes([("一", pdf("a")), ("二", bad)], two_sided=False)
        assert raised.value.index == 1


def test_merged_bytes_are_the_same_in_every_process(tmp_path: Path) -> None:
    code = """
import hashlib
import weasyprint
from press_samples import merged_bytes, pdf
laid_out = weasyprint.HTML(string="<p lang=zh-CN>某镇人民政府").write_pdf()
print(hashlib.sha256(merged_bytes([(("甲", "通知"), laid_out), (("甲", "表"), pdf("a"))], True)).hexdigest())
"""
    one, other = (python(code, seed=seed).communicate(timeout=120)[0] for seed in ("1", "2"))

    assert one == other
    assert len(one.strip()) == len(hashlib.sha256().hexdigest())


def test_print_files_for_each_unit_and_for_all_unit_by_unit(tmp_path: Path) -> None:
    outcomes, problems = press(
        tmp_path,
        sheet("甲", "台账", 2, "甲2a", "甲2b"),
        sheet("甲", "调度表", 1, "甲1"),
        sheet("乙", "调度表", 3, "乙1"),
        sheet("乙", "通知", 0, "通知", period=""),
        output("01 甲社区/调度表.docx", unit="甲"),
    )

    assert [(o.kind, o.path) for o in outcomes] == [("written", OF_JIA), ("written", OF_YI), ("written", ALL)]
    assert problems == []
    assert page_texts((tmp_path / OF_JIA).read_bytes()) == ["甲1", "甲2a", "甲2b"]
    assert outline((tmp_path / OF_JIA).read_bytes()) == [("调度表", 1), ("台账", 2)]
    assert page_texts((tmp_path / OF_YI).read_bytes()) == ["通知", "乙1"]
    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲1", "甲2a", "甲2b", "通知", "乙1"]
    assert [title for title, _ in outline((tmp_path / ALL).read_bytes())[::2]] == ["甲社区", "乙社区"]


def test_print_files_are_entries_of_the_manifest(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 4), sheet("乙", "调度表", 5), two_sided=True)

    with open_folder(tmp_path) as folder:
        entries = {e.file: (e.sheet, e.unit, e.period, e.pages) for e in folder.listed() if "打印" in e.file}
    assert entries == {
        OF_JIA: ("print-unit", "甲", "2023-06", 1),
        OF_YI: ("print-unit", "乙", "2023-06", 1),
        ALL: ("print-all", "", "2023-06", 3),  # 1 + blank + 1
    }


def test_a_partial_run_still_gives_complete_print_files(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("甲", "台账", 1), sheet("乙", "调度表", 2))
    scope = Scope(
        sheets=frozenset({"台账"}),
        units=frozenset({"甲"}),
        formats=frozenset({"pdf"}),
        periods=frozenset({"2023-06"}),
    )

    outcomes, _ = press(tmp_path, sheet("甲", "台账", 1, "新台账"), units={"甲": UNITS["甲"]}, scope=scope)

    assert [(o.kind, o.path) for o in outcomes] == [("written", OF_JIA), ("written", ALL)]
    assert page_texts((tmp_path / OF_JIA).read_bytes()) == ["甲调度表", "新台账"]
    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲调度表", "新台账", "乙调度表"]
    assert OF_YI in listed(tmp_path)


def test_a_second_run_changes_no_print_file(tmp_path: Path) -> None:
    sheets = [sheet("甲", "调度表", 0), sheet("乙", "调度表", 1)]
    press(tmp_path, *sheets)
    before = (tmp_path / "manifest.json").read_bytes()

    outcomes, _ = press(tmp_path, *sheets)

    assert {o.kind for o in outcomes} == {"unchanged"}
    assert (tmp_path / "manifest.json").read_bytes() == before


def bound(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Notes each print file that is bound."""
    calls: list[int] = []
    real = printing.merge
    monkeypatch.setattr(printing, "merge", lambda *words: calls.append(1) or real(*words))
    return calls


def test_print_files_that_stand_as_they_would_be_made_are_not_bound_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = [sheet("甲", "调度表", 0), sheet("乙", "调度表", 1)]
    press(tmp_path, *sheets, engine="e")
    before, calls = (tmp_path / ALL).read_bytes(), bound(monkeypatch)

    outcomes, problems = press(tmp_path, *sheets, engine="e")
    assert ([o.kind for o in outcomes], problems, calls) == (["unchanged"] * 3, [], [])
    assert (tmp_path / ALL).read_bytes() == before

    (tmp_path / OF_JIA).unlink()
    press(tmp_path, *sheets, engine="e")
    press(tmp_path, *sheets, engine="e", two_sided=True)
    assert len(calls) == 1 + 3
    press(tmp_path, sheet("甲", "调度表", 0), sheet("乙", "调度表", 1, "新"), engine="e", two_sided=True)
    assert len(calls) == 1 + 3 + 2  # 乙 and all
    press(tmp_path, sheet("甲", "调度表", 0), sheet("乙", "调度表", 1, "新"), engine="f", two_sided=True)
    assert len(calls) == 1 + 3 + 2 + 3
    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲调度表", "", "新"]


def test_a_part_edited_by_hand_is_bound_as_it_stands_and_as_it_was_when_it_is_again(tmp_path: Path) -> None:
    one = sheet("甲", "调度表", 0)
    press(tmp_path, one, engine="e")
    place = tmp_path / "01 甲社区/调度表.pdf"
    made = place.read_bytes()

    place.write_bytes(pdf("手改"))
    press(tmp_path, one, engine="e")
    assert page_texts((tmp_path / OF_JIA).read_bytes()) == ["手改"]

    place.write_bytes(made)
    press(tmp_path, one, engine="e")
    assert page_texts((tmp_path / OF_JIA).read_bytes()) == ["甲调度表"]


class Grown(NamedTuple):
    """A run whose print file for all grew meanwhile: how often it was bound anew, the pages of all files."""

    again: int
    pages: dict[str, list[str]]


def grow(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    units: dict[str, list[Output]],
    after: Callable[[], object] = lambda: None,
    failed: tuple[str, ...] = (),
) -> Grown:
    how = Printing(period="2023-06", label="2023年6月", scope=WHOLE, two_sided=False, engine="e")
    calls = bound(monkeypatch)
    labels = {code: label for code, (_, label) in UNITS.items()}
    with open_folder(root) as folder, Growing(folder.placing, how, labels) as growing:
        made = {}
        for unit, outputs in units.items():
            for each in outputs:
                folder.write(each)
            if unit not in failed:
                made[unit] = print_unit(folder.placing, how, unit, UNITS[unit])
            growing.take_in(unit, new=bool(outputs))
        after()
        at_work = len(calls)
        print_files(folder, how, units=UNITS, made=made, growing=growing, failed_units=failed)
        assert folder.finish(WHOLE, failed) == []
    found = {name: page_texts((root / name).read_bytes()) for name in files(root) if "打印" in name}
    return Grown(len(calls) - at_work, found)


UNITS_MADE = {"乙": [sheet("乙", "表", 2)], "甲": [sheet("甲", "台账", 1), sheet("甲", "调度表", 0)]}


def test_a_print_file_that_grew_while_units_were_made_is_the_one_bound_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown = grow(tmp_path / "grown", monkeypatch, UNITS_MADE)
    press(tmp_path / "whole", *(each for outputs in UNITS_MADE.values() for each in outputs))

    assert grown == (
        0,
        {OF_JIA: ["甲调度表", "甲台账"], OF_YI: ["乙表"], ALL: ["甲调度表", "甲台账", "乙表"]},
    )
    for name in (OF_JIA, OF_YI, ALL):
        assert (tmp_path / "grown" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_what_grew_of_other_parts_than_those_of_the_end_is_bound_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("乙", "旧", 1))

    grown = grow(tmp_path, monkeypatch, {"甲": [sheet("甲", "调度表", 0, "新")], "乙": []}, failed=("乙",))

    assert grown == (2, {OF_JIA: ["新"], OF_YI: ["乙旧"], ALL: ["新", "乙旧"]})


def test_stale_parts_do_not_grow_into_a_print_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("甲", "旧", 1), sheet("乙", "表", 2))

    grown = grow(
        tmp_path, monkeypatch, {"甲": [sheet("甲", "调度表", 0, "新")], "乙": [sheet("乙", "表", 2)]}
    )

    assert grown == (0, {OF_JIA: ["新"], OF_YI: ["乙表"], ALL: ["新", "乙表"]})
    assert not (tmp_path / "01 甲社区/旧.pdf").exists()


def test_a_part_that_cannot_be_read_while_it_grows_is_told_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(sheet("甲", "调度表", 0), content=b"no pdf")
    how = Printing(period="2023-06", label="2023年6月", scope=WHOLE, engine="e")
    with open_folder(tmp_path) as folder, Growing(folder.placing, how, {"甲": "甲社区"}) as growing:
        folder.write(broken)
        growing.take_in("甲", new=True)
        outcomes = print_files(folder, how, units=UNITS, growing=growing)
        folder.finish(WHOLE)

    assert [(o.kind, codes(o)) for o in outcomes] == [("failed", ["OUT-009"])] * 2
    assert files(tmp_path) == ["01 甲社区/调度表.pdf"]


def test_stale_sheets_leave_the_print_files_and_a_gone_unit_loses_its_own(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("甲", "台账", 1), sheet("乙", "调度表", 2))

    _, problems = press(tmp_path, sheet("甲", "调度表", 0), units={"甲": UNITS["甲"]})

    assert problems == []
    assert files(tmp_path) == sorted(["01 甲社区/调度表.pdf", OF_JIA, ALL])
    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲调度表"]
    assert not (tmp_path / "02 乙社区").exists()


def test_a_unit_that_failed_is_printed_from_its_old_files(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("乙", "调度表", 1))

    press(tmp_path, sheet("甲", "调度表", 0, "新"), failed_units=("乙",))

    assert page_texts((tmp_path / ALL).read_bytes()) == ["新", "乙调度表"]


def test_other_periods_are_left_out_and_left_alone(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "五月", 0, period="2023-05"), sheet("甲", "六月", 1))
    with open_folder(tmp_path) as folder:
        folder.write(sheet("甲", "五月", 0, period="2023-05"))
        may = Scope(formats=frozenset({"pdf"}), periods=frozenset({"2023-05"}))
        print_files(folder, Printing(period="2023-05", label="2023年5月", scope=may), units=UNITS)
        folder.finish(may)

    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲六月"]
    assert page_texts((tmp_path / "打印 全部（2023年5月）.pdf").read_bytes()) == ["甲五月"]


def test_of_an_edited_sheet_and_the_new_one_beside_it_only_the_new_is_printed(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 0, "旧"))
    (tmp_path / "01 甲社区/调度表.pdf").write_bytes(pdf("手改"))

    for _ in range(2):
        press(tmp_path, sheet("甲", "调度表", 0, "新"))
        assert page_texts((tmp_path / ALL).read_bytes()) == ["新"]


def test_an_edited_stale_sheet_is_kept_and_not_printed(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("乙", "调度表", 1))
    (tmp_path / "02 乙社区/调度表.pdf").write_bytes(pdf("手改"))

    _, problems = press(tmp_path, sheet("甲", "调度表", 0), units={"甲": UNITS["甲"]})

    assert [p.code for p in problems] == ["OUT-004"]
    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲调度表"]


def test_an_edited_print_file_is_not_overwritten(tmp_path: Path) -> None:
    press(tmp_path, sheet("甲", "调度表", 0, "旧"))
    (tmp_path / ALL).write_bytes(pdf("手改"))

    outcomes, _ = press(tmp_path, sheet("甲", "调度表", 0, "新"))

    assert [(o.kind, codes(o)) for o in outcomes] == [("written", []), ("beside", ["OUT-002"])]
    assert page_texts((tmp_path / ALL).read_bytes()) == ["手改"]


@pytest.mark.parametrize("damage", [None, b"no pdf"])
def test_a_print_file_is_not_made_incomplete(tmp_path: Path, damage: bytes | None) -> None:
    press(tmp_path, sheet("甲", "调度表", 0), sheet("乙", "调度表", 1))
    missing = "02 乙社区/调度表.pdf"
    (tmp_path / missing).unlink()
    if damage:
        (tmp_path / missing).write_bytes(damage)

    outcomes, _ = press(tmp_path, sheet("甲", "调度表", 0, "新"), scope=OF_JIA_ONLY)

    assert [(o.kind, codes(o)) for o in outcomes] == [
        ("written", []),
        ("failed", ["OUT-009"]),
        ("failed", ["OUT-009"]),
    ]
    assert all(missing in o.problems[0].message for o in outcomes[1:])
    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲调度表", "乙调度表"]


@pytest.mark.parametrize("act", ["open", "read_bytes"], ids=["when it is looked at", "when it is bound"])
def test_a_sheet_that_a_program_holds_stops_no_other_print_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    sheets = [sheet("甲", "调度表", 0), sheet("乙", "调度表", 1, archive=True)]
    press(tmp_path, *sheets)
    plain = getattr(Path, act)

    def held(path: Path, *words: Any, **more: Any) -> Any:
        if path.name == "调度表.pdf" and "乙" in path.parent.name:
            raise PermissionError(13, "in use")
        return plain(path, *words, **more)

    monkeypatch.setattr(Path, act, held)
    outcomes, _ = press(tmp_path, sheet("甲", "调度表", 0, "新"), scope=OF_JIA_ONLY)

    assert [(o.path, o.kind, codes(o)) for o in outcomes] == [
        (OF_JIA, "written", []),
        (OF_YI, "failed", ["OUT-009"]),
        (ALL, "failed", ["OUT-009"]),
    ]
    assert "02 乙社区/调度表.pdf" in outcomes[1].problems[0].message


def test_with_no_pdf_there_is_no_print_file(tmp_path: Path) -> None:
    outcomes, problems = press(tmp_path, output("01 甲社区/调度表.docx", unit="甲"))

    assert (outcomes, problems) == ([], [])
    assert files(tmp_path) == ["01 甲社区/调度表.docx"]


def test_entries_are_not_held_while_sheets_are_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of a hundred thousand sheets has as many entries, a kilobyte each."""
    held: list[int] = []

    def counted(*given: Any) -> int:
        gc.collect()
        held.append(sum(isinstance(thing, Entry) for thing in gc.get_objects()))
        return merge(*given)

    monkeypatch.setattr(printing, "merge", counted)
    count = 40

    outcomes, problems = press(tmp_path, *(sheet("甲", f"表{n:02}", n) for n in range(count)))

    assert [outcome.path for outcome in outcomes] == [OF_JIA, ALL]
    assert problems == []
    assert held[-1] < count


def test_units_stay_whole_when_one_came_before_them_after_their_sheets_were_made(tmp_path: Path) -> None:
    place = 1_000_000
    press(tmp_path, sheet("乙", "表2", place + 2), sheet("乙", "表3", place + 3))
    with open_folder(tmp_path) as folder:
        old = Scope(units=frozenset({"甲"}), formats=frozenset({"pdf"}), periods=frozenset({"2023-06"}))
        made = [
            sheet("甲", "表2", place + 2),
            sheet("甲", "表3", place + 3),
            sheet("乙", "表2", 2 * place + 2),
        ]
        for each in made:
            folder.write(each)
        print_files(folder, Printing(period="2023-06", label="2023年6月", scope=old), units=UNITS)
        state = state_of(parts_of(folder.listed(), "2023-06", UNITS))
        assert state == state_of(
            Printing(period="2023-06", label="", scope=old).whole(folder.placing.known, UNITS)
        )
        folder.finish(old)

    pages = page_texts((tmp_path / ALL).read_bytes())
    assert [text for text in pages if text] == ["甲表2", "甲表3", "乙表2", "乙表3"]


def test_units_that_the_campaign_has_no_more_are_printed_last(tmp_path: Path) -> None:
    gone = sheet("丙", "表", 0, "丙表")
    here = Scope(units=frozenset({"甲"}), formats=frozenset({"pdf"}), periods=frozenset({"2023-06"}))

    press(tmp_path, gone, sheet("甲", "表", 5), scope=here)

    assert page_texts((tmp_path / ALL).read_bytes()) == ["甲表", "丙表"]
