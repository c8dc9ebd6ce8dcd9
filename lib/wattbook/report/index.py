"""The first page of a report: the verdict, the chain, exhibits of the chapters, scenarios, what flips it, what to watch."""

import html
import json

from markupsafe import Markup

from wattbook import params, tables
from wattbook.keys import parse
from wattbook.params.observations import decimal_year
from wattbook.report import appendix, cards, gather, kept, page, terms, workers
from wattbook.report.tables import entry, labelled
from wattbook.run import open_run
from wattbook.subject.checks import TOLERANCE
from wattbook.words import front as words
from wattbook.words import numbers

MOST_DRAWS = 2000  # of a scenario that is only compared
MOST_ROWS = 4  # of a table that a chapter shows in full
SCENARIOS = "scenarios"  # anchor


def render(context):
    """Print the index, from what `wattbook.report.publish` gives it."""
    run, asked = open_run(**context["edition"].parameters()), context["edition"]
    changes = context["changes"] and context["changes"] | {
        name: Markup(labelled(tables.table(dict.fromkeys(heads, tables.TEXT), rows).markup))
        for name in ("figures", "inputs") for heads, rows in [context["changes"][name]]}
    lead, rest = words.lead(context["notebooks"][-1]["record"]["headline"] if context["notebooks"] else "")
    wanted, seen = run.book.case.front, []
    can = wanted and parse(wanted["verdict"]).first.name in {*appendix.reckoned(run), *run.book.assumptions}
    found = _front(run, wanted, context) if can else {}
    known = [[one["id"], one["label"], one["value"]] for one in context["entries"]]
    return page.printed("index.html.j2", {
        **context, **found, "kind": "index", "stem": "index", "heading": asked.question, "question": asked.question,
        "story": asked.story, "lead": lead, "rest": rest, "changes": changes, "believe": Markup(context["believe"]),
        "opinion": Markup(terms.marked(html.escape(found.get("opinion", "")), seen)), "terms": Markup(terms.listed(seen)),
        "known": Markup(cards.figures.as_data(known)), "scripts": ["report.js", "index.js"]})


def _front(run, wanted, context):
    places = {f"{one['stem']}#{one['content']['anchor']}": one for one in context["exhibits"]}
    taken = [at for at in wanted["exhibits"] if at in places]
    made = [*(_taken(places[at], at) for at in taken), _scenarios(run, wanted, context["compared"]),
            *(_taken(places[at], at) for at in [wanted["flips"]] if at in places)]
    shown = [Markup(cards.card(*one, place, "index.html", context["named"])) for place, one in enumerate(made, 1)]
    return {"chain": [_link(run, one, context["named"]) for one in wanted["chain"]], "cards": shown[:len(taken)],
            "scenarios": shown[len(taken)], "flips": shown[len(taken) + 1:],
            "opinion": words.opinion(run.definition(wanted["verdict"]), run.judged_share(wanted["verdict"])),
            "watch": _watch(run, wanted["watch"]), "checks": run.checked(),
            "failed": [name for name, error in run.checked().items() if not error <= TOLERANCE]}


def _taken(one, at):
    """An exhibit of a chapter with the way back to it, of a table the first rows: its content and chart."""
    content = {**one["content"], "folded": False, "anchor": at.replace("#", "-"), "at": at.replace("#", ".html#")}
    more = len(content["table"].get("rows", ())) - MOST_ROWS
    if more > 0:
        content["table"] = {**content["table"], "rows": content["table"]["rows"][:MOST_ROWS]}
        content["note"] = f"{content['note']} {more} more in its chapter.".lstrip()
    return content, one["spec"]


def _link(run, one, named):
    """One link of the chain: its number, where it is shown, and its entry."""
    summary = run.summary(one["key"])
    middle, ends = numbers.with_range(summary)
    return {"label": one["label"], "at": one["at"].replace("#", ".html#"), "value": middle, "range": ends,
            "unit": numbers.tail(summary["unit"]), "entry": entry(one["key"], named)}


def compare(edition, again=()):
    """Name -> title, P10, P50 and P90 of the number that scenarios are compared by; of a report made again it may be told."""
    if "compared" in again:
        return again["compared"]
    book = params.load(edition.scenario, edition.as_of, edition.overrides, draws=1)
    asked = [list(params.scenarios(book.root)) if book.case.front else [], edition.as_of, edition.draws, edition.seed]
    decides = gather.canonical([asked, gather.library_sha256(), gather.params_files()])
    return json.loads(kept.kept("json", decides, lambda: workers.apart(_compared, book, *asked)))


def _compared(book, names, as_of, draws, seed):
    found = {}
    for name in names:
        run = open_run(name, as_of, None, min(draws, MOST_DRAWS), seed, book.root)
        told = run.summary(book.case.front["scenarios"])
        found[name] = run.book.title, *(told[one] for one in ("p10", "p50", "p90"))
    return json.dumps(found)


def _scenarios(run, wanted, compared):
    """The scenarios side by side at this date, as an exhibit's content and chart; this run stands for its own."""
    import pandas as pd

    from wattbook import charts

    key, book = wanted["scenarios"], run.book
    summary = run.summary(key)
    own = {book.scenario: (book.title, *(summary[one] for one in ("p10", "p50", "p90")))}
    rows = [(*told, name == book.scenario) for name, told in {**compared, **own}.items()]
    frame = pd.DataFrame(rows, columns=["label", "low", "value", "high", "ours"]).sort_values("value", ascending=False)
    said = [(row.label, numbers.with_range({"unit": run.unit(key), "p10": row.low, "p50": row.value, "p90": row.high})[0])
            for row in frame.itertuples()]
    drawn = charts.dots(frame, quantity=wanted["scenarios_of"], unit=run.unit(key), lines={"0": 0}, ranges="80% range")
    made = run.exhibit(SCENARIOS, words.scenarios(wanted["scenarios_of"], said[-1], said[0]),
                       f"{run.definition(key)}, by scenario, {numbers.unit_words(run.unit(key))}", drawn, [key])
    return made.content, made.bundles()[1]["application/vnd.vegalite.v5+json"]


def _watch(run, keys):
    """Dates that are to come: of numbers that are dates, and of rules that end; date in words, what, and range or source."""
    found = []
    for key in keys:
        summary = run.summary(key)
        if summary["p50"] is not None and summary["p50"] >= decimal_year(run.book.as_of):
            middle, ends = numbers.with_range(summary)
            found.append((summary["p50"], middle, run.definition(key), f"80% range {ends}" if ends else "reported"))
    for rule in run.book.rules:
        if rule["until"] and rule["until"] >= run.book.as_of:
            day, site = rule["until"], run.book.case.axes.get("site", {}).get(rule["site"], "every site")
            found.append((decimal_year(day), f"{day.day} {numbers.MONTHS[day.month - 1]} {day.year}",
                          f"{rule['rule']} ({site}): {rule['stage']}", run.cite(rule["source"])))
    return [one[1:] for one in sorted(found)]
