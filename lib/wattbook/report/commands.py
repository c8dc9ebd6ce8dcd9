"""What each command does, once the command line has been read."""

import datetime
import sys
from collections import Counter
from operator import itemgetter

from wattbook import params
from wattbook.params import InputError, ledgers, printable
from wattbook.report import build, edition, gather, memory, places
from wattbook.report.cli import CHECKOUT, RUN_ERROR, USER_ERROR
from wattbook.report.run import find_notebooks, ignored


def run(args):
    """Run the command that was given and return its exit status."""
    does = {"report": _report, "scenarios": _scenarios, "hindcast": _hindcast, "register": _register, "compare": _compare,
            "verify": _verify, "sweep": _sweep, "check": _check, "new": _new}
    try:
        return does.get(args.command, _ask)(args) or 0
    except InputError as error:
        _complain(error)
        return USER_ERROR


def _complain(*lines):
    for line in lines:
        print(f"wattbook: {line}", file=sys.stderr)


def _asked(args, scenario):
    """How to load what the arguments say of one scenario."""
    changes = list(map(params.parse_change, args.overrides))
    name, times = max(Counter(name for name, _ in changes).items(), key=itemgetter(1), default=("", 0))
    if times > 1:
        raise InputError(f"--set: found {name} {times} times; one value is needed")
    named = f"{args.case}/{scenario}" if args.case and "/" not in scenario else scenario
    return {"scenario": named, "as_of": args.as_of, "overrides": dict(changes), "draws": args.draws, "seed": args.seed}


def _scenarios(args):
    titles = {name: title for case in params.cases() for name, title in params.scenarios(case=case).items()}
    for name, title in titles.items():
        print(f"{name:{max(map(len, titles))}}  {title}")


def _check(args):
    from wattbook.report import check

    look = check.looked(args.notebooks)
    for line in [*look.faults, *(f"{line} (note)" for line in look.notes)]:
        print(printable(line))
    _complain(f"{len(look.faults)} faults, {len(look.notes)} notes")
    return USER_ERROR if look.faults or (args.strict and look.notes) else 0


def _new(args):
    from wattbook.report.new import new

    for path in new(args.kind, args.name, args.case, args.notebooks):
        print(path)


def _hindcast(args):
    """Scores, coverage by horizon, projections of others and the first report's miss."""
    from wattbook import hindcast
    from wattbook.words import revenue

    book = params.load(**_asked(args, "base"))
    replay, rows = hindcast.Replay(book), hindcast.replayed(book)
    labs, subject = hindcast.of_peers(rows, book), book.case.subject
    if not len(labs):
        print(f"As of {book.as_of} no forecast had come due.")
        return
    ours, rival = labs[labs["method"] == hindcast.OURS], hindcast.best_rival(labs)
    means = labs.groupby("method")["crps"].mean()
    print(revenue.calibration(len(ours), hindcast.scores(ours)["inside80"].iloc[0]))
    print(revenue.skill(means[hindcast.OURS], rival, means[rival], *hindcast.lead(labs, rival)[1:]))
    print(revenue.widening(replay.factor(rows, subject, book.as_of)))
    print(revenue.missed(hindcast.missed(replay, subject, book.first), book.first))
    for head, frame in {
            "All labs (crps of ln R; share of reports inside each band; width of the 80% band in ln R)": hindcast.scores(labs),
            "This model, by firm": hindcast.scores(rows[rows["method"] == hindcast.OURS], "firm"),
            "This model on labs, by months after the last report": hindcast.by_horizon(ours),
            "Published projections that came due, beside ours of the same day": hindcast.published(replay)}.items():
        print(f"\n{head}\n{frame.to_string(index=False, float_format=lambda x: f'{x:.3g}')}".rstrip())


def _register(args):
    from wattbook import register
    from wattbook.run import open_run

    for run in (open_run(as_of=day) for day in args.days):
        print(f"{run.book.as_of}: {ledgers.appended(run.book.root, register.entries(run))} forecasts registered")


def _compare(args):
    from wattbook.report import compare, states

    with places.scratch() as place:
        old, new = (states.opened(text, place, CHECKOUT, _asked(args, args.scenario)) for text in (args.a, args.b))
        found = compare.compared(old, new, compare.headline_keys(old, new, find_notebooks(CHECKOUT / "notebooks")), place)
    print("\n".join(map(printable, compare.text(found).splitlines())))


def _verify(args):
    from wattbook.report import verify

    status = 0
    for folder in args.folders:
        wrong, how = verify.verified(folder, find_notebooks(args.notebooks), CHECKOUT, args.jobs)
        _complain(*map(printable, wrong))
        status = RUN_ERROR if wrong else status
        print(f"{folder}: {f'{len(wrong)} lines say what differs' if wrong else 'every file and every number holds'}, {how}")
    return status


def _sweep(args):
    """Reckon the cells of a grid and list those that failed."""
    from wattbook.report import sweep

    reports = find_notebooks(args.notebooks) if args.reports else None
    failed, count, address = sweep.sweep(args.grid, args.out or CHECKOUT / "sweeps" / args.grid.stem, args.jobs, args.dask,
                                         reports, args.timeout)
    for cell, why in failed:
        told = " ".join(f"{name}={value}" for name, value in cell.items() if value != {})
        _complain(printable(f"{told}: {why}"))
    _complain(f"{count - len(failed)} of {count} cells are there")
    print(address)
    return RUN_ERROR if failed else 0


def _ask(args):
    """Print what a run says about a name or about words."""
    from wattbook.run import open_run

    run = open_run(**_asked(args, args.scenario))
    print({"find": run.find, "explain": run.explain, "describe": run.help}[args.command](" ".join(args.words)))


def _report(args):
    """Check everything, run everything, say where the reports stand."""
    _complain(*(f"{name} is ignored; a notebook of a report is named like 01_name.ipynb" for name in ignored(args.notebooks)))
    notebooks, out, folders = find_notebooks(args.notebooks), args.out.resolve(), []
    args.as_of = datetime.date.today().isoformat() if args.as_of is None else args.as_of
    editions = [edition.settle(**_asked(args, name)) for name in dict.fromkeys(args.scenarios)]
    for one in list(editions):
        stands = _stands(one, out, gather.made_from(one, notebooks), args.if_changed, args.replace)
        if stands:
            editions.remove(one)
            folders.append(stands)
            print(f"{stands / 'index.html'} (unchanged)")
    results = []
    if editions:
        memory.refuse_too_many(args.draws, min(args.jobs, len(notebooks) * len(editions)))
        results = build.build(editions, notebooks, out, args.jobs, CHECKOUT, args.timeout, args.replace, anew=args.force,
                              lean=args.lean)
    for result in results:
        if result.failures:
            _complain(*(f"{result.edition.name}: {one}" for one in (*result.failures, "no report was written")))
            continue
        for line in result.moved:
            print(printable(line), file=sys.stderr)
        print(result.folder / "index.html")
        folders.append(result.folder)
    from wattbook.report import handover, shelf  # slow to import: not before notebooks run

    if any(not result.failures for result in results):
        shelf.write(out)
    for path in (path for folder in folders for path in handover.beside(folder, args.single, args.pdf, args.draws_out)):
        print(path)
    return RUN_ERROR if any(result.failures for result in results) else 0


def _stands(one, out, made, if_changed, replace):
    """Folder of a report that makes this one needless: the very same or, where asked, an earlier one that knew as much."""
    folder, same = edition.place_for(one, out, made, replace)
    if same:
        return folder
    earlier = edition.previous(one, out) if if_changed else None
    before = edition.published(out / earlier) if earlier else {}
    return out / earlier if earlier and {**made, "inputs_sha256": before["inputs_sha256"]}.items() <= before.items() else None
