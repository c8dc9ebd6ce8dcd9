"""What no report may show: each finding is one line, and a report with any is not published."""

import re
from types import SimpleNamespace

from wattbook import exhibit, keys
from wattbook.params import InputError
from wattbook.report import cards
from wattbook.report.gather import BadRecord
from wattbook.tables import drawn_table, table
from wattbook.words.numbers import shown, stated, with_range
from wattbook.words.sentences import percent

# A result in prose would be typed by hand; formulas and definitions may hold plain numbers.
RESULT = re.compile(r"\$\s?\d|\d\s?%|\d\s?(?:GW|MW|billion|trillion)\b")
FORMULA = re.compile(r"\$\$.*?\$\$|^# .*$", re.S | re.M)  # and the question, which says what was announced
TILE = re.compile(r'data-key="([^"]+)"><strong class="wb-value">([^<]+)</strong>')
FIGURES = (2, 3, 4)  # to which a number may be rounded on a page


def refuse(run, notebooks, exhibits, records):
    """Refuse the first thing that may not be shown.

    `notebooks` are stem -> executed notebook, `exhibits` what they show, `records` what they recorded.
    """
    wrong = next((line for found in (
        (line for stem, notebook in notebooks.items() for line in typed(notebook, stem)),
        (line for one in exhibits for line in unsound(run, one)), (line for one in exhibits for line in uncited(one)),
        differing(run, notebooks, exhibits, records)) for line in found), None)
    if wrong:
        raise BadRecord(wrong)


def typed(notebook, stem):
    """Results that stand in prose."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = RESULT.search(FORMULA.sub("", cell.source.replace(r"\$", "$")))
            if found:
                yield f"{stem}: found {found[0]!r} typed in prose: {' '.join(cell.source.split())[:80]}"


def drawn(one):
    """What an exhibit shows, out of its page: a table, or what its specification draws."""
    content, spec = one["content"], one["spec"]
    if "rows" in content["table"]:
        return table(dict(content["table"]["columns"]), content["table"]["rows"])
    if spec is None:
        raise InputError(f"exhibit {content['anchor']}: its chart is missing")
    columns, records = cards.columns_of(content, spec)
    words = [str(value) for name, rows in spec.get("datasets", {}).items() if name not in cards.SETS
             for row in (rows if isinstance(rows, list) else []) for value in row.values() if isinstance(value, str)]
    return SimpleNamespace(columns=columns, records=records, words=words, table=lambda: drawn_table(columns, records))


def unsound(run, one):
    """What the exhibit itself would have been refused for: title, range, columns."""
    content = one["content"]
    try:
        exhibit.refuse_unsound(run, content["anchor"], content["title"], drawn(one), content["numbers"])
    except InputError as error:
        yield f"{one['stem']}: {error}"
    for row in content["assumptions"]["rows"]:
        label, value, ends, *_ = row.split(exhibit.TAB)
        if not value or not ends:
            yield f"{one['stem']}: exhibit {content['anchor']}: assumption '{label}' has no {'range' if value else 'value'}"


def uncited(one):
    """Sources of drawn points that the exhibit does not name."""
    content = one["content"]
    if "rows" in content["table"] or one["spec"] is None:
        return
    known = {source["publisher"] for source in content["sources"]["cited"]}
    for record in cards.columns_of(content, one["spec"])[1]:
        said = record.get("source") or ""
        ours = content["sources"]["ours"] and said.endswith("our assumption")
        if said and not ours and not any(said.startswith(publisher) for publisher in known):
            yield f"{one['stem']}: exhibit {content['anchor']}: found {said!r} plotted, which its sources do not name"


def differing(run, notebooks, exhibits, records):
    """Numbers that two pages show with different digits: in tiles, records and the titles of exhibits about them."""
    said = {}
    for page, key, text in _shown(run, notebooks, exhibits, records):
        first = said.setdefault(key, (page, text))
        if _trimmed(text) != _trimmed(first[1]) and page != first[0]:
            yield f"{key}: {first[0]} shows {first[1]}, {page} shows {text}"


def _shown(run, notebooks, exhibits, records):
    """Page, key and digits of every number whose key is known."""
    for record in records:
        for output in record["outputs"]:
            yield record["notebook"], output["name"], canonical(output)
            for text in _within(output, record["headline"]):
                yield f"the headline of {record['notebook']}", output["name"], text
    for stem, notebook in notebooks.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                for key, text in TILE.findall(str(output.get("data", {}).get("text/html", ""))):
                    yield stem, key.replace("&gt;", ">").replace("&lt;", "<"), text
    for one in exhibits:
        for key in one["content"]["numbers"]:
            try:
                summary = run.summary(key)
            except InputError:  # many values
                continue
            for text in _within(summary, one["content"]["title"]):
                yield f"exhibit {one['content']['anchor']} of {one['stem']}", key, text


def _trimmed(text):
    """A whole number without the zeros behind its point: a count may be said as 7 and as 7.00, a share as 2% and as 2.0%."""
    return re.sub(r"^(\d+)\.0+(%?)$", r"\1\2", text)


def canonical(summary):
    """The digits of one number, as every page says them."""
    if keys.parse(summary["name"]).is_share_of_draws or summary["name"].startswith("p_"):
        return "not defined" if summary["p50"] is None else percent(summary["p50"])
    return with_range(summary)[0]


def _within(summary, text):
    """The digits in which a text says a number, if it does; the ends of a range are rounded as the range asks."""
    if summary["p50"] is None:
        return
    value, unit = summary["p50"], summary["unit"]
    ways = {shown(value, unit, figures) for figures in FIGURES} | {stated(value, unit), canonical(summary)}
    ways = (ways | ({f"{value:.0%}"} if unit == "fraction" else set())) - {"0", "0%", "100%"}  # which anything may round to
    for way in sorted(ways, key=len, reverse=True):
        if re.search(rf"(?<![\w.,$−])(?<! to )(?<!over )(?<!under ){re.escape(way)}(?![\w%]|,\d|\.\d| to )", text):
            yield way
            return
