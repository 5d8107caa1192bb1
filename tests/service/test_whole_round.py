"""A campaign from an Excel head to the archive, in the browser: drawn, edited, printed, scanned, filed, packed, checked."""

import re
import zipfile
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from helpers.heads import LEDGER
from helpers.pictures import DPI, as_pdf, scanned
from helpers.served import PASSWORD, made_office, serving
from playwright.sync_api import expect

from generator.database.people import people
from generator.derive.register import register_of
from generator.model.people import Person
from generator.sources.register import read_events
from generator.verbs.archiving import verify
from generator.verbs.auditing import verify as audited
from generator.verbs.staffing import add_person

CODE, FORM = "xinhu-2023", "qiye-taizhang"

FIRST = ("新湖镇河湾村", "新湖镇柳林村")
LATER = tuple(f"新湖镇{name}村" for name in ("东", "西", "南", "北", "秋湖", "石桥", "云台", "梅山"))


@pytest.fixture(scope="module")
def served(tmp_path_factory, office_url):
    office = made_office(tmp_path_factory.mktemp("office"), office_url, campaign="", staff=False)
    add_person(office, Person(id=0, login="guanli", name="关立", role="admin"), PASSWORD, "命令行")
    with serving(office, worker=True) as found:
        yield found
    office.close()


@pytest.mark.slow
def test_a_campaign_goes_its_whole_round(served, visit, tmp_path):
    page = visit(served.address)
    page.goto("/login")
    page.fill("[name=login]", "guanli")
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_url("**/campaigns")

    begun(page)
    drawn(page)
    edited(page)
    campaign = served.office.store(CODE).body().campaign
    assert [u.name for u in campaign.units] == [*FIRST, *LATER]

    pages = printed(page)
    assert len(pages) == 10
    sent_back_as_one_scan(page, pages)
    registered(page, served)
    package = packed(page, tmp_path)
    assert verify(package).problems == ()
    a_flipped_byte_is_found(package)
    assert audited(served.office)[1] == []
    assert [p.role for p in people(served.office.engine)] == ["admin"]


def begun(page):
    """The campaign is begun with two villages and no form."""
    page.click("text=新建")
    page.fill("[name=name]", "新湖镇企业安全排查2023行动")
    page.fill("[name=issuer]", "新湖镇安全生产委员会")
    page.fill("[name=short_name]", "镇安委会")
    page.fill("[name=region]", "新湖镇")
    page.fill("[name=starts_on]", "2023-06-01")
    page.fill("[name=ends_on]", "2023-12-31")
    page.fill("[name=code]", CODE)
    page.fill("[name=units]", "\n".join(FIRST))
    page.click("main button:has-text('新建')")
    page.wait_for_url(f"**/c/{CODE}/edit")


def drawn(page):
    """The form is drawn from the head that a superior sent."""
    page.goto(f"/c/{CODE}/forms/draw")
    page.get_by_label("社区（村）").first.check()
    head = {"name": "企业台账.xlsx", "mimeType": "application/octet-stream", "buffer": LEDGER}
    page.locator("input[type=file]").set_input_files(head)
    page.get_by_role("button", name="画", exact=True).click()
    expect(page.locator("[data-sheet]")).to_contain_text("企业名称")
    page.get_by_label("代号").fill(FORM)
    page.get_by_role("button", name="存进行动").click()
    page.wait_for_url(re.compile(rf"/c/{CODE}(/edit)?$"))


def edited(page):
    """Eight more villages are pasted in the editor, and put in force."""
    page.goto(f"/c/{CODE}/edit/units")
    grid = page.locator('#grid .tabulator-row >> nth=2 >> css=[tabulator-field="name"]')
    grid.click()
    rows = "\n".join(
        f"{name}\t{name.removeprefix('新湖镇').removesuffix('村')}\t社区（村）" for name in LATER
    )
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        const said = {clipboardData: data, bubbles: true, cancelable: true};
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', said)) }""",
        rows,
    )
    expect(page.locator("[data-kept]")).to_have_text("已存为草稿")
    page.goto(f"/c/{CODE}/edit")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="生效").click()
    expect(page.locator("main")).to_contain_text("没有没生效的改动")


def printed(page):
    """Blank tables of all villages are printed with marks; return their pages as a printer gives them."""
    page.goto(f"/c/{CODE}/sheets")
    page.uncheck("[name=stamping]")
    page.check("[name=blank]")
    page.check("[name=marks]")
    page.click("#make button")
    page.wait_for_selector(".job .state.accepted", timeout=180_000)
    with page.expect_download() as fetched:
        page.click(".job a:has-text('打印任务')")
    with pdfium.PdfDocument(fetched.value.path()) as run:
        shown = [one.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for one in run]
    full = [one for one in shown if one.min() < 100]
    return [one for one in full if one.shape[0] < one.shape[1]]  # without separators, which are upright


def sent_back_as_one_scan(page, pages):
    """All come back in one file, each turned a little, out of order, one upside down."""
    order = [3, 7, 0, 9, 1, 5, 2, 8, 6, 4]
    turns = np.linspace(-4, 4, len(order))
    leaves = [scanned(pages[n], turn, seed=n) for n, turn in zip(order, turns, strict=True)]
    leaves[4] = np.ascontiguousarray(leaves[4][::-1, ::-1])
    page.goto(f"/c/{CODE}/register")
    sent = {"name": "收回.pdf", "mimeType": "application/pdf", "buffer": as_pdf(*leaves)}
    page.locator("input[type=file]").set_input_files(sent)
    page.click("text=归位")
    expect(page.locator("main")).to_contain_text("归位 10 张表", timeout=180_000)


def registered(page, served):
    """The register says so of each village's table."""
    page.goto(f"/c/{CODE}/register")
    expect(page.locator("table.register tbody tr")).to_have_count(10)
    expect(page.locator("table.register")).not_to_contain_text("未回收")
    store = served.office.store(CODE)
    store.load()
    rows = register_of(read_events(Path(store.folder))[0]).rows.values()
    assert len({row.printed.unit for row in rows if row.is_returned and not row.missing_pages}) == 10


def packed(page, folder):
    """The package for the archive is ordered, made by the worker, fetched."""
    page.goto(f"/c/{CODE}/archive")
    page.click("main button:has-text('做归档包')")
    page.wait_for_selector(".job .state.accepted", timeout=300_000)
    with page.expect_download() as fetched:
        page.click(".job a.button")
    place = folder / "归档.zip"
    place.write_bytes(fetched.value.path().read_bytes())
    return place


def a_flipped_byte_is_found(package):
    with zipfile.ZipFile(package) as opened:
        part = next(part for part in opened.infolist() if "/scans/" in part.filename)
    content = package.read_bytes()
    at = part.header_offset + 30 + len(part.filename.encode()) + part.file_size // 2
    package.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    found = verify(package).problems
    assert [p.code for p in found] == ["ARC-005"]
    assert part.filename.rpartition("/")[2] in str(found[0])
