"""The first page over all reports: dates by scenarios, the trend of every headline over as-of dates, scenarios side by side."""

import html
import os
from contextlib import suppress
from datetime import date

from markupsafe import Markup

from wattbook import tables
from wattbook.params import InputError
from wattbook.report import page, places, publish
from wattbook.report.compare import both
from wattbook.report.edition import OUTPUTS, published, read_json
from wattbook.report.gather import PERCENTILES
from wattbook.report.tables import labelled
from wattbook.words import numbers

PAGE, LATEST, BASE = "index.html", "latest", "base"
TREND, SPARK, EDGE = (320, 96), (140, 32), 5  # width and height, and free edge [px]


def write(out):
    """Write the page, and let `latest` point at the newest day that has a report of the base case; in one step each."""
    with places.locked(out):
        found = reports(out)
        if not found:
            return
        half, link = out / f".{PAGE}", out / f".{LATEST}"
        try:
            half.write_text(render(found), encoding="utf-8")
            os.replace(half, out / PAGE)
            with suppress(OSError):  # a system without links goes without
                link.unlink(missing_ok=True)
                link.symlink_to(max([day for day, name in found if name == BASE] or [day for day, _ in found]))
                os.replace(link, out / LATEST)
        finally:
            half.unlink(missing_ok=True)
            link.unlink(missing_ok=True)


def reports(out):
    """(day, scenario) -> folder, outputs and title of the newest report; what is broken or set by hand is left out."""
    found = {}
    for path in sorted(out.glob("????-??-??/*/manifest.json"), key=lambda path: (len(path.parent.name), path)):
        with suppress(InputError):
            manifest, told = published(path.parent), read_json(path.parent / OUTPUTS, "outputs")
            if not manifest.get("overrides"):
                found[manifest["as_of"], manifest["scenario"]] = {
                    **told, **{name: manifest.get(name, "") for name in ("title", "question")},
                    "address": path.parent.relative_to(out).as_posix()}
    return dict(sorted(found.items(), reverse=True))


def render(found):
    """The page as HTML."""
    days = list(dict.fromkeys(day for day, _ in found))
    names = sorted(dict.fromkeys(name for _, name in found), key=lambda name: (name != BASE, name))
    newest = found[next((key for key in found if key[1] == BASE), next(iter(found)))]
    heads, last, story = newest.get("heads", []), [*newest["headlines"]][-1], newest["scenario"]

    def drawn(name, key, size):
        told = ((date.fromisoformat(day).toordinal(), found[day, name]["outputs"].get(key))
                for day in reversed(days) if (day, name) in found)
        return Markup(trend([(day, *map(one.get, PERCENTILES)) for day, one in told if one and one["p50"] is not None], *size))

    bases = [name for name in names if name.rpartition("/")[-1] == BASE]
    beside = [[found[day, name] for name in bases if (day, name) in found] for day in days]
    known = next((one for one in beside if len(one) > 1), None)  # the newest day with more than one case
    cases = {}  # scenarios by the case that stands before them; the default's stands before none
    for name in names:
        cases.setdefault(name.rpartition("/")[0], []).append(name)
    return page.printed("shelf.html.j2", {
        "scripts": [], "found": found, "newest": newest, "days": days, "names": names, "heads": heads, "drawn": drawn,
        "lead": next((key for key in heads if newest["outputs"][key]["notebook"] == last), None), "last": last,
        "stepped": lambda key: [(day, said(found[day, story], key)) for day in days if (day, story) in found],
        "trend": TREND, "spark": SPARK, "said": said, "words": publish.day_words, "unit": numbers.unit_words,
        "cases": known and {"answers": [(one, *list(one["headlines"].values())[-1:]) for one in known],
                            "table": _side_by_side(known[0]["as_of"], known, all_heads=True)},
        "tables": [(day, _side_by_side(day, known)) for listed in cases.values() for day in days
                   for known in [[found[day, name] for name in listed if (day, name) in found]] if known]})


def said(report, key):
    """Median and range of one number of a report; neither where it has none."""
    return numbers.with_range(report["outputs"][key]) if key in report["outputs"] else (numbers.MISSING, "")


def trend(points, wide, high):
    """A drawing of one number over as-of dates, from (day, P10, P50, P90): band, median, dots; nothing for less than two."""
    if len(points) < 2:
        return ""
    first, last = points[0][0], points[-1][0]
    low, top = min(one[1] for one in points), max(one[3] for one in points)

    def at(day, value):
        across, up = (day - first) / (last - first), (value - low) / (top - low or 1)
        return f"{EDGE + across * (wide - 2 * EDGE):.1f},{high - EDGE - up * (high - 2 * EDGE):.1f}"

    band = " ".join([*(at(day, p10) for day, p10, _, _ in points), *(at(day, p90) for day, _, _, p90 in reversed(points))])
    line = [at(day, p50) for day, _, p50, _ in points]
    dots = "".join('<circle cx="{}" cy="{}" r="2.5"/>'.format(*place.split(",")) for place in line)
    return (f'<svg class="trend" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" aria-hidden="true" '
            f'fill="var(--accent)"><polygon points="{band}" opacity="0.2"/><polyline points="{" ".join(line)}" fill="none" '
            f'stroke="var(--accent)" stroke-width="2"/>{dots}</svg>')


def _side_by_side(day, known, all_heads=False):
    """The headlines of one day, a column a report, headed by its title and its case where that is not the default's."""
    outputs = {key: one["outputs"][key] for one in reversed(known) for key in one["outputs"]}
    heads = dict.fromkeys(key for one in (known if all_heads else known[:1]) for key in one.get("heads", []))
    rows = [(outputs[key]["definition"].rstrip("."), *(both(*said(one, key)) for one in known),
             numbers.unit_words(outputs[key]["unit"])) for key in heads if key in outputs]
    cases = [one["scenario"].rpartition("/")[0] for one in known]
    titles = [f"{one['title'] or one['scenario']}{case and f' ({case})'}" for one, case in zip(known, cases, strict=True)]
    kinds = {"Number": tables.TEXT, **dict.fromkeys(titles, tables.NUMBER), "Unit": tables.TEXT}
    return Markup(labelled(tables.table(kinds, rows, f"Median and 80% range, as of {html.escape(day)}").markup))
