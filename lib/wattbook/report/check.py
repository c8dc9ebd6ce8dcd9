"""What is wrong with the cases, the catalogue and the notebooks: every fault in one line, with file and line."""

import datetime
import re
from pathlib import Path

from wattbook import params
from wattbook.params import InputError, assumptions, observations
from wattbook.params.case import read_case
from wattbook.params.files import folders, named, read_csv, read_yaml, settle, yaml_files
from wattbook.params.ledgers import LEDGERS, SETTLED, read_ledger, read_register, read_sources
from wattbook.report import run as running
from wattbook.run import Run
from wattbook.subject import CHECKS, MODEL

LIBRARY, TEXTS = Path(params.__file__).parents[1], (".yaml", ".yml", ".csv", ".py", ".ipynb")
STALE = datetime.timedelta(days=730)  # between a belief and a published value that it does not know
PLACE = re.compile(r"(?P<path>.+?\.(?:ya?ml|csv|ipynb)): (?:line (?P<line>\d+):? ?)?(?P<rest>.*)", re.DOTALL)


class Look:
    """Faults, and notes on what is worth a look, as they are found."""

    def __init__(self):
        self.faults, self.notes = [], []

    def tried(self, does, *given, at=""):
        """What a call gives, or None where it refuses; `at` is the file and key that the refusal does not name."""
        try:
            return does(*given)
        except InputError as error:
            self.faults.append(located(f"{at}{error}"))

    def note(self, path, key, told):
        """Add something that is no fault."""
        self.notes.append(located(f"{path}: {key}: {told}"))


def located(message):
    """A message with the line of its file that it is about, as an editor reads it: ``file:line: what``."""
    match = PLACE.fullmatch(message)
    if match is None or not Path(match["path"]).is_file():
        return message
    path, rest, at = Path(match["path"]), match["rest"], int(match["line"] or 1)
    lines = [] if match["line"] else path.read_text(encoding="utf-8", errors="replace").splitlines()
    for word in re.findall(r"[\w-]+", rest.partition(": found ")[0] if ": found " in rest else rest.partition(":")[0]):
        within = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        at = next((number for number in range(at, len(lines) + 1) if within.search(lines[number - 1])), at)
    shown = path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path
    return f"{shown}:{at}: {rest}"


def looked(folder):
    """A look at every case, and at the notebooks of a folder."""
    look, spoken = Look(), _words(LIBRARY, "*.py") | _words(folder, "*.ipynb")
    for name in look.tried(params.cases) or ():
        root, scenario = settle(params.default_root(), f"{name}/{params.BASE}")
        book = _alone(look, root, scenario)
        if book is not None:
            _together(look, root, book, spoken)
    for path in sorted(Path(folder).glob("*.ipynb")):
        if running.NAME.fullmatch(path.name):
            look.tried(running.check, path)
        else:
            look.notes.append(f"{path}: it is left out of reports; a notebook is named like 01_name.ipynb")
    look.faults, look.notes = (list(dict.fromkeys(lines)) for lines in (look.faults, look.notes))
    return look


def _alone(look, root, scenario):
    """Each assumption and observation alone, so that one fault does not hide another; then the book, where there is none."""
    before, files = len(look.faults), [path for folder in named(root, "base") for path in yaml_files(folder)]
    case, sources = look.tried(read_case, root), look.tried(read_sources, named(root, "sources.yaml"))
    if case is None or sources is None:
        return None
    for path, name, declared in ((file, *one) for file in files for one in (look.tried(read_yaml, file) or {}).items()):
        for newest in (look.tried(assumptions.read_one, path, name, declared, case, sources) or ())[-1:]:
            told = [one["as_of"] for one in newest.alternatives]
            if told and max(told) > newest.as_of + STALE:
                look.note(path, name, f"stale: the newest vintage is of {newest.as_of}, a published value of {max(told)}")
    for path in named(root, "observations.csv"):
        for place, raw in look.tried(list, read_csv(path, observations.COLUMNS)) or ():
            look.tried(observations.check_row, path, place, raw, case.entities, sources)
    if len(look.faults) > before:
        return None
    for name in look.tried(params.scenarios, root) or ():
        look.tried(params.load, name, None, None, 1, 1, root)
    return look.tried(params.load, scenario, None, None, 2, 1, root)


def _together(look, root, book, spoken):
    """The catalogue both ways, and every number that a file of the case asks for; `spoken` is what code and notebooks name."""
    for name in sorted({*MODEL.leaves(), *CHECKS.leaves()} - {*book.values, *MODEL.functions}):
        users = ", ".join([*MODEL.users(name), *CHECKS.users(name)][:2])
        look.faults.append(f"{root}: found no assumption or series {name}, which {users} needs")
    for path in [path for folder in named(root, "base") for path in yaml_files(folder)]:
        for name in read_yaml(path):
            if name not in spoken:
                look.note(path, name, "no output uses it yet: name an argument after it")
    if any(name not in book.values for name in MODEL.leaves()):
        return
    for name, spec in book.case.series.items():
        if spec["kind"] == "instants" and not params.series_rows(book, name):
            look.note(root / "case.yaml", "subject", f"nothing was reported for {name}: what rests on it is not known")
    run, known = Run(book), {tuple(row[name] for name in SETTLED) for row in book.dated}
    for file in LEDGERS:
        for key, told in (look.tried(read_ledger, root, file) or {}).items():
            for number in (told[field] for field in ("test", "show", "key") if field in told):
                look.tried(run.summary, number, at=f"{root / file}: {key}: ")
            settled = tuple(str(told.get(name)) for name in SETTLED)
            if file == "forecasts.yaml" and told["due"] < datetime.date.today() and settled not in known:
                look.note(root / file, key, f"it came due on {told['due']}, and no observation settles it")
    look.tried(read_register, root)
    read_from = folders(root)
    for name in sorted(set(book.sources) - _words(read_from[0].parent if len(read_from) > 1 else root, "*.*", "sources.yaml")):
        look.note(next(path for path in named(root, "sources.yaml")[::-1] if name in read_yaml(path)), name,
                  "no assumption, observation or note of any case names it")


def _words(folder, pattern, but=""):
    """Every word of the texts of a folder."""
    return {word for path in Path(folder).rglob(pattern) if path.suffix in TEXTS and path.name != but
            for word in re.findall(r"\w+", path.read_text(encoding="utf-8", errors="replace"))}
