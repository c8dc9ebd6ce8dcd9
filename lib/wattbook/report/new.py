"""A valid start for a scenario, an assumption, a notebook or a case, which `wattbook check` finds no fault with."""

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from wattbook import params, units
from wattbook.axes import AXES
from wattbook.params import InputError
from wattbook.params.assumptions import BELIEF
from wattbook.params.files import CASES, folders, read_yaml, settle
from wattbook.params.snapshot import dumped
from wattbook.report.run import NAME, find_notebooks

WORD = re.compile(r"[a-z][a-z0-9_]{0,99}")
OPEN = 'from wattbook import charts, frames, tables, words\nfrom wattbook.run import open_run\n\n' \
       'run = open_run(scenario, as_of, overrides, draws, seed)'
CARD = 'run.answer(\n    f"Say the answer with its number: {{run.say(\'{key}\')}}.",\n    "Say what its words mean.",\n' \
       '    {{"{key}": "What this number means"}},\n)'
SHOW = 'run.exhibit(\n    "first", f"Say the finding with its number: {{run.say(\'{key}\')}}", "Quantity, unit and scope",\n' \
       '    run.compare({{"Value": "{key}"}}) if run.labels("{key}") else run.results("{key}"),\n    ["{key}"],\n)'
RECORD = 'run.record(f"Say the answer with its number: {{run.say(\'{key}\')}}.", "{key}")'


def new(kind, name, case=None, folder=None):
    """Write a start of a kind under a name; return the files written, each of which was not there before."""
    if kind == "notebook":
        return [_notebook(Path(folder), name)]
    if not WORD.fullmatch(name) or name == params.BASE:
        raise InputError(f"new {kind}: found {name!r}; needed: a name of at most 100 small letters, digits and _, not 'base'")
    root, scenario = settle(params.default_root(), f"{case}/{params.BASE}" if case else params.BASE)
    book = params.load(scenario, root=root)
    return {"scenario": _scenario, "assumption": _assumption, "case": _case}[kind](book, name)


def _write(path, text):
    """Write a file that is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path}: it is there already; choose another name") from None
    return path


def _scenario(book, name):
    """A scenario that moves the first uncertain assumption by a tenth."""
    moved = next(a.name for a in book.assumptions.values() if a.dist != "fixed" and a.axis is None)
    told = {"title": name.replace("_", " ").capitalize(), "story": "Say in two sentences what happens, and why.",
            "set": {moved: {"times": 1.1, "note": "Say why a tenth more; times, plus, or value with low, high and dist."}}}
    return [_write(book.root / "scenarios" / f"{name}.yaml", dumped(told))]


def _assumption(book, name):
    """An assumption with one vintage, known from the first date at which the case works, so that no date breaks."""
    if name in {*book.assumptions, *book.values}:
        raise InputError(f"{name}: an assumption or series has this name already; choose another")
    words = {word: token for token, word in reversed(units.TOKENS.items())} | {
        "share": "fraction", "probability": "fraction", "ratio": "ratio", "count": "count", "year": "calendar_year"}
    above, _, below = name.partition("_per_")
    unit = "/".join(words.get(word, word) for word in [above.rpartition("_")[2], *filter(None, below.split("_"))])
    if not units.known(unit) or not units.name_says_unit(name, unit):
        raise InputError(f"{name}: the name must end in its unit, as in {name}_usd_per_mwh")
    lowest, highest = (1 if end is None else end for end in units.limits(unit))
    told = {name: {"label": name.replace("_", " ").capitalize(), "unit": unit, "vintages": [
        {"as_of": book.first, "value": max(lowest, min(1, highest)), "dist": "fixed", "source": "judgement",
         "note": "Say what it rests on, and what was looked for."}]}}
    return [_write(book.root / "base" / f"{name}.yaml", dumped(told))]


def _notebook(folder, name):
    """A notebook in the house's order, with the next number unless its name brings one."""
    taken = find_notebooks(folder)
    stem = name if NAME.fullmatch(f"{name}.ipynb") else f"{int(taken[-1].name[:2]) + 1:02}_{name}"
    if not NAME.fullmatch(f"{stem}.ipynb"):
        raise InputError(f"new notebook: found {name!r}; a name of letters, digits and _ is needed")
    cells = nbformat.read(taken[0], as_version=4).cells
    parameters = next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", []))
    key = params.load().case.front.get("verdict") or next(iter(params.load().assumptions))
    told = [new_markdown_cell(f"# What does {name.replace('_', ' ')} say?"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}), new_code_cell(OPEN),
            new_code_cell(CARD.format(key=key), metadata={"tags": ["answer"]}), new_code_cell(SHOW.format(key=key)),
            new_markdown_cell("## What are the limits?\n\nSay what is left out."),
            new_markdown_cell("## Do the numbers hold together?"),
            new_code_cell("tables.Text(words.sentences.checked(run.checks().rows))"),
            new_code_cell(RECORD.format(key=key))]
    for place, cell in enumerate(told):
        cell["id"] = f"{stem}-{place}".replace("_", "-")
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    return _write(folder / f"{stem}.ipynb", f"{nbformat.writes(new_notebook(cells=told, metadata=spec))}\n")


def _case(book, name):
    """Another programme of the firm at hand, with one site and every assumption of its own taken over, to be replaced."""
    world, label = folders(book.root)[0], name.replace("_", " ").capitalize()
    if world == book.root:
        raise InputError(f"{book.root}: a case needs params/world and params/cases beside it")
    root, own = world.parent / CASES / name, read_yaml(book.root / "case.yaml")
    axes = {axis: members if axis in AXES else _few(axis, members) for axis, members in own["axes"].items()}
    told = {"title": f"{label}: a new case", "question": f"Can {label} carry what it plans?", "subject": own["subject"],
            "axes": axes, "entities": {}, "roles": own.get("roles", {}),
            "first": {axis: next(iter(axes.get(axis, {member: ""}))) for axis, member in own["first"].items()}}
    files = [_write(root / "case.yaml", dumped(told))]
    for path in sorted((book.root / "base").glob("*.yaml")):
        records = {one: _taken(book, one, declared, axes) for one, declared in read_yaml(path).items()}
        files.append(_write(root / "base" / path.name, dumped(records)))
    for table in ("observations.csv", "rules.csv"):
        head = (book.root / table).read_text(encoding="utf-8").partition("\n")[0] if (book.root / table).exists() else ""
        files += [_write(root / table, f"{head}\n")] if head else []
    (root / "scenarios").mkdir()
    return [*files, _write(root / "sources.yaml", "{}\n")]


def _few(axis, members):
    """The first member of an axis of a programme under a neutral name; all where the method counts on as many."""
    if next(iter(members)).partition("_")[0] in ("first", "second", "third"):
        return {member: member.replace("_", " ").capitalize() for member in members}
    return {f"{axis}_one": f"First {axis.replace('_', ' ')}"}


def _taken(book, name, declared, axes):
    """An assumption of the case at hand as a start: our own until it is looked for."""
    a, fields = book.assumptions[name], ("label", "unit", "limits", "axis", "tags")
    belief = {end: getattr(a, end) for end in BELIEF}
    if a.axis not in (None, *AXES):
        belief = {end: dict(zip(axes[a.axis], found.values(), strict=False)) for end, found in belief.items()}
    told = {"source": a.source, "note": a.note} if a.source == "definition" else {
        "source": "judgement", "note": f"Taken over from {book.root.name}; look for your own."}
    return {**{field: declared[field] for field in fields if field in declared},
            "vintages": [{"as_of": book.first, **belief, "dist": a.dist, **told}]}
