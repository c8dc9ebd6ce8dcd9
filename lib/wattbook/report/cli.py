"""The command line: what may be said, and how a mistake is told. What a command does stands in `commands`."""

import argparse
import errno
import os
import sys
from pathlib import Path

from wattbook.report.start import stopped
from wattbook.units import FEWEST

_ABOVE = Path(__file__).resolve().parents[3]
CHECKOUT = _ABOVE if (_ABOVE / "pyproject.toml").is_file() else Path()  # installed elsewhere, the working folder stands in
USER_ERROR, RUN_ERROR = 2, 1
DRAWS, SEED, TIMEOUT, MOST_DIGITS = 2000, 1, 600, 18
STATUS = "\nexit status: 0 done; 1 a run failed or something differs; 2 a mistake in the command or a file; 130 stopped\n"
REPORT = """\
A report goes to OUT/AS-OF/SCENARIO, or SCENARIO+set-HASH with --set; it is moved there only when it is whole. One that stands
is not edited: made from the very same inputs, notebooks, library and packages, it is left and nothing is run; made from others
on the same date, another stands beside it as SCENARIO-2, SCENARIO-3 and so on. With --replace it takes the place of the
newest, and the inputs and outputs that moved are told.
"""
COMPARE = """\
A and B are each the folder of a report, SCENARIO@DATE such as base@2026-01-31 under the assumptions here, a checkout such as
`.`, or a revision of git such as HEAD~3. A report is reckoned with the library that made it, where that is a commit here.

The move of each headline number is split among data (observations, rules, the date), assumptions, model (the library) and
scenario: each gets its mean effect over all orders of changing them, so that the parts add up to the move.
"""
VERIFY = """\
The hash of every file is compared with the manifest. Then the report is made again, offline, from its inputs.yaml, by the
library and the notebooks that made it: those here, or those of its commit where it is in this checkout. Every number on its
pages, in its notebooks and files that comes out otherwise is listed.
"""
SWEEP = """\
GRID is a YAML file. It lists values, of which all combinations are cells, or the cells themselves:

  scenario: [base, growth_stalls]      cells:
  as_of: [2025-11-12, 2026-11-22]        - {scenario: base, set: {budget_usd: 4e10}}
  set: {budget_usd: [4e10, 5e10]}        - {scenario: base, set: {budget_usd: 5e10}, seed: 2}
  seed: [1, 2]                         numbers: [npv_usd, npv_usd >= 0]
  draws: 2000

OUT/outputs.parquet gets a row for each cell and number; without `numbers`, all that the stored notebooks record. With
--reports each cell is a whole report in OUT/reports. Cells that are there are not reckoned again; those that fail are listed,
stop nothing, and are tried again the next time.
"""
NEW = """\
What is written passes wattbook check. A scenario and an assumption go to the case, a notebook to notebooks/ with the next
number; a case takes over firm and assumptions of the default case, with one site: name your own in its files.
"""
CHECK = """\
Notes are no faults: a published value that is newer than the belief, a source that nothing names, an assumption that no output
uses yet, a forecast that came due without an observation, a notebook that no report takes. With --strict they count as faults.
"""
EPILOG = """\
--set NAME=1.2 fixes a number; NAME=1.2,1.1,1.4 gives it a range in the distribution that it has; NAME=1.2,1.1,1.4,uniform
another one; 'NAME*=1.3' multiplies it and its range, 'NAME+=5' adds. Of what has members, 'NAME[member]=1.2' sets one and
'NAME[*]=1.2' all. 'tag:electricity*=1.3' moves everything that bears the tag.

The folder of assumptions is params/ of the checkout, or what the variable WATTBOOK_PARAMS names.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        from wattbook.params.errors import one_line

        self.exit(USER_ERROR, f"{self.prog}: {one_line(message)}; see {self.prog} --help\n")


def main(argv=None):
    """Run the command line and return its exit status; a mistake is told in one line."""
    try:
        parser, argv = _parser(), sys.argv[1:] if argv is None else argv
        for one in argv:
            if "\0" in one or one.encode(errors="ignore").decode() != one:
                parser.error(f"argument {one!r} is not plain UTF-8 text")
        args = parser.parse_args(argv)
        from wattbook.report import zygote

        if args.command in ("report", "sweep", "verify"):
            zygote.tell()  # it imports while we do
        from wattbook.report import commands

        status = commands.run(args)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return stopped()
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        from wattbook.params.errors import one_line

        disk = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO)
        told = f"{error.filename}: {error.strerror}" if error.filename else error
        cure = "see to that disk, and say it again" if disk else "name a place that you may read and write"
        print(f"wattbook: {one_line(told)}; {cure}", file=sys.stderr)
        return RUN_ERROR if disk else USER_ERROR


def _count(text, fewest=1):
    if not text.isdecimal() or len(text) > MOST_DIGITS or int(text) < fewest:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {fewest} with up to {MOST_DIGITS} digits")
    return int(text)


DECIDED = {  # what decides the inputs
    "--case": ("NAME", "programme that is meant, a folder in params/cases; the same as NAME/SCENARIO"),
    "--as-of": ("DATE", "use what was known on this date (default: today)"),
    "--draws": ("N", f"draws of every uncertain input (default: {DRAWS})", {
        "type": lambda text: _count(text, FEWEST), "default": DRAWS}),
    "--seed": ("N", f"seed of the draws (default: {SEED})", {
        "type": lambda text: _count(text, 0), "default": SEED}),
    "--set": ("NAME=VALUE[,LOW,HIGH]", "set one assumption by hand, see below; may be repeated", {
        "action": "append", "default": [], "dest": "overrides"})}
SCENARIO = {"--scenario": ("NAME", "'base' (default) or another", {"default": "base"})}
NAMED = {**DECIDED, "words": ("NAME", None, {"nargs": 1}), **SCENARIO}  # what a run knows about a name
NOTEBOOKS = {"--notebooks": ("DIR", "their folder (default: notebooks/)", {"type": Path, "default": CHECKOUT / "notebooks"})}
CORES = os.cpu_count() or 1
WORK = {"--jobs": ("N", "notebooks at the same time (default: cores)", {"type": _count, "default": CORES}), **NOTEBOOKS}
TIMED = {**WORK, "--timeout": ("SECONDS", f"longest time of one cell (default: {TIMEOUT})", {
    "type": _count, "default": TIMEOUT})}
KINDS = ("scenario", "assumption", "notebook", "case")
COMMANDS = {  # name -> what it does, what stands below its help, its arguments: what a flag does; or placeholder, help, options
    "report": ("run the notebooks and write reports", f"{REPORT}\n{EPILOG}", {
        **DECIDED,
        "scenarios": ("SCENARIO", "'base' (default) or others, see wattbook scenarios", {"nargs": "*", "default": ["base"]}),
        "--out": ("DIR", "folder of all reports (default: reports/)", {"type": Path, "default": CHECKOUT / "reports"}), **TIMED,
        "--replace": "take the place of the newest report of the same date",
        "--lean": "for a repository: packed pages that unpack themselves, no file that a run makes again; a fifth of the size",
        "--single": "also write all pages as one file, SCENARIO.html beside the folder",
        "--pdf": "also print them to SCENARIO.pdf, which needs Chromium",
        "--draws-out": "also write every draw of every number to SCENARIO.draws.parquet",
        "--if-changed": "do nothing either where the report of an earlier date was made from the same but for the date",
        "--force": "run notebooks even where what they gave is kept, as for one that reads what we cannot know of"}),
    "scenarios": ("list the scenarios and their titles", "", {}),
    "check": ("say what is wrong with cases, catalogue and notebooks, a line a fault", CHECK, {
        "--strict": "count notes as faults, as before a change is taken in", **NOTEBOOKS}),
    "new": ("write a valid start: a scenario, an assumption, a notebook or a case", NEW, {
        "kind": ("KIND", " or ".join(KINDS), {"choices": KINDS}), "name": ("NAME", "small letters, digits and _"),
        "--case": ("NAME", "where it belongs, or what a case starts from (default: the default case)"), **NOTEBOOKS}),
    "hindcast": ("replay the revenue forecast at every date on which a report came, and score it", EPILOG, DECIDED),
    "register": ("add what is forecast from some dates to the register; what stands there is never changed", "", {
        "days": ("DATE", "as-of date, such as 2026-11-22", {"nargs": "+"})}),
    "compare": ("say what changed between two reports, dates, scenarios or revisions, and why numbers moved", COMPARE, {
        **DECIDED, "a": ("A", "see below"), "b": ("B", "see below"), **SCENARIO}),
    "verify": ("make reports again from their own inputs and list every number that differs", VERIFY, {
        "folders": ("FOLDER", "folder of a report", {"nargs": "+", "type": Path}), **WORK}),
    "sweep": ("reckon many sets of inputs, of the model alone or of whole reports, here or on a cluster", SWEEP, {
        "grid": ("GRID", "see below", {"type": Path}),
        "--out": ("DIR", "a folder, or an address such as s3://bucket/sweep (default: sweeps/GRID)"),
        "--dask": ("ADDRESS", "scheduler of a Dask cluster that runs already, such as tcp://10.0.0.1:8786"),
        "--reports": "make whole reports, not numbers alone", **TIMED}),
    "find": ("list the outputs and assumptions that hold all of some words", EPILOG, {
        **NAMED, "words": ("WORDS", None, {"nargs": "+"})}),
    "explain": ("say where a number comes from, down to the sources", EPILOG, NAMED),
    "describe": ("print the page of an output or assumption", EPILOG, NAMED),
}


def _parser():
    from wattbook import __version__

    parser = _Parser(prog="wattbook", description="From dollars to gigawatts to tokens to a verdict.", epilog=STATUS)
    parser.add_argument("--version", action="version", version=f"wattbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (does, epilog, arguments) in COMMANDS.items():
        made = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.", epilog=f"{epilog}{STATUS}",
                                   formatter_class=argparse.RawDescriptionHelpFormatter)
        for argument, told in arguments.items():
            if isinstance(told, str):
                made.add_argument(argument, help=told, action="store_true")
            else:
                metavar, says, *options = told
                made.add_argument(argument, metavar=metavar, help=says, **dict(*options))
    return parser


if __name__ == "__main__":
    sys.exit(main())
