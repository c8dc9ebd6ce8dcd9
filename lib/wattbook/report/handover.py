"""A report in the formats that people use: outputs.csv, charts as pictures and values, a workbook, how to cite it; beside its
folder, in one file, a page that stands alone, a PDF, or the table of its draws."""

import html
import re
import shutil
import subprocess
import tempfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from wattbook import params, tables
from wattbook.params.assumptions import BELIEF
from wattbook.params.snapshot import dumped, safe_load
from wattbook.report import cards, figures, pack, page, states
from wattbook.report.edition import OUTPUTS, published, read_json
from wattbook.words.numbers import unit_words

VALUES, CHARTS, CITATION, BOOK = "outputs.csv", "charts", "CITATION.cff", "report.xlsx"
HASH_SHOWN, LONGEST_SHEET = 12, 31  # characters: of a hash, and that a spreadsheet allows in the name of a sheet
NARROWEST, WIDEST = 10, 60  # characters of a column
HEAD_ROW = 3  # title, subtitle and an empty row stand above it
TOTAL, WITHIN = "total", 0.005  # values were rounded for readers before they are added up again
OUTPUT_HEADS = ("Notebook", "Name", "What it is", "Unit", "P10", "P50", "P90")
INPUT_HEADS = ("Assumption", "Member", "Value", "Low (P5)", "High (P95)", "Unit", "Distribution", "Source", "Date", "Tier",
               "Address", "Where", "Note", "Name")
PERCENT = "0.0%"
FORMATS = {"#,##0": 100, "0.00": 1, "0.0000": 0.001, "0.00E+00": 0}  # of numbers from this size on
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


class Formula(tuple):
    """A formula and what it comes to."""


def citation(edition, manifest):
    """How to cite a report."""
    commit = f"commit {manifest['commit']['id'][:HASH_SHOWN]}, " if manifest["commit"] else ""
    return (f"wattbook contributors: “{edition.question}” Report of scenario {edition.name}, as of {edition.as_of}; "
            f"{commit}inputs sha256 {edition.inputs_sha256[:HASH_SHOWN]}. MIT licence.")


def write(place, edition, outputs, exhibits, manifest):
    """Write all but the charts into the folder of a report; `exhibits` are those of all notebooks, in order."""
    rows = [(one["notebook"], name, one["definition"].rstrip("."), one["unit"], one["p10"], one["p50"], one["p90"])
            for name, one in outputs["outputs"].items()]
    (place / VALUES).write_text(tables.as_csv([OUTPUT_HEADS, *rows]), encoding="utf-8")
    commit, cited = {"commit": manifest["commit"]["id"]} if manifest["commit"] else {}, citation(edition, manifest)
    identifier = {"type": "other", "value": f"sha256:{edition.inputs_sha256}", "description": "Hash of the inputs"}
    (place / CITATION).write_text(dumped({
        "cff-version": "1.2.0", "type": "dataset", "message": cited, "authors": [{"name": "wattbook contributors"}],
        "title": f"{edition.question} Report of scenario {edition.name}, as of {edition.as_of}", "license": "MIT", **commit,
        "version": f"{edition.as_of}/{edition.name}", "date-released": date.fromisoformat(edition.as_of),
        "identifiers": [identifier]}), encoding="utf-8")
    sheets = [("Inputs", "Every assumption as used", "", INPUT_HEADS, list(_input_rows(edition))),
              ("Outputs", "Every recorded output: median and 80% range", "", (*OUTPUT_HEADS, "P90 less P10"), [
                  (*row, Formula((f"=G{at}-E{at}", row[6] - row[4])) if row[4] is not None else None)
                  for at, row in enumerate(rows, HEAD_ROW + 2)])]
    sheets += [(_name(number, one["content"])[:LONGEST_SHEET].strip("-"), one["content"]["title"], one["content"]["subtitle"],
                *_summed(*cards.grid(one["content"], one["spec"]))) for number, one in enumerate(exhibits, 1)]
    _workbook(place / BOOK, edition, cited, sheets)


def charts(place, exhibits, first):
    """Write the exhibits of one notebook as pictures and values; `first` is its first number."""
    (place / CHARTS).mkdir(exist_ok=True)
    for number, content, spec in ((number, one["content"], one["spec"]) for number, one in enumerate(exhibits, first)):
        path, (heads, rows) = place / CHARTS / _name(number, content), cards.grid(content, spec)
        path.with_suffix(".csv").write_text(tables.as_csv([heads, *rows]), encoding="utf-8")
        if spec:
            svg = cards.picture(content, spec, number)
            path.with_suffix(".svg").write_text(svg, encoding="utf-8")
            path.with_suffix(".png").write_bytes(figures.png(svg))


def _name(number, content):
    """A name that is safe in a file system and as the name of a sheet."""
    return f"{number:02}-{re.sub(r'[^a-z0-9]+', '-', content['anchor'].lower()).strip('-')[:60]}"


def _input_rows(edition):
    """An assumption a row, or a member of it."""
    inputs = safe_load(edition.inputs)
    for name, one in inputs["assumptions"].items():
        source = inputs["files"]["sources.yaml"].get(one["source"], {"publisher": "our assumption"})
        told = (unit_words(one["unit"]), one["dist"], *(str(source.get(field) or "") for field in (
            "publisher", "date", "tier", "url")), one["at"], one["note"], name)
        for member in one["value"] if isinstance(one["value"], dict) else [None]:
            numbers = (one[field] if member is None else one[field][member] for field in BELIEF)
            yield (one["label"], member or "", *numbers, *told)


def _summed(heads, rows):
    """The same table, with a total at its end as the sum that it is."""
    *parts, last = rows or [[]]
    if TOTAL not in last:
        return heads, rows
    total = list(last)
    for place, value in enumerate(last):
        added = [row[place] for row in parts]
        if all(isinstance(one, (int, float)) for one in (*added, value)) and abs(sum(added) - value) <= WITHIN * abs(value):
            column = chr(ord("A") + place)
            total[place] = Formula((f"=SUM({column}{HEAD_ROW + 2}:{column}{HEAD_ROW + 1 + len(parts)})", sum(added)))
    return heads, [*parts, total]


def _workbook(path, edition, cited, sheets):
    """Write a workbook of a sheet of contents and one for each table. A text is a text, whatever it begins with."""
    import xlsxwriter

    listed = [(name, title) for name, title, *_ in sheets]
    contents = ("Contents", f"{edition.title}: {edition.question}", cited, ("Sheet", "What it holds"), listed)
    made = BytesIO()  # a disk that is full would be no error of the system
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": edition.title, "subject": edition.question, "comments": cited,
                             "created": datetime.fromisoformat(edition.as_of)})
        look = {one: book.add_format({"num_format": one}) for one in (PERCENT, *FORMATS)}
        look["title"] = book.add_format({"bold": True, "font_size": 13})
        look["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for name, *told in (contents, *sheets):
            _sheet(book.add_worksheet(name), look, *told)
        for at, (name, *_) in enumerate(sheets, HEAD_ROW + 1):
            book.get_worksheet_by_name(contents[0]).write_url(at, 0, f"internal:'{name}'!A1", string=name)
    path.write_bytes(made.getvalue())


def _sheet(sheet, look, title, subtitle, heads, rows):
    """One table under its title, with frozen heads and columns as wide as their texts."""
    sheet.write_string(0, 0, title, look["title"])
    sheet.write_string(1, 0, subtitle)
    sheet.write_row(HEAD_ROW, 0, heads, look["head"])
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    for place, head in enumerate(heads):
        longest = max((len(row[place]) for row in rows if isinstance(row[place], str)), default=0)
        sheet.set_column(place, place, min(max(longest, NARROWEST), WIDEST))
        for at, row in enumerate(rows, HEAD_ROW + 1):
            value, style = row[place][1] if isinstance(row[place], Formula) else row[place], None
            if isinstance(value, (int, float)):
                is_share = "[fraction]" in head or "fraction" in row
                style = look[PERCENT if is_share else next(one for one, size in FORMATS.items() if not 0 < abs(value) < size)]
            if isinstance(row[place], Formula):
                sheet.write_formula(at, place, row[place][0], style, value)
            else:
                sheet.write(at, place, value, style)


def beside(folder, single=False, pdf=False, draws=False):
    """Write what is asked for beside the folder of a report, as one file each, and return the paths."""
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
        raise params.InputError("--pdf: Chromium is not here; on Debian: apt install chromium")
    with tempfile.TemporaryDirectory() as place:
        _single(folder, Path(place) / "report.html")
        done = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={place}/profile",
                               "--no-pdf-header-footer", f"--print-to-pdf={path}", f"file://{place}/report.html"],
                              capture_output=True, text=True, timeout=PRINTING, check=False)
    if done.returncode or not path.exists():
        raise params.InputError(f"--pdf: Chromium says: {(done.stderr.strip().splitlines() or ['nothing'])[-1]}")


def _draws(folder, path):
    """Every assumption and every recorded output, a row a draw, as Parquet."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise params.InputError("--draws-out: pyarrow is not here: pip install 'wattbook[draws]'") from None
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
