"""A person before the page, in Debian's Chromium, and what the browser tests share."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from buka import Page, copy_project, open_page
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
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


class Person:
    """Somebody before the page, who knows only what it shows."""

    def __init__(self, driver: webdriver.Chrome, page: Page) -> None:
        self.driver, self.page = driver, page
        self.base = ""

    def open(self, path: str = "") -> None:
        self.driver.get(f"{self.base}{path}")

    def text(self) -> str:
        """Return what the page says, once it is not the one that only asks to wait."""
        self.wait(lambda: "sedang diperiksa" not in self._said())
        return self._said()

    def _said(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "main").text

    def wait(self, holds: Callable[[], object], seconds: float = 40) -> None:
        # A page that is being replaced has no elements for a moment.
        passing = (StaleElementReferenceException, NoSuchElementException)
        waiting = WebDriverWait(self.driver, seconds, 0.1, ignored_exceptions=passing)
        waiting.until(lambda _: holds())

    def see(self, words: str, seconds: float = 40) -> None:
        self.wait(lambda: words in self.driver.find_element(By.TAG_NAME, "body").text, seconds)

    def press(self, label: str, *, starts: bool = False) -> None:
        """Press the first button or link of this text, or one that begins so."""
        says = (
            f"starts-with(normalize-space(), '{label}')"
            if starts
            else f"normalize-space()='{label}'"
        )
        path = f"//button[{says}] | //a[{says}] | //summary[{says}]"
        found: list[WebElement] = []

        def is_there() -> bool:
            elements = self.driver.find_elements(By.XPATH, path)
            found[:] = [each for each in elements if each.is_displayed()]
            return bool(found)

        self.wait(is_there)
        found[0].click()

    def at(self, row: str, heading: str) -> WebElement:
        """Return the cell in the row that is called so, under the heading that ends so."""
        heads = self.driver.find_elements(By.XPATH, "//thead//th")
        at = next(n for n, each in enumerate(heads, 1) if each.text.strip().endswith(heading))
        xpath = f"//tbody/tr[.//*[contains(normalize-space(), '{row}')]]/*[{at}]//a"
        return self.driver.find_element(By.XPATH, xpath)

    def write(self, row: str, heading: str, text: str) -> None:
        """Write into a cell as one types."""
        self.at(row, heading).click()
        box = self.driver.switch_to.active_element
        box.clear()
        box.send_keys(text)

    def field(self, label: str, under: str = "") -> WebElement:
        """Return the field of a label, the one under a heading where several are called so."""
        within = f"//section[.//h2[normalize-space()='{under}']]" if under else ""
        xpath = f"{within}//label[normalize-space()=normalize-space('{label}')]"
        self.wait(lambda: self.driver.find_element(By.XPATH, xpath))
        owner = self.driver.find_element(By.XPATH, xpath).get_attribute("for")
        return self.driver.find_element(By.ID, str(owner))

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
        css = f"[data-baris='{row}'] .sel[data-kolom='{column}']"
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def edit(self, row: str, column: str, text: str) -> None:
        self.cell(row, column).click()
        box = self.driver.find_element(By.CSS_SELECTOR, ".sel-isi")
        box.clear()
        box.send_keys(text, Keys.ENTER)
        self.see("Tersimpan.")


@pytest.fixture(name="driver", scope="module")
def open_driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
    for flag in flags:
        options.add_argument(flag)
    made = webdriver.Chrome(options=options, service=Service(DRIVER))
    # On a slow machine the page that asks to wait comes first.
    made.implicitly_wait(20)
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


def wait_for(folder: Path, ending: str, seconds: float = 90) -> Path:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [path for path in folder.iterdir() if path.suffix == ending]
        if found:
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
