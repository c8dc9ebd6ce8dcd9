"""Put a whole report together beside its place, then move it there in one step."""

import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from wattbook.report import gather, places, workers
from wattbook.report.edition import CHANGES, INPUTS, MANIFEST, OUTPUTS, SCENARIOS, previous, published, read_json
from wattbook.words import numbers

STATIC = "_static"
INJECTED = "injected-parameters"  # papermill's tag of the cell that it puts in
WRITING = ".writing-"  # folders of this name are reports that never became whole


@contextmanager
def workshop(folder):
    """An empty folder beside the one to be published, gone afterwards whatever happens."""
    with places.own_folder(folder.parent, f"{WRITING}{folder.name}-") as place:
        place.chmod(0o755)  # a report is for everyone, unlike what a folder for one's own use is
        yield place


def tidy(out):
    """Take away what runs that died have left under the folder of all reports."""
    places.sweep(Path(out), f"*/{WRITING}*")


def short_name(stem):
    """Name of a notebook in a menu."""
    number, _, rest = stem.partition("_")
    words = rest if number.isdigit() and rest else stem
    words = words.replace("_", " ").capitalize()
    return f"{int(number)} {words}" if number.isdigit() and rest else words


def day_words(day):
    """A date for readers."""
    when = date.fromisoformat(day)
    return f"{when.day} {numbers.MONTHS[when.month - 1]} {when.year}"


def write(place, edition, run, script):
    """Write everything of a report into its workshop, which holds the executed notebooks, and return its outputs.

    `run` has ``out`` (the folder of all reports), ``root`` (the checkout), ``notebooks`` (as stored), ``seconds`` (run time
    of each), ``made`` (what each edition is made from), ``started``, ``replace`` (whether it takes the place of another),
    ``changes`` (a future of what changed since the report before), ``again`` (facts of the run of a report made once
    more) and ``lean`` (no pictures beside the pages); `script` is name and text of what draws the charts.
    """
    from wattbook.report import handover, page  # brings the template engine: not needed before the notebooks have run

    executed = {path.stem: _clean(place / path.name) for path in run["notebooks"]}
    records = [gather.recorded(notebook, stem, edition.parameters()) for stem, notebook in executed.items()]
    outputs = gather.outputs(edition, records)
    text = gather.canonical(outputs)
    before = previous(edition, run["out"], run["replace"])
    manifest = gather.manifest(edition, run["made"][edition.name], run["seconds"], text, run["started"], run["root"])
    manifest |= {"previous": before and before.as_posix(), **run["again"]}
    (place / OUTPUTS).write_text(text, encoding="utf-8")
    (place / INPUTS).write_text(edition.inputs, encoding="utf-8")
    (place / STATIC).mkdir()
    (place / STATIC / script[0]).write_text(script[1], encoding="utf-8")
    listed = [{"stem": stem, "short": short_name(stem), "question": page.question(notebook, stem), "record": record}
              for (stem, notebook), record in zip(executed.items(), records, strict=True)]
    exhibits = [exhibit for stem, notebook in executed.items() for exhibit in gather.exhibits(notebook, stem)]
    stems = [exhibit["stem"] for exhibit in exhibits]
    listed = [{**one, "first": 1 + sum(stem < one["stem"] for stem in stems)} for one in listed]
    changes = run["changes"][edition.name].result()
    if changes:
        (place / CHANGES).write_text(gather.canonical(changes), encoding="utf-8")
    if run["compared"][edition.name].result():
        (place / SCENARIOS).write_text(gather.canonical(run["compared"][edition.name].result()), encoding="utf-8")
    _write_pages(place, edition, executed, listed, exhibits, manifest, run, script[0], changes)
    handover.write(place, edition, outputs, exhibits, manifest)
    (place / MANIFEST).write_text(gather.canonical({**manifest, "files": gather.hashes(place)}), encoding="utf-8")
    return outputs


def _write_pages(place, edition, executed, listed, exhibits, manifest, run, script, changes):
    """Chapters, appendix and index; what a reader may move stands on the index and in the last chapter."""
    from wattbook.report import appendix, beliefs, gates, handover, index
    from wattbook.run import open_run

    opened, records = open_run(**edition.parameters()), [one["record"] for one in listed]
    gates.refuse(opened, executed, exhibits, records)
    found = appendix.contents(opened, records, exhibits)
    before = manifest["previous"] and Path(manifest["previous"])
    few = opened if edition.draws <= beliefs.DRAWS else open_run(**{**edition.parameters(), "draws": beliefs.DRAWS})
    believe = beliefs.fragment(few)
    words = day_words(edition.as_of)
    every = {"edition": edition, "notebooks": listed, "as_of_words": words, "named": appendix.named(found),
             "facts": [f"Scenario {edition.name}, as of {words}", *(": ".join(pair) for pair in index.facts(manifest))]}
    own = {"index": {"exhibits": exhibits, "changes": changes, "compared": run["compared"][edition.name].result(),
                     "cited": handover.citation(edition, manifest),
                     "entries": [*found["outputs"], *found["inputs"]], "script": script,
                     "believe": believe},
           **{one["stem"]: {"script": script, "first": one["first"], "lean": run["lean"]} for one in listed}, "appendix": found}
    own[listed[-1]["stem"]]["believe"] = believe
    pages = []
    for stem, told in own.items():
        earlier = before if changes and stem in changes["pages"] else None
        pages.append((place, {**every, **told, "stem": stem, "previous": earlier and earlier.parent.name,
                              "previous_folder": earlier and earlier.as_posix()}))
    for _, _, error in workers.side_by_side(_write_page, pages, run["jobs"]):
        if error:
            raise error


def _write_page(place, told):
    from wattbook.report import appendix, handover, index, page

    made = {"index": index.render, "appendix": appendix.render}.get(told["stem"])
    notebook = None if made else _read(place / f"{told['stem']}.ipynb")
    text = made(told) if made else page.render(notebook, told)
    (place / f"{told['stem']}.html").write_text(text, encoding="utf-8")
    if notebook:
        handover.charts(place, gather.exhibits(notebook, told["stem"]), told["first"], told["lean"])


def _read_outputs(folder):
    return read_json(folder / OUTPUTS, "outputs")


def _clean(path):
    """Read an executed notebook and take out what differs from run to run: times, paths, a random name."""
    from nbformat import v4

    notebook = _read(path)
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
    path.write_text(f"{v4.writes(notebook)}\n", encoding="utf-8")
    return notebook


def _read(path):
    """Read a notebook that papermill has just checked and written."""
    from nbformat import v4

    return v4.reads(path.read_text(encoding="utf-8"))


def move_into_place(place, settle):
    """Give a finished report its name in one step; return its folder and the outputs of the one that stood there, or None.

    `settle` says the folder, and whether the same report stands there already, once nobody else can publish any more.
    """
    with places.locked(place.parent):
        folder, stands = settle()
        if stands:
            return folder, None
        if published(folder) is None:
            os.rename(place, folder)
            return folder, None
        before = _read_outputs(folder)
        places.exchange(place, folder)
    return folder, before
