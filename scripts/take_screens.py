"""Pictures of the service's pages for the manual, taken anew: `python scripts/take_screens.py [FOLDER]`.

A service is started with the example campaign, a clerk and the office do some of a month's work in Debian's Chromium, and
each page is photographed as it stands on an office screen, one on a telephone.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.pictures import DPI, as_pdf, scanned  # noqa: E402
from helpers.served import CODE, PASSWORD, made_office, serving  # noqa: E402

FORM, MONTH = "dispatch-communities", "2023-07"
SCREEN, TELEPHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def main() -> None:
    """Take every picture."""
    expect.set_options(timeout=60_000)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "manual" / "images"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        with serving(made_office(Path(folder)), worker=True) as served:
            settings = {"base_url": served.address, "locale": "zh-CN"}
            clerk = browser.new_context(viewport=SCREEN, **settings).new_page()
            fills_in(clerk, target)
            office = browser.new_context(viewport=SCREEN, **settings).new_page()
            of_the_office(office, target)
            telephone = browser.new_context(viewport=TELEPHONE, **settings).new_page()
            signed_in(telephone, "qiuye")
            telephone.goto(f"/c/{CODE}/fill/qiuhu/{FORM}/{MONTH}")
            telephone.screenshot(path=target / "telephone.png")
        browser.close()


def signed_in(page: Page, login: str) -> None:
    """Sign in."""
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_load_state()


def fills_in(page: Page, target: Path) -> None:
    """A clerk fills in the table of July and is told of two mistakes."""
    signed_in(page, "qiuye")
    page.goto(f"/c/{CODE}/fill/qiuhu/{FORM}/{MONTH}")
    page.click("[data-act=zeros]")
    for key, text in {"self_found": "3", "self_closed": "2", "checked": "八家", "interviews": "1"}.items():
        page.fill(f'[data-key="{key}"]', text)
    page.select_option('[data-key="media_column"]', "是")
    page.fill("[data-own=filled_by]", "邱叶")
    page.wait_for_selector(".remarks .error")
    page.locator("h1").scroll_into_view_if_needed()
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=target / "fill.png")
    page.fill('[data-key="checked"]', "8")
    page.wait_for_selector(".remarks .error", state="detached")
    page.click("[data-paper-button]")
    page.wait_for_selector(".paper img")
    page.screenshot(path=target / "paper.png")
    page.click("[data-paper-button]")
    page.click("[data-act=hand-in]")
    page.wait_for_selector("[data-standing].submitted")


def of_the_office(page: Page, target: Path) -> None:
    """The office looks at the month, a figure, the hazards, and generates everything."""
    signed_in(page, "wenxiu")
    page.goto(f"/c/{CODE}?period={MONTH}")
    page.screenshot(path=target / "overview.png")
    page.goto(f"/c/{CODE}/totals?period=2023-06")
    page.locator("[data-explain]").nth(7).click()
    page.wait_for_selector("dialog[open]")
    page.screenshot(path=target / "totals.png")
    page.goto(f"/c/{CODE}/hazards")
    page.wait_for_selector(".tabulator-row")
    page.screenshot(path=target / "hazards.png")
    edits(page, target)
    page.goto(f"/c/{CODE}/sheets")
    page.select_option("[name=period]", "2023-06")
    page.click("form.card button")
    page.wait_for_selector(".job .state.accepted", timeout=300_000)
    page.locator("form[action$=urge] button").click()
    page.locator(".job .state.accepted").nth(1).wait_for(timeout=300_000)
    page.screenshot(path=target / "sheets.png")
    comes_back(page, target)
    is_archived(page, target)


def comes_back(page: Page, target: Path) -> None:
    """The tables of June are printed with codes; two thirds of the pages come back as one scan."""
    page.goto(f"/c/{CODE}/sheets")
    page.select_option("[name=period]", "2023-06")
    page.select_option("[name=sheet]", FORM)
    page.check("[name=marks]")
    page.click("#make button")
    page.locator(".job .state.accepted").nth(2).wait_for(timeout=300_000)
    with page.expect_download() as fetched:
        page.locator(".job").first.locator("a:has-text('打印任务')").click()
    with pdfium.PdfDocument(fetched.value.path()) as run:
        leaves = [one.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for one in list(run)]
    leaves = leaves[: len(leaves) * 2 // 3]
    scan = as_pdf(*(scanned(leaf, 1.5 - n % 3, seed=n) for n, leaf in enumerate(leaves)))
    page.goto(f"/c/{CODE}/register?period=2023-06")
    page.locator("input[type=file]").set_input_files(
        {"name": "收回.pdf", "mimeType": "application/pdf", "buffer": scan}
    )
    page.click("text=归位")
    expect(page.locator("main")).to_contain_text("张表", timeout=180_000)
    page.goto(f"/c/{CODE}/register?period=2023-06")
    page.screenshot(path=target / "register.png")


def is_archived(page: Page, target: Path) -> None:
    """The administrator has the package for the archive made."""
    page.context.clear_cookies()
    signed_in(page, "guanli")
    page.goto(f"/c/{CODE}/archive")
    page.click("main button:has-text('做归档包')")
    page.wait_for_selector(".job .state.accepted", timeout=300_000)
    page.screenshot(path=target / "archive.png")


def edits(page: Page, target: Path) -> None:
    """The office edits the plan and the units, mistypes a kind, mends it and looks at what changes."""
    page.goto(f"/c/{CODE}/edit/plan")
    boxes = page.locator("[data-paragraphs] textarea")
    boxes.nth(4).scroll_into_view_if_needed()
    boxes.nth(4).click()
    expect(page.locator("[data-live-name]")).to_contain_text("通知")
    page.wait_for_timeout(1500)  # the page beside turns to the paragraph
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target / "edit-text.png")
    page.goto(f"/c/{CODE}/edit/units")
    kind = page.locator('#grid .tabulator-row >> nth=4 >> css=[tabulator-field="kind"]')
    kind.click()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("居委会")
    page.keyboard.press("Enter")
    page.wait_for_selector(".has-error")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target / "edit-rows.png")
    kind.click()
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("社区（村）")
    page.keyboard.press("Enter")
    page.wait_for_selector(".has-error", state="detached")
    page.goto(f"/c/{CODE}/edit/notice")
    page.fill('[data-item="notice.document_date"]', "2023-05-26")
    page.fill('[data-item="notice.note"]', "此件公开发布")
    expect(page.locator("[data-kept]")).to_have_text("已存为草稿")
    page.goto(f"/c/{CODE}/edit")
    page.screenshot(path=target / "edit-pending.png")


if __name__ == "__main__":
    main()
