"""A person before the page, in Debian's Chromium, and what the browser tests share."""

from __future__ import annotations

import os
import shutil
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from buka import Page, copy_project, open_page
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select, WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = Path(os.environ.get("AXE", "node_modules/axe-core/axe.min.js"))
WIDTHS = (1280, 420)
TABLE = "tabel/pegawai.csv"
CASES = Path(__file__).parent / "kasus" / "masuk"
NEEDS_BROWSER = (
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium or its driver is not installed"),
)


# What happens to a page that is being replaced while somebody looks at it; it passes.
PASSING = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
    StopIteration,
)
# Long enough for a machine that does eight other things; what is there sooner is seen sooner.
PATIENCE = 120

# A page that was shown before its checks were done is replaced when they are, unless somebody is
# writing in it: what is pressed in that moment goes to what stands in its place.
WILL_BE_REPLACED = """
return "belum" in document.body.dataset && !document.querySelector(".sel-isi, [data-berubah]")
    && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
"""


class Person:
    """Somebody before the page, who knows only what it shows, and waits until it is there."""

    def __init__(self, driver: webdriver.Chrome, page: Page) -> None:
        self.driver, self.page = driver, page
        self.base = ""

    def open(self, path: str = "") -> None:
        self.driver.get(f"{self.base}{path}")
        self.text()

    def text(self) -> str:
        """Return what the page says, once it is not the one that only asks to wait."""
        self.wait(lambda: "sedang diperiksa" not in self._said())
        return self._said()

    def _said(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "main").text

    def wait(self, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
        waiting = WebDriverWait(self.driver, seconds, 0.1, ignored_exceptions=PASSING)
        waiting.until(lambda _: holds())

    def see(self, words: str) -> None:
        self.wait(lambda: words in self.driver.find_element(By.TAG_NAME, "body").text)

    def do(self, act: Callable[[WebElement], object], how: str, what: str) -> WebElement:
        """Do something with the first thing of a kind that is seen, once it is there."""
        done: list[WebElement] = []

        def try_it() -> bool:
            if self.driver.execute_script(WILL_BE_REPLACED):
                return False
            found = (each for each in self.driver.find_elements(how, what) if each.is_displayed())
            for element in islice(found, 1):
                act(element)
                done.append(element)
            return bool(done)

        self.wait(try_it)
        return done[0]

    def click(self, css: str) -> None:
        self.do(lambda element: element.click(), By.CSS_SELECTOR, css)

    def press(self, label: str, *, starts: bool = False) -> None:
        """Press the first button or link of this text, or one that begins so."""
        says = (
            f"starts-with(normalize-space(), '{label}')"
            if starts
            else f"normalize-space()='{label}'"
        )
        path = f"//button[{says}] | //a[{says}] | //summary[{says}]"
        self.do(lambda element: element.click(), By.XPATH, path)

    def leave(self, label: str) -> None:
        """Press what leads to another page, and wait until this one is gone."""
        old = self.driver.find_element(By.TAG_NAME, "main")
        self.press(label)
        WebDriverWait(self.driver, PATIENCE, 0.1).until(staleness_of(old))

    def go_back(self) -> None:
        self.driver.back()
        self.text()

    def at(self, row: str, heading: str) -> WebElement:
        """Return the cell in the row that is called so, under the heading that ends so."""
        return self.do(lambda cell: cell.tag_name, By.XPATH, self._find_cell(row, heading))

    def _find_cell(self, row: str, heading: str) -> str:
        places: list[int] = []

        def find_heading() -> bool:
            heads = self.driver.find_elements(By.XPATH, "//thead//th")
            places[:] = [n for n, h in enumerate(heads, 1) if h.text.strip().endswith(heading)][:1]
            return bool(places)

        self.wait(find_heading)
        return f"//tbody/tr[.//*[contains(normalize-space(), '{row}')]]/*[{places[0]}]//a"

    def write(self, row: str, heading: str, text: str) -> None:
        """Write into a cell as one types."""
        path = self._find_cell(row, heading)
        self.do(lambda cell: cell.click(), By.XPATH, path)
        self.type_over(text)

    def type_over(self, text: str, *keys: str) -> None:
        """Write in the place of what the cell that is open says."""

        def type_it(box: WebElement) -> None:
            box.clear()
            box.send_keys(text, *keys)

        self.do(type_it, By.CSS_SELECTOR, ".sel-isi")

    def field(self, label: str, under: str = "") -> WebElement:
        """Return the field of a label, the one under a heading where several are called so."""
        within = f"//section[.//h2[normalize-space()='{under}']]" if under else ""
        xpath = f"{within}//label[normalize-space()=normalize-space('{label}')]"
        named = self.do(lambda found: found.tag_name, By.XPATH, xpath)
        return self.driver.find_element(By.ID, str(named.get_attribute("for")))

    def fill(self, label: str, text: str, under: str = "") -> None:
        field = self.field(label, under)
        field.clear()
        field.send_keys(text)

    def choose(self, label: str, text: str) -> None:
        Select(self.field(label)).select_by_visible_text(text)

    def width(self, pixels: int) -> None:
        said = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", said)

    def cell(self, row: str, column: str) -> WebElement:
        return self.do(lambda cell: cell.tag_name, By.CSS_SELECTOR, self._name_cell(row, column))

    def _name_cell(self, row: str, column: str) -> str:
        return f"[data-baris='{row}'] .sel[data-kolom='{column}']"

    def edit(self, row: str, column: str, text: str) -> None:
        self.click(self._name_cell(row, column))
        self.type_over(text, Keys.ENTER)
        self.see("Tersimpan.")

    def paste(self, cell: WebElement, text: str) -> None:
        """Paste what was copied in Excel, from a cell on."""
        self.driver.execute_script(
            "arguments[0].focus(); const t = new DataTransfer();"
            "t.setData('text/plain', arguments[1]); arguments[0].dispatchEvent("
            "new ClipboardEvent('paste', {clipboardData: t, bubbles: true, cancelable: true}));",
            cell,
            text,
        )

    def is_wide(self) -> bool:
        """Whether the page is wider than its window."""
        wide = "return document.documentElement.scrollWidth > innerWidth"
        return bool(self.driver.execute_script(wide))


@pytest.fixture(name="driver", scope="module")
def open_driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
    for flag in flags:
        options.add_argument(flag)
    made = webdriver.Chrome(options=options, service=Service(DRIVER))
    made.set_script_timeout(PATIENCE)
    yield made
    made.quit()


@pytest.fixture(name="downloads")
def make_downloads(driver: webdriver.Chrome, tmp_path: Path) -> Path:
    folder = tmp_path / "unduhan"
    folder.mkdir()
    said = {"behavior": "allow", "downloadPath": str(folder)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", said)
    return folder


@pytest.fixture(name="empty")
def open_empty(driver: webdriver.Chrome, tmp_path: Path) -> Iterator[Person]:
    folder = tmp_path / "kosong"
    folder.mkdir()
    with open_page(folder) as page:
        person = Person(driver, page)
        person.width(1280)
        driver.get(page.address)
        yield person


@pytest.fixture(name="person")
def open_person(driver: webdriver.Chrome, tmp_path: Path) -> Iterator[Person]:
    with open_page(copy_project(tmp_path)) as page:
        made = Person(driver, page)
        made.width(1280)
        driver.get(page.address)
        made.base = driver.current_url
        yield made


def data_of(tmp_path: Path, name: str = TABLE) -> str:
    return (tmp_path / "data" / name).read_text(encoding="utf-8")


def wait_for(folder: Path, ending: str) -> Path:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        names = list(folder.iterdir())
        found = [path for path in names if path.suffix == ending and path.stat().st_size]
        if found and len(names) == len(found):  # nothing is on its way
            return found[0]
        time.sleep(0.2)
    message = f"no {ending} came: {list(folder.iterdir())}"
    raise AssertionError(message)


def audit(driver: webdriver.Chrome) -> list[str]:
    # Not as a script of the page, whose policy forbids it.
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    done = driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run().then((r) => done(r.violations.map((v) => `${v.id}: ${v.nodes[0].html}`)));"
    )
    return [str(each) for each in done]
