"""What each command does, once the command line has been read."""

import datetime
import sys
import tempfile
from pathlib import Path

from wattbook import params
from wattbook.params import InputError, printable
from wattbook.report import build, edition, gather, memory
from wattbook.report.cli import CHECKOUT, RUN_ERROR, USER_ERROR
from wattbook.report.run import find_notebooks, ignored


def run(args):
    """Run the command that was given and return its exit status."""
    does = {"report": _report, "scenarios": _scenarios, "hindcast": _hindcast, "compare": _compare,
            "verify": _verify, "sweep": _sweep}.get(args.command, _ask)
    try:
        return does(args)
    except InputError as error:
        print(f"wattbook: {error}", file=sys.stderr)
        return USER_ERROR


def _overrides(args):
    names = [name for name, _ in args.overrides]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"--set: found {name} {names.count(name)} times; one value is needed")
    return dict(args.overrides)


def _of_case(args, scenario):
    return f"{args.case}/{scenario}" if args.case and "/" not in scenario else scenario


def _scenarios(args):
    titles = {name: title for case in params.cases() for name, title in params.scenarios(case=case).items()}
    for name, title in titles.items():
        print(f"{name:{max(map(len, titles))}}  {title}")
    return 0


def _hindcast(args):
    """Print the scores of the forecast."""
    from wattbook.report.hindcast import told

    print(told(params.load(_of_case(args, "base"), args.as_of, _overrides(args), args.draws, args.seed)))
    return 0


def _compare(args):
    """Print what changed between two states."""
    from wattbook.report import compare, states, told

    asked = {"scenario": _of_case(args, args.scenario), "as_of": args.as_of, "overrides": _overrides(args), "draws": args.draws,
             "seed": args.seed}
    with tempfile.TemporaryDirectory() as place:
        old, new = (states.opened(text, Path(place), CHECKOUT, asked) for text in (args.a, args.b))
        found = compare.compared(old, new, compare.headline_keys(old, new, find_notebooks(CHECKOUT / "notebooks")), Path(place))
    print("\n".join(map(printable, told.text(found).splitlines())))
    return 0


def _verify(args):
    """Check reports and say what differs."""
    from wattbook.report import verify

    status = 0
    for folder in args.folders:
        wrong, how = verify.verified(folder, find_notebooks(args.notebooks), CHECKOUT, args.jobs)
        for line in wrong:
            print(f"wattbook: {printable(line)}", file=sys.stderr)
        status = RUN_ERROR if wrong else status
        print(f"{folder}: {f'{len(wrong)} lines say what differs' if wrong else 'every file and every number holds'}, {how}")
    return status


def _sweep(args):
    """Reckon the cells of a grid and list those that failed."""
    from wattbook.report import sweep

    out = args.out or CHECKOUT / "sweeps" / args.grid.stem
    reports = find_notebooks(args.notebooks) if args.reports else None
    failed, count, address = sweep.sweep(args.grid, out, args.jobs, args.dask, reports, args.timeout)
    for cell, why in failed:
        told = " ".join(f"{name}={value}" for name, value in cell.items() if value != {})
        print(f"wattbook: {printable(f'{told}: {why}')}", file=sys.stderr)
    print(f"wattbook: {count - len(failed)} of {count} cells are there", file=sys.stderr)
    print(address)
    return RUN_ERROR if failed else 0


def _ask(args):
    """Print what a run says about a name or about words."""
    from wattbook.run import open_run

    run = open_run(_of_case(args, args.scenario), args.as_of, _overrides(args), args.draws, args.seed)
    print({"find": run.find, "explain": run.explain, "describe": run.help}[args.command](" ".join(args.words)))
    return 0


def _report(args):
    """Check everything, run everything, say where the reports stand."""
    from wattbook.report import beside, shelf

    for name in ignored(args.notebooks):
        print(f"wattbook: {name} is ignored; a notebook of a report is named like 01_name.ipynb", file=sys.stderr)
    notebooks = find_notebooks(args.notebooks)
    as_of, overrides = datetime.date.today().isoformat() if args.as_of is None else args.as_of, _overrides(args)
    editions = [edition.settle(name, as_of, overrides, args.draws, args.seed)
                for name in dict.fromkeys(_of_case(args, name) for name in args.scenarios)]
    out = args.out.resolve()
    made = {one.name: gather.made_from(one, notebooks) for one in editions}
    stand = []
    for one in list(editions):
        stands = _stands(one, out, made[one.name], args.if_changed, args.replace)
        if stands:
            editions.remove(one)
            stand.append(stands)
            print(f"{stands / 'index.html'} (unchanged)")
    memory.refuse_too_many(args.draws, min(args.jobs, len(notebooks) * len(editions)))
    results = build.build(editions, notebooks, out, args.jobs, CHECKOUT, args.timeout, args.replace,
                          anew=args.force, lean=args.lean) if editions else []
    for result in results:
        _tell(result)
    fresh = [result.folder for result in results if not result.failures]
    if fresh:
        shelf.write(out)
    for path in (path for folder in [*stand, *fresh] for path in beside.write(folder, args.single, args.pdf, args.draws_out)):
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


def _tell(result):
    if result.failures:
        for told in result.failures:
            print(f"wattbook: {result.edition.name}: {told}", file=sys.stderr)
        print(f"wattbook: {result.edition.name}: no report was written", file=sys.stderr)
        return
    for line in result.moved:
        print(printable(line), file=sys.stderr)
    print(result.folder / "index.html")
