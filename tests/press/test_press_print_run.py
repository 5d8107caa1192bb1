"""Print runs: order, copies, empty pages, separators, files, and which pages are whose."""

from io import BytesIO

from pikepdf import Pdf
from press_samples import A4_LANDSCAPE, page_texts, pdf

from generator.press.print_run import Heap, Part, Plan, Span, Written, heaps, volumes, write_volume
from generator.press.spooling import PaperRun


def part(unit: str, sheet: str, pages: int = 1, **other: object) -> Part:
    texts = [f"{unit}{sheet}{page}" for page in range(1, pages + 1)]
    size = A4_LANDSCAPE if sheet == "横" else (595, 842)
    values = {"source": pdf(*texts, size=size), "title": f"{sheet}表", "label": f"{unit}村", "pages": pages}
    return Part(unit=unit, sheet=sheet, sheet_label=f"{sheet}表", **(values | other))  # type: ignore[arg-type]


PILE = [part("甲", "通"), part("甲", "横"), part("乙", "通"), part("乙", "横")]


def order(parts: list[Part], plan: Plan) -> list[tuple[str, list[str]]]:
    return [
        (heap.label, [f"{p.part.unit}{p.part.sheet}{p.mark}" for p in heap.pieces])
        for heap in heaps(parts, plan)
    ]


def bound(parts: list[Part], plan: Plan, separators: bytes = b"") -> tuple[list[list[str]], Written]:
    """The texts of each file of a run, and what was noted."""
    written, files = Written(), []
    for volume in volumes(heaps(parts, plan), plan):
        target = BytesIO()
        separate = (lambda some: pdf(*(f"隔{heap.label}" for heap in some))) if separators else None
        write_volume(target, volume, plan, written, separate=separate)
        files.append(page_texts(target.getvalue()))
    return files, written


def test_by_unit_and_by_sheet() -> None:
    assert order(PILE, Plan()) == [("甲村", ["甲通", "甲横"]), ("乙村", ["乙通", "乙横"])]
    assert order(PILE, Plan(by="sheet")) == [("通表", ["甲通", "乙通"]), ("横表", ["甲横", "乙横"])]


def test_copies_of_a_sheet_one_after_another_or_collated() -> None:
    pile = [part("甲", "通", copies=2), part("甲", "横", copies=3), part("甲", "名")]

    one_after_another = [
        "甲通（第1份）",
        "甲通（第2份）",
        "甲横（第1份）",
        "甲横（第2份）",
        "甲横（第3份）",
        "甲名",
    ]
    collated = ["甲通（第1份）", "甲横（第1份）", "甲名", "甲通（第2份）", "甲横（第2份）", "甲横（第3份）"]
    assert order(pile, Plan()) == [("甲村", one_after_another)]
    assert order(pile, Plan(collated=True)) == [("甲村", collated)]


def test_a_copy_that_names_its_holder_is_collated_with_the_others() -> None:
    pile = [part("甲", "交", copy=1), part("甲", "交", copy=2), part("甲", "通", copies=2)]

    assert order(pile, Plan(collated=True)) == [("甲村", ["甲交", "甲通（第1份）", "甲交", "甲通（第2份）"])]


def test_on_two_sides_every_copy_starts_on_a_front_page() -> None:
    files, written = bound([part("甲", "通", 3, copies=2), part("乙", "横")], Plan())

    assert files == [["甲通1", "甲通2", "甲通3", "", "甲通1", "甲通2", "甲通3", "", "乙横1"]]
    assert written.pages == [9]
    assert written.spans == [
        Span(file=0, unit="甲", label="甲村", first=1, last=7),
        Span(file=0, unit="乙", label="乙村", first=9, last=9),
    ]


def test_on_one_side_there_is_no_empty_page() -> None:
    files, _ = bound(PILE, Plan(two_sided=False))

    assert files == [["甲通1", "甲横1", "乙通1", "乙横1"]]


def test_a_separator_stands_before_each_heap_with_an_empty_back() -> None:
    files, written = bound([part("甲", "通"), part("乙", "通", 2)], Plan(separators=True), separators=b"x")

    assert files == [["隔甲村", "", "甲通1", "", "隔乙村", "", "乙通1", "乙通2"]]
    assert [(s.label, s.first, s.last) for s in written.spans] == [("甲村", 1, 3), ("乙村", 5, 8)]


def test_a_file_holds_whole_units_as_far_as_they_go_in() -> None:
    pile = [part(unit, "通", 2) for unit in "甲乙丙"]

    files, written = bound(pile, Plan(split=5))

    assert files == [["甲通1", "甲通2", "乙通1", "乙通2"], ["丙通1", "丙通2"]]
    assert [(s.file, s.label, s.first, s.last) for s in written.spans] == [
        (0, "甲村", 1, 2),
        (0, "乙村", 3, 4),
        (1, "丙村", 1, 2),
    ]


def test_a_unit_longer_than_a_file_is_divided_between_its_sheets() -> None:
    pile = [part("甲", sheet, 2) for sheet in "一二三"]

    for separators, split in [(False, 4), (True, 6)]:  # the separator and its back take two
        files, written = bound(pile, Plan(split=split, separators=separators), b"x" if separators else b"")
        assert written.pages == [split, split - 2]
        assert [texts[-1] for texts in files] == ["甲二2", "甲三2"]


def test_each_unit_in_a_file_of_its_own() -> None:
    files, _ = bound(PILE, Plan(split_heaps=True, two_sided=False))

    assert files == [["甲通1", "甲横1"], ["乙通1", "乙横1"]]


def test_bookmarks_lead_to_units_and_copies() -> None:
    target, plan = BytesIO(), Plan(two_sided=False)
    write_volume(target, list(heaps([part("甲", "通", copies=2), part("乙", "通")], plan)), plan, Written())

    with Pdf.open(target) as opened, opened.open_outline() as tree:
        told = [(item.title, [child.title for child in item.children]) for item in tree.root]
    assert told == [("甲村", ["通表（第1份）", "通表（第2份）"]), ("乙村", ["通表"])]


def test_sheets_stand_below_the_separator_of_their_unit() -> None:
    target, plan = BytesIO(), Plan(two_sided=False, separators=True)
    own = part("甲", "通", title="甲村")  # a sheet that is called after its unit
    run = list(heaps([own, part("甲", "横"), part("乙", "通")], plan))
    write_volume(target, run, plan, Written(), separate=lambda some: pdf(*(heap.label for heap in some)))

    with Pdf.open(target) as opened, opened.open_outline() as tree:
        told = [(item.title, [child.title for child in item.children]) for item in tree.root]
        pages = [page.objgen for page in opened.pages]
        first = [pages.index(item.destination[0].objgen) for item in tree.root]
        assert opened.check_pdf_syntax() == []
    assert (told, first) == ([("甲村", ["甲村", "横表"]), ("乙村", ["通表"])], [0, 3])


def test_pages_taken_out_of_a_file_that_holds_those_of_many_units() -> None:
    ready = pdf("甲", "乙1", "乙2")
    pile = [part("甲", "通", source=ready), part("乙", "通", 2, source=ready, first=1)]

    assert bound(pile, Plan(two_sided=False))[0] == [["甲", "乙1", "乙2"]]


def test_the_paper_of_upright_and_lying_pages_is_one() -> None:
    _, written = bound(PILE, Plan())

    assert written.papers == [[PaperRun("A4", 1, 7)]]


def test_an_empty_run_has_no_files() -> None:
    assert list(volumes(heaps([], Plan()), Plan())) == []
    assert Heap("空", ()).pages(two_sided=True) == 0
