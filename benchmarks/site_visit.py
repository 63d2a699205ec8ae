"""Visits a site written by ``medway-tui export DIR --format html`` in headless Chromium, from the disk.

usage: site_visit.py --axe AXE_JS SITE

Pages are looked at as a dark phone and a light desktop show them: by axe-core, and for what is loaded,
overflows or fails. Then the search is used, pages are read without scripts, and one is printed. Run by
``make interop`` with a Python that has playwright. Prints what was seen, and ends with status 1 where
something was not as it should be, 2 without Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path
from typing import Any

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
LOOKS = (("phone", "dark"), ("desktop", "light"))
SERIOUS = ("serious", "critical")
MOST_PAGES = 36
"""The most pages that are visited in each size and scheme: the first of each kind come first."""
# Without what axe would load by itself, which the pages don't allow.
_RUN_AXE = "axe.run({resultTypes: ['violations'], preload: false}).then(found => found.violations)"


class SiteVisit:
    """Pages of Chromium on a site, and what was wrong."""

    def __init__(self, browser: Any, site: Path, axe: str) -> None:
        self._browser = browser
        self._site = site
        self._axe = axe
        self.problems: list[str] = []

    def expect(self, name: str, *, holds: bool) -> None:
        """Print and note the result of a check."""
        print(f"{'as it should be' if holds else 'NOT AS IT SHOULD BE'}: {name}")
        if not holds:
            self.problems.append(name)

    def open(self, path: str, **options: Any) -> Any:
        """Return a page of the site in a new window."""
        page = self._browser.new_page(**options)
        page.goto(f"{self._site.as_uri()}/{path}")
        return page

    def look_at(self, paths: list[str], size: str, scheme: str) -> None:
        """Look at pages in one size and colour scheme."""
        page = self._browser.new_page(viewport=SIZES[size], color_scheme=scheme)
        faults: list[str] = []
        page.on("console", lambda message: faults.append(f"says {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"fails: {error}"))
        page.on("request", lambda request: _note_elsewhere(request.url, faults))
        for path in paths:
            page.goto(f"{self._site.as_uri()}/{path}")
            page.wait_for_load_state()
            if page.evaluate("document.documentElement.scrollWidth") > SIZES[size]["width"]:
                faults.append("is wider than the window")
            page.evaluate(self._axe)
            for each in page.evaluate(_RUN_AXE):
                where = "; ".join(" ".join(node["target"]) for node in each["nodes"][:3])
                if each["impact"] in SERIOUS:
                    faults.append(f"{each['impact']}: {each['help']} ({where})")
                else:
                    print(f"  {path}: {each['impact']}: {each['help']} ({where})")
            for fault in faults:
                self.expect(f"{path} {fault}", holds=False)
            faults.clear()
        page.close()
        print(f"{len(paths)} pages looked at: {size}, {scheme}")

    def search(self) -> None:
        """Search for a word of the first article."""
        page = self.open("search.html", viewport=SIZES["phone"])
        page.wait_for_selector("#search-form:not([hidden])")
        directory = page.evaluate("new Promise(done => setTimeout(() => done(location.href), 300))")
        started = time.perf_counter()
        page.fill("#search-field", "council ")
        page.wait_for_selector("#search-hits li")
        took = time.perf_counter() - started
        number = page.locator("#search-hits li").count()
        self.expect(f"a search on {directory} shows {number} passages after {took:.2f} s", holds=number > 0)
        page.click("#search-hits li a")
        page.wait_for_selector(":target")
        self.expect("a passage leads to its paragraph", holds="/articles/" in page.url)
        page.close()

    def read_without_scripts(self) -> None:
        """Read the first page, and an article from a quotation, where scripts do not run."""
        page = self.open("index.html", java_script_enabled=False)
        self.expect("the first page has its heading without scripts", holds=bool(page.inner_text("h1")))
        page.click("nav >> text=Who said what")
        page.click(".quotation .where a >> nth=0")
        self.expect("a quotation leads to its words", holds="#q-" in page.url)
        page.click("nav >> text=Search")
        self.expect("the search says that it needs a script", holds=page.is_visible("#without-script"))
        page.close()

    def print_page(self) -> None:
        """Print the ratings, or the first page."""
        path = "ratings.html" if (self._site / "ratings.html").exists() else "index.html"
        page = self.open(path)
        page.emulate_media(media="print")
        self.expect("a printed page has no navigation", holds=not page.is_visible("nav >> nth=0"))
        shown = page.evaluate(
            "getComputedStyle(document.querySelector('a.outside') || document.body, '::after').content"
        )
        self.expect(f"a printed link has its address: {shown}", holds="http" in shown or path == "index.html")
        printed: bytes = page.pdf()
        self.expect(f"it prints: {len(printed):,} bytes", holds=printed.startswith(b"%PDF"))
        page.close()


def _note_elsewhere(url: str, faults: list[str]) -> None:
    if not url.startswith("file:"):
        faults.append(f"loads {url}")


def choose_pages(site: Path) -> list[str]:
    """Return some pages of the site, of each folder in turn."""
    folders: dict[Path, list[str]] = {}
    for path in sorted(site.rglob("*.html")):
        folders.setdefault(path.parent, []).append(path.relative_to(site).as_posix())
    share = MOST_PAGES // len(folders)
    return [each for pages in folders.values() for each in pages[:share]]


def main() -> int:
    """Run the visit; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--axe", type=Path, required=True, help="axe.min.js of axe-core")
    parser.add_argument("site", type=Path, help="the folder with index.html")
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("there is no Chromium: install it with the system's packages", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]  # noqa: PLC0415

    with sync_playwright() as run:
        browser = run.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visit = SiteVisit(browser, options.site.resolve(), options.axe.read_text(encoding="utf-8"))
        paths = choose_pages(options.site)
        for size, scheme in LOOKS:
            visit.look_at(paths, size, scheme)
        visit.search()
        visit.read_without_scripts()
        visit.print_page()
        browser.close()
    return 1 if visit.problems else 0


if __name__ == "__main__":
    sys.exit(main())
