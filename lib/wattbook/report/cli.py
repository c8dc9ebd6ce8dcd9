"""The command line."""

import argparse
import datetime
import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
USER_ERROR, RUN_ERROR, STOPPED = 2, 1, 130
DRAWS, SEED = 2000, 1
BELIEF = 3  # value, low, high

EPILOG = """\
A report goes to OUT/AS-OF/SCENARIO: five pages and an index, the notebooks as run, inputs.yaml, outputs.json and
manifest.json. It is written beside its place and moved there only when it is whole. With --set the folder is
SCENARIO+set-HASH, so that it cannot be taken for the plain scenario.

A report that stands is not edited. One made from the same inputs is replaced, and every output that moved is printed.
One made from other inputs stays, and the command stops before it runs anything, unless --replace is given.

The folder of assumptions is params/ of the checkout, or what the variable WATTBOOK_PARAMS names.

exit status: 0 all reports stand; 1 a notebook failed; 2 a mistake in the command or in a file; 130 stopped by hand
"""


def main(argv=None):
    """Run the command line and return its exit status."""
    args = _parser().parse_args(argv)
    from wattbook.params import InputError

    try:
        return args.command(args)
    except InputError as error:
        print(f"wattbook: {error}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt:
        print("wattbook: stopped; nothing half written is left", file=sys.stderr)
        return STOPPED


def _parser():
    from wattbook import __version__

    parser = argparse.ArgumentParser(prog="wattbook", description="From dollars to gigawatts to tokens to a verdict.")
    parser.add_argument("--version", action="version", version=f"wattbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_hindcast(commands)
    report = commands.add_parser(
        "report", help="run the notebooks and write reports", description="Run the notebooks and write reports.",
        epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    report.set_defaults(command=_report)
    add = report.add_argument
    add("scenarios", nargs="*", metavar="SCENARIO", default=["base"], help="'base' (default) or names in params/scenarios")
    add("--as-of", type=_day, default=datetime.date.today(), metavar="DATE",
        help="use what was known on this date (default: today)")
    add("--out", type=Path, default=CHECKOUT / "reports", metavar="DIR", help="folder of all reports (default: reports/)")
    add("--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="notebooks at the same time (default: cores)")
    add("--draws", type=_count, default=DRAWS, metavar="N", help=f"draws of every uncertain input (default: {DRAWS})")
    add("--seed", type=int, default=SEED, metavar="N", help=f"seed of the draws (default: {SEED})")
    add("--set", type=_override, action="append", default=[], dest="overrides", metavar="NAME=VALUE[,LOW,HIGH]",
        help="set one assumption by hand: one number fixes it, three give it a range; may be repeated")
    add("--replace", action="store_true", help="replace a report that was made from other inputs")
    add("--notebooks", type=Path, default=CHECKOUT / "notebooks", metavar="DIR",
        help="folder of notebooks (default: notebooks/)")
    return parser


def _add_hindcast(commands):
    told = "replay the revenue forecast at every date on which a report was known, and score it"
    hindcast = commands.add_parser("hindcast", help=told, description=f"{told[0].upper()}{told[1:]}.")
    hindcast.set_defaults(command=_hindcast)
    hindcast.add_argument("--as-of", type=_day, default=datetime.date.today(), metavar="DATE",
                          help="score against what was known on this date (default: today)")
    hindcast.add_argument("--draws", type=_count, default=DRAWS, metavar="N", help=f"draws of a forecast (default: {DRAWS})")
    hindcast.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"seed of the draws (default: {SEED})")


def _hindcast(args):
    """Print the scores of the forecast."""
    from wattbook import params
    from wattbook.report.hindcast import told

    print(told(params.load(as_of=args.as_of, draws=args.draws, seed=args.seed)))
    return 0


def _day(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None


def _count(text):
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return number


def _override(text):
    name, equals, values = text.partition("=")
    try:
        numbers = [float(value) for value in values.split(",")]
    except ValueError:
        numbers = []
    if not (name and equals and len(numbers) in (1, BELIEF)):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE or NAME=VALUE,LOW,HIGH with numbers")
    return name, numbers[0] if len(numbers) == 1 else numbers


def _report(args):
    """Check everything, run everything, say where the reports stand."""
    from wattbook.report import build, edition
    from wattbook.report.run import find_notebooks

    notebooks = find_notebooks(args.notebooks)
    overrides = dict(args.overrides)
    editions = [edition.settle(name, args.as_of.isoformat(), overrides, args.draws, args.seed)
                for name in dict.fromkeys(args.scenarios)]
    for one in editions:
        edition.refuse_clash(one, args.out, args.replace)
    results = build.build(editions, notebooks, args.out.resolve(), args.jobs, CHECKOUT)
    for result in results:
        _tell(result)
    return RUN_ERROR if any(result.failures for result in results) else 0


def _tell(result):
    if result.failures:
        for told in result.failures:
            print(f"wattbook: {result.edition.name}: {told}", file=sys.stderr)
        print(f"wattbook: {result.edition.name}: no report was written", file=sys.stderr)
        return
    for name, percentile, old, new in result.moved:
        print(f"moved: {name} {percentile}: {old} -> {new}", file=sys.stderr)
    print(result.folder / "index.html")


if __name__ == "__main__":
    sys.exit(main())
