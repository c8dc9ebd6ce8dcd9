"""A report as one file, beside its folder: a page that stands alone, a PDF, or the table of its draws."""

import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from wattbook import params
from wattbook.params import InputError
from wattbook.report import pack, page, states
from wattbook.report.edition import OUTPUTS, published, read_json

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PRINTING = 300  # [s]
SCRIPTS = re.compile(r"<script.*?</script>\s*", re.S)
ALONE = re.compile(r'<section class="(?:find|believe)".*?</section>|<p class="filter">.*?</p>', re.S)  # its own scripts
MAIN = re.compile(r'<main id="main">(.*)</main>', re.S)
NAMES = re.compile(r'(?<=\s)(id|for|aria-labelledby|aria-describedby|aria-controls)="')
AIMS = re.compile(r'(url\(#|href="#)')
PAGES = re.compile(r'href="(\w+)\.html(?:#([^"]*))?"')
FILES = re.compile(r' (?:download="[^"]*" )?href="(?!#|https?:|data:)[^"]*"')
KIND = re.compile(r'<body class="([^"]*)"')
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*')


def write(folder, single=False, pdf=False, draws=False):
    """Write what is asked for and return the paths."""
    wanted = ((single, ".html", _single), (pdf, ".pdf", _pdf), (draws, ".draws.parquet", _draws))
    made = [(folder.with_name(f"{folder.name}{ending}"), make) for asked, ending, make in wanted if asked]
    for path, make in made:
        make(folder, path)
    return [path for path, _ in made]


def _single(folder, path):
    """All pages in one, with the script that draws the charts: links between them lead to places in it."""
    stems = ["index", *sorted({one.stem for one in folder.glob("*.html")} - {"index", "appendix"}), "appendix"]
    texts = {stem: pack.unpacked((folder / f"{stem}.html").read_text(encoding="utf-8")) for stem in stems}
    script = pack.SCRIPT_OF.search(texts["index"])[1]  # beside the page, or of a lean report beside all of them
    scripts = [(folder / script).read_text(encoding="utf-8")]
    scripts += page.SCRIPT.findall(texts[stems[1]])[-1:]
    before, after = MAIN.sub("\0", texts["index"], count=1).split("\0")
    before = KIND.sub('<body class="single"', POLICY.sub(lambda found: found[1] + html.escape(page.policy(*scripts)), before))
    tags = "".join(f"<script>{script}</script>\n" for script in scripts)
    after = SCRIPTS.sub("", after).replace("</body>", f"{tags}</body>")
    sections = []
    for stem, text in texts.items():  # what stands on one page, its names its own
        inner = AIMS.sub(rf"\g<1>{stem}-", NAMES.sub(rf'\g<1>="{stem}-', ALONE.sub("", MAIN.search(text)[1])))
        inner = PAGES.sub(lambda found: f'href="#{found[1]}{"-" + found[2] if found[2] else ""}"', inner)
        sections.append(f'<section id="{stem}" class="{KIND.search(text)[1]}">{FILES.sub("", inner)}</section>')
    path.write_text(f'{before}<main id="main">{"".join(sections)}</main>{after}', encoding="utf-8")


def _pdf(folder, path):
    """The same on paper."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        raise InputError("--pdf: Chromium is not here; on Debian: apt install chromium")
    with tempfile.TemporaryDirectory() as place:
        _single(folder, Path(place) / "report.html")
        done = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={place}/profile",
                               "--no-pdf-header-footer", f"--print-to-pdf={path}", f"file://{place}/report.html"],
                              capture_output=True, text=True, timeout=PRINTING, check=False)
    if done.returncode or not path.exists():
        raise InputError(f"--pdf: Chromium says: {(done.stderr.strip().splitlines() or ['nothing'])[-1]}")


def _draws(folder, path):
    """Every assumption and every recorded output, a row a draw, as Parquet."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InputError("--draws-out: pyarrow is not here: pip install 'wattbook[draws]'") from None
    from wattbook.run import Run

    inputs = states.read_inputs(folder)
    with tempfile.TemporaryDirectory() as place:
        run = Run(params.load(**states.asked_again(inputs, Path(place))))
    columns = {}
    for name, one in run.book.assumptions.items():
        members = [name] if one.axis is None else [f"{name}[{key}]" for key in one.value]
        values = run[name].reshape(run.book.draws, -1).T
        columns |= dict(zip(members, values, strict=True)) if len(values) == len(members) else {}  # luck has one a month
    columns |= {key: run.draws(key).ravel() for key in read_json(folder / OUTPUTS, "outputs")["outputs"]}
    told = {"scenario": inputs["scenario"], "as_of": str(inputs["as_of"]), "inputs_sha256": published(folder)["inputs_sha256"]}
    kept = {name: column for name, column in columns.items() if column.size == run.book.draws}
    parquet.write_table(pyarrow.table(kept).replace_schema_metadata(told), path)
