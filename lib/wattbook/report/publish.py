"""Put a whole report together beside its place, then move it there in one step."""

import json
import operator
import os
import sys
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
    """Take away what runs that died have left under the folder of all reports, and say so; put back what they moved aside."""
    for day in {aside.parent for aside in out.glob(f"*/{places.REPLACED}*")}:
        with places.locked(day):
            places.recover(day)
    for path in places.sweep(out, f"*/{WRITING}*"):
        print(f"swept {path}, which a run that died left half written", file=sys.stderr)


def short_name(stem):
    """Name of a notebook in a menu: 1 Price for 01_price."""
    number, _, words = stem.partition("_")
    return f"{int(number)} {words.replace('_', ' ').capitalize()}"


def day_words(day):
    """A date for readers."""
    when = date.fromisoformat(day)
    return f"{when.day} {numbers.MONTHS[when.month - 1]} {when.year}"


def write(place, edition, run):
    """Write everything of a report into its workshop, which holds the executed notebooks, and return its outputs.
    `run` has ``out`` (the folder of all reports), ``root`` (the checkout), ``stems`` and ``seconds`` of its notebooks, ``made``
    (what it is made from), ``started``, ``replace`` (whether it takes the place of another), ``changes`` (since the report
    before), ``compared`` (scenarios), ``again`` (facts of the run of a report made once more), ``script`` (name and text of
    what draws charts), ``jobs`` and ``lean`` (see `wattbook.report.pack`)."""
    from wattbook.report import gates, handover, pack, page  # slow to import: not before they are needed
    from wattbook.run import open_run

    executed = {stem: _clean(place / f"{stem}.ipynb") for stem in run["stems"]}
    records = [gather.recorded(notebook, stem, edition.parameters()) for stem, notebook in executed.items()]
    outputs = gather.outputs(edition, records)
    text = gather.canonical(outputs)
    before = previous(edition, run["out"], run["replace"])
    manifest = gather.manifest(edition, run["made"], run["seconds"], text, run["started"], run["root"])
    manifest |= {"previous": before and before.as_posix(), **run["again"], **({"lean": True} if run["lean"] else {})}
    (place / STATIC).mkdir()
    for name, content in ((OUTPUTS, text), (INPUTS, edition.inputs), (f"{STATIC}/{run['script'][0]}", run["script"][1]),
                          (CHANGES, run["changes"] and gather.canonical(run["changes"])),
                          (SCENARIOS, run["compared"] and gather.canonical(run["compared"]))):
        if content:
            (place / name).write_text(content, encoding="utf-8")
    exhibits = [exhibit for stem, notebook in executed.items() for exhibit in gather.exhibits(notebook, stem)]
    listed = [{"stem": stem, "short": short_name(stem), "question": page.question(notebook, stem), "record": record,
               "first": 1 + sum(one["stem"] < stem for one in exhibits)}
              for (stem, notebook), record in zip(executed.items(), records, strict=True)]
    opened = open_run(**edition.parameters())
    written = [(_write_page, place, executed.get(told["stem"]), exhibits, told)
               for told in _told(place, opened, edition, listed, exhibits, manifest, run)]
    written += [(handover.write, place, edition, outputs, exhibits, manifest),
                (gates.refuse, opened, executed, exhibits, records)]
    workers.every(operator.call, written, run["jobs"])
    if run["lean"]:
        pack.lighten(place, Path(run["out"]) / STATIC)
    (place / MANIFEST).write_text(gather.canonical({**manifest, "files": gather.hashes(place)}), encoding="utf-8")
    return outputs


def _told(place, opened, edition, listed, exhibits, manifest, run):
    """What each page is printed from; what a reader may move stands on the index and in the last chapter."""
    from wattbook.report import appendix, beliefs, handover
    from wattbook.run import open_run

    found, changes = appendix.contents(opened, [one["record"] for one in listed], exhibits), run["changes"]
    few = opened if edition.draws <= beliefs.DRAWS else open_run(**{**edition.parameters(), "draws": beliefs.DRAWS})
    believe, words, script = beliefs.fragment(few), day_words(edition.as_of), run["script"][0]
    for data in beliefs.DATA.finditer(believe):  # once for both pages
        (place / STATIC / "believe.js").write_text(f"window.believe={data[1]};\n", encoding="utf-8")
        believe = believe.replace(data[0], f'<script src="{STATIC}/believe.js"></script>')
    own = {"index": {"exhibits": exhibits, "changes": changes, "compared": run["compared"], "script": script,
                     "cited": handover.citation(edition, manifest), "entries": [*found["outputs"], *found["inputs"]],
                     "believe": believe},
           **{one["stem"]: {"script": script, "first": one["first"], "lean": run["lean"]} for one in listed}, "appendix": found}
    own[listed[-1]["stem"]]["believe"], named = believe, appendix.named(found)
    for stem, told in own.items():
        before = manifest["previous"] if changes and stem in changes["pages"] else None
        yield {"edition": edition, "notebooks": listed, "as_of_words": words, "named": named, **told, "stem": stem,
               "manifest": manifest, "previous": before and Path(before).parent.name, "previous_folder": before}


def _write_page(place, notebook, exhibits, told):
    from wattbook.report import appendix, handover, index, page

    made = {"index": index.render, "appendix": appendix.render}.get(told["stem"])
    text = made(told) if made else page.render(notebook, told)
    (place / f"{told['stem']}.html").write_text(text, encoding="utf-8")
    if notebook and not told["lean"]:
        handover.charts(place, [one for one in exhibits if one["stem"] == told["stem"]], told["first"])


def _clean(path):
    """Read an executed notebook and take out what differs from run to run: times, paths, a random name."""
    from nbformat import v4

    notebook = v4.reads(path.read_text(encoding="utf-8"))  # papermill has checked it
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
    text = json.dumps(json.loads(v4.writes(notebook)), separators=(",", ":"), ensure_ascii=False)  # a fifth is indents
    path.write_text(f"{text}\n", encoding="utf-8")
    return notebook


def move_into_place(place, settle):
    """Give a finished report its name in one step; return its folder and the outputs of the one that stood there, or None.
    `settle` says the folder, and whether the same report stands there already, once nobody else can publish any more."""
    with places.locked(place.parent):
        places.recover(place.parent)  # whoever held it before may have died
        folder, stands = settle()
        if stands:
            return folder, None
        if published(folder) is None:
            os.rename(place, folder)
            return folder, None
        before = read_json(folder / OUTPUTS, "outputs")
        places.exchange(place, folder)
    return folder, before
