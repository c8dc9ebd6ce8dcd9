"""Run the stored notebooks with their own defaults and store them again: ``python -m wattbook.report.store``.

What is stored is the same to the byte for the same inputs: no times, no paths, no random names, and numbers as JavaScript
prints them, so that JupyterLab saves an untouched notebook as it stands.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from wattbook import exhibit
from wattbook.params import InputError
from wattbook.record import MIME
from wattbook.report import compare, gather, states
from wattbook.report.cli import CHECKOUT, RUN_ERROR, USER_ERROR
from wattbook.report.differences import differences
from wattbook.report.run import Task, execute_all, find_notebooks

LARGEST = 300_000  # [byte] of a stored notebook
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
KEPT_CELL_METADATA = ("tags",)
STYLED = re.compile(r"\bT_[0-9a-f]{5}(?![0-9a-zA-Z])")  # the random name that pandas gives a styled table
ANSWER = re.compile(r"(<!-- answer\b[^>]*-->).*?(<!-- /answer -->)", re.S)
ADDRESS = re.compile(r"\bat 0x[0-9a-f]+")
WHOLE = 1e21  # JavaScript prints whole numbers below it without a point or an exponent


def main(argv=None):
    """Store all notebooks of a folder and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m wattbook.report.store", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=CHECKOUT / "notebooks")
    args = parser.parse_args(argv)
    try:
        notebooks = find_notebooks(args.folder)
    except InputError as error:
        print(error, file=sys.stderr)
        return USER_ERROR
    with tempfile.TemporaryDirectory() as place:
        tasks = [Task(path, Path(place) / path.name, {}) for path in notebooks]
        failures = [failure for _, _, failure in execute_all(tasks, os.cpu_count() or 1) if failure]
        listed = states.since_stored(args.folder.parent, notebooks)
        moved = [_store(task, failures) for task in tasks if not failures]
    if not failures:
        tell_readme(args.folder.parent / "README.md", notebooks)
        if any(moved):
            print(states.line(listed, sum(moved)))
    for failure in failures:
        print(failure, file=sys.stderr)
    return RUN_ERROR if failures else 0


def tell_readme(readme, notebooks):
    """Put the headlines of the stored notebooks between the answer marks of a README, where it has them."""
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    if ANSWER.search(text):
        answer = "\n".join(f"- {gather.stored_record(path)['headline']}" for path in notebooks)
        fresh = ANSWER.sub(lambda found: f"{found[1]}\n{answer}\n{found[2]}", text)
        if fresh != text:
            readme.write_text(fresh, encoding="utf-8")
            print("README.md: the answer is renewed")


def _store(task, failures):
    """Store one executed notebook, say what moved, note what is wrong with it, and return how many cells moved."""
    import nbformat

    old, stored, fresh = (nbformat.read(path, as_version=4) for path in (task.notebook, task.notebook, task.output))
    take_outputs(stored, fresh)
    text = nbformat.writes(stored) + "\n"
    if (size := len(text.encode())) > LARGEST:
        failures.append(f"{task.notebook.name}: {size:,} bytes are too many, {LARGEST:,} are allowed; aggregate or round chart "
                        "data")
        return 0
    task.notebook.write_text(text, encoding="utf-8")
    for line in compare.moved(_recorded(old), _recorded(stored)):
        print(f"{task.notebook.stem}: {line}")
    return sum(bool(differences(one.get("outputs", []), other.get("outputs", [])))
               for one, other in zip(old.cells, stored.cells, strict=True))


def take_outputs(stored, fresh):
    """Give a stored notebook the outputs of a fresh run, where cells may have been put in, and nothing else of it."""
    outputs = {cell.id: cell for cell in fresh.cells}
    for cell in stored.cells:
        cell.metadata = {name: cell.metadata[name] for name in KEPT_CELL_METADATA if name in cell.metadata}
    for count, cell in enumerate((cell for cell in stored.cells if cell.cell_type == "code"), 1):
        cell.execution_count = count
        cell.outputs = [_lasting(output, count) for output in outputs[cell.id].outputs]
    # As JupyterLab saves it, version of the interpreter included.
    stored.metadata = {"kernelspec": KERNELSPEC, "language_info": fresh.metadata["language_info"]}


def _lasting(output, count):
    """One output without what is random in it."""
    if "execution_count" in output:
        output.execution_count = count
    data = output.get("data", {})
    data.pop(exhibit.MIME, None)
    for mime in {"text/html", "text/plain"} & {*data}:
        data[mime] = ADDRESS.sub("at 0x0", STYLED.sub(f"T_c{count}", data[mime]))
    if data:
        output.data = canonical(data)
    return output


def canonical(value):
    """The same with every number as it comes back from JavaScript, which knows no whole float."""
    def number(digits):  # the shortest, then zeros, as JavaScript prints it
        return int(Decimal(digits)) if float(digits).is_integer() and abs(float(digits)) < WHOLE else float(digits)

    return json.loads(json.dumps(value), parse_float=number)


def _recorded(notebook):
    """Recorded outputs by name; none in a notebook that was never run."""
    return {output["name"]: output for cell in notebook.cells for shown in cell.get("outputs", [])
            for output in shown.get("data", {}).get(MIME, {}).get("outputs", [])}


if __name__ == "__main__":
    sys.exit(main())
