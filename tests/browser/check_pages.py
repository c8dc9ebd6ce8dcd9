"""Open every page of a report in Chromium, from the disk and offline, on a phone and on a desk.

A page fails when its console shows an error, when it asks for anything that is not beside it, when a chart is not
drawn, or when it must be scrolled sideways.

    python tests/browser/check_pages.py reports/2026-11-22/base --shots shots
"""

import argparse
import shutil
import sys
from pathlib import Path

WIDTHS = {"phone": 390, "desk": 1440}  # [px]
HEIGHT = 900  # [px]
CHARTS_MS = 20_000  # [ms] long enough for a slow machine
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"]
UNDRAWN = """() => [...document.querySelectorAll('figure')]
    .filter(f => f.querySelector('script[type="application/vnd.vegalite+json"]'))
    .filter(f => !f.querySelector('.vega-embed svg, .vega-embed canvas') || f.querySelector('.vega-embed').clientHeight < 40)
    .map(f => f.id || 'a figure without id')"""
TOO_WIDE = """() => { const page = document.documentElement; if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
    return [`the page is ${page.scrollWidth} px wide`, ...wide.slice(0, 3).map(e => e.outerHTML.slice(0, 90))]; }"""


def check_page(context, path, shot=None):
    """Open one page and return what is wrong with it."""
    wrong, page = [], context.new_page()
    page.on("console", lambda message: message.type == "error" and wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", lambda request: request.url.startswith(("file:", "data:", "blob:"))
            or wrong.append(f"asks the network for {request.url}"))
    page.on("requestfailed", lambda request: wrong.append(f"cannot load {request.url}"))
    page.goto(path.resolve().as_uri(), wait_until="load")
    try:
        page.wait_for_function(f"({UNDRAWN})().length === 0", timeout=CHARTS_MS)
    except Exception:  # Playwright's time-out; the list below says which
        wrong += [f"not drawn: {name}" for name in page.evaluate(UNDRAWN)]
    wrong += page.evaluate(TOO_WIDE)
    for link in page.eval_on_selector_all("a[href^='#']", "links => links.map(a => a.getAttribute('href'))"):
        if not page.evaluate("id => document.getElementById(id) !== null", link[1:]):
            wrong.append(f"link to {link} leads nowhere")
    if shot:
        page.screenshot(path=shot, full_page=True)
    page.close()
    return wrong


def check_report(folder, shots=None, schemes=("light",)):
    """Check every page of one report folder and return the number of pages that fail."""
    from playwright.sync_api import sync_playwright

    pages = sorted(folder.glob("*.html"))
    failed = 0 if pages else 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scheme in schemes:
            for name, width in WIDTHS.items():
                context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, offline=True)
                for path in pages:
                    shot = shots / f"{path.stem}-{name}-{scheme}.png" if shots else None
                    wrong = check_page(context, path, shot)
                    failed += bool(wrong)
                    print(f"{'FAIL' if wrong else 'ok  '} {path.name} {name} {scheme}", *wrong, sep="\n     ")
                context.close()
        browser.close()
    return failed


def main():
    """Check the folders named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--shots", type=Path, help="save a picture of every page here, light and dark")
    args = parser.parse_args()
    if args.shots:
        args.shots.mkdir(parents=True, exist_ok=True)
    schemes = ("light", "dark") if args.shots else ("light",)
    failed = sum(check_report(folder, args.shots, schemes) for folder in args.folders)
    print("pages hold" if not failed else f"{failed} page views fail")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
