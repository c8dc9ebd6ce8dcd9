"""Open every page of a report in Chromium, from the disk and offline, on a phone and on a desk, light and dark.

A page fails when its console shows an error, when it asks for anything that is not beside it, when a chart is not drawn,
when it must be scrolled sideways, when it is too tall or takes too many sheets, when a label of a chart is cut or meets
another, when words are too faint to read, when a fold of a card opens by neither mouse nor keyboard, when a file of values
is not what is drawn, when too many stops of the tab key lie before the first exhibit, or when axe-core finds anything.

    python tests/browser/check_pages.py reports/2026-11-22/base --shots shots
"""

import argparse
import csv
import html
import json
import re
import shutil
import sys
import urllib.parse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from wattbook import tables

WIDTHS = {"phone": 390, "desk": 1280}  # [px]
HEIGHT = 900  # [px]
CHARTS_MS = 20_000  # [ms] long enough for a slow machine
ENTRIES, NODES, SHOWN = 4, 2, 120  # of a part of the appendix that are looked at; of a finding that are told; characters
MOST_STOPS = 40  # of the tab key before the first exhibit
# [px] on a desk
TALLEST = {"01_buildout.html": 8000, "02_cost.html": 7000, "03_revenue.html": 9000, "04_competition.html": 9000,
           "05_verdict.html": 7000}
SHEETS = {"index.html": 2, "01_buildout.html": 5, "02_cost.html": 5, "03_revenue.html": 6, "04_competition.html": 7,
          "05_verdict.html": 4}  # of A4 at most
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"]
LOOK = (Path(__file__).with_name("look.js")).read_text(encoding="utf-8")


def accessible(page):
    """What axe-core finds; of the many entries of the appendix, which are alike, the first ones."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(f"document.querySelectorAll('details.entry:nth-of-type(n+{ENTRIES})').forEach(one => one.remove())")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [f"axe: {one['id']}: {one['help']}: {' '.join(map(str, node['target']))[:SHOWN]}"
            for one in found.response["violations"] for node in one["nodes"][:NODES]]


def check_page(context, path, shot=None, by_hand=True):
    """Open one page and return what is wrong with it."""
    wrong, page = [], context.new_page()
    page.on("console", lambda message: message.type == "error" and wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", lambda request: request.url.startswith(("file:", "data:", "blob:"))
            or wrong.append(f"asks the network for {request.url}"))
    page.on("requestfailed", lambda request: wrong.append(f"cannot load {request.url}"))
    page.goto(path.resolve().as_uri(), wait_until="load")
    page.evaluate(LOOK)
    stops = page.evaluate("look.stops()")
    wrong += [f"{stops} stops of the tab key before the first exhibit"] if stops > MOST_STOPS else []
    wrong += _too_long(page, path.name) if page.viewport_size["width"] == WIDTHS["desk"] else []
    page.evaluate("document.querySelectorAll('details.folded').forEach(one => one.open = true)")
    try:
        page.wait_for_function("look.undrawn().length === 0", timeout=CHARTS_MS)
    except Exception:  # Playwright's time-out; the list below says which
        wrong += [f"not drawn: {name}" for name in page.evaluate("look.undrawn()")]
    wrong += page.evaluate("[...look.wide(), ...look.labels(), ...look.faint()]")
    wrong += [f"link to {link} leads nowhere" for link in page.evaluate("look.astray()")]
    wrong += accessible(page)
    if shot:
        page.screenshot(path=shot, full_page=True)
    if by_hand:
        wrong += [told for card in page.query_selector_all("figure.card") for told in _by_hand(card)]
        wrong += page.evaluate("[...look.wide(), ...look.faint()]")  # once more, with everything open
    page.close()
    return wrong


def _too_long(page, name):
    """Whether a page is taller than it may be, or takes more sheets."""
    high, sheets = page.evaluate("document.documentElement.scrollHeight"), 0
    if high > TALLEST.get(name, high):
        yield f"it is {high} px tall; {TALLEST[name]} are allowed"
    if name in SHEETS:
        sheets = len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))
    if sheets > SHEETS.get(name, sheets):
        yield f"it takes {sheets} sheets; {SHEETS[name]} are allowed"


def _by_hand(card):
    """Open the folds of a card, the first by mouse and the rest by keyboard, and compare its file of values with its chart."""
    name = card.get_attribute("id")
    for place, fold in enumerate(card.query_selector_all(".more > details")):
        summary = fold.query_selector("summary")
        summary.click() if place == 0 else summary.press("Enter")
        if fold.get_attribute("open") is None:
            yield f"{name}: {summary.inner_text()} does not open by {'keyboard' if place else 'mouse'}"
    picture = card.query_selector('a[download$=".svg"]')
    if picture:
        picture.evaluate("one => { one.onclick = event => event.preventDefault(); one.click(); }")
        yield from _no_picture(name, urllib.parse.unquote(picture.get_attribute("href").partition(",")[2]))
    chart = card.query_selector('script[type="application/vnd.vegalite+json"]')
    link = card.query_selector('a[download$=".csv"]')
    if chart and link:
        yield from _unlike(name, json.loads(chart.evaluate("one => one.textContent")), link)


def _no_picture(name, text):
    try:
        drawn = len([*ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}path")])
    except ElementTree.ParseError as error:
        drawn = error
    if not drawn or not isinstance(drawn, int) or "currentColor" in text:
        yield f"{name}: its picture is none: {drawn} paths"


def _unlike(name, spec, link):
    text = urllib.parse.unquote(link.get_attribute("href").partition(",")[2])
    rows = [[float(cell) for cell in row if _is_number(cell)] for row in list(csv.reader(text.splitlines()))[1:]]
    sets = [spec["datasets"].get(one, []) for one in ("drawn", "observed")]
    drawn = [row for one in sets for row in tables.unpacked(one or [])]
    if len(rows) != len(drawn):
        yield f"{name}: {len(rows)} rows in its file of values, {len(drawn)} are drawn"
        return
    for row, record in zip(rows, drawn, strict=True):
        held = [float(value) for value in record.values() if _is_number(value)]
        if not set(row) <= set(held):
            yield f"{name}: its file of values has {row}, drawn is {held}"
            return


def _is_number(value):
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def astray(folder):
    """Links between the pages of a report that lead to no file or no place, a line each."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}
    places = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in pages.items()}
    links = {(name, *link) for name, text in pages.items() for link in re.findall(r'href="(\w+\.html)(?:#([^"]+))?"', text)}
    return sorted(f"{name}: link to {file}{place and '#' + place} leads nowhere" for name, file, place in links
                  if file not in pages or (place and html.unescape(place) not in places[file]))


def check_report(folder, shots=None, schemes=("light", "dark")):
    """Check every page of one report folder, light and dark side by side, and return the number of page views that fail."""
    if not list(folder.glob("*.html")):
        return 1
    wrong = astray(folder)
    print(*wrong, sep="\n")
    with ProcessPoolExecutor(len(schemes)) as pool:
        return len(wrong) + sum(pool.map(_check_scheme, [folder] * len(schemes), [shots] * len(schemes), schemes))


def _check_scheme(folder, shots, scheme):
    from playwright.sync_api import sync_playwright

    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, width in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, offline=True)
            for path in sorted(folder.glob("*.html")):
                shot = shots / f"{path.stem}-{name}-{scheme}.png" if shots else None
                wrong = check_page(context, path, shot, by_hand=scheme == "light")
                failed += bool(wrong)
                print(f"{'FAIL' if wrong else 'ok  '} {path.name} {name} {scheme}", *wrong, sep="\n     ", flush=True)
            context.close()
        browser.close()
    return failed


def main():
    """Check the folders named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--shots", type=Path, help="save a picture of every page here")
    args = parser.parse_args()
    if args.shots:
        args.shots.mkdir(parents=True, exist_ok=True)
    failed = sum(check_report(folder, args.shots) for folder in args.folders)
    print("pages hold" if not failed else f"{failed} page views fail")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
