"""The first page of a report: five headlines, the key outputs, what moved, how it was made."""

from wattbook import tables
from wattbook.report import handover, page
from wattbook.report.tables import labelled

KEY_OUTPUTS = 6  # a notebook; the rest stands behind one line
HASH_SHOWN = 12  # characters


def render(edition, notebooks, manifest, context):
    """Print the index.

    Parameters
    ----------
    edition : Edition
        What was asked for.
    notebooks : list of dict
        ``stem``, ``short``, ``question`` and ``record`` of every notebook, in order.
    manifest : dict
        Facts of the run, from `gather.manifest`.
    context : dict
        ``question`` and ``story`` of the case, ``as_of_words``, ``previous`` (date or None), ``changes`` (what
        `compare.since` gives).

    Returns
    -------
    str
        HTML.
    """
    from jinja2 import Environment

    changes = context["changes"] and {**context["changes"], **{name: _rows(*context["changes"][name])
                                                               for name in ("figures", "inputs")}}
    listed = [{**one, "headline": one["record"]["headline"], **_split(one["record"])} for one in notebooks]
    template = Environment(autoescape=True).from_string(page.template("index.html.j2"))
    return template.render(
        kit=page.KIT, css=_safe(page.template("report.css")), edition=edition, notebooks=listed,
        facts_table=_rows(("Fact", "Value"), facts(manifest)),
        cited=handover.citation(edition, manifest), **{**context, "changes": changes})


def facts(manifest):
    """Run facts as rows of two texts."""
    commit = manifest["commit"]
    changed = ", with changes on top" if commit and commit["dirty"] else ""
    told = "not a checkout" if commit is None else commit["id"][:HASH_SHOWN] + changed
    packages = ", ".join(f"{name} {manifest['packages'][name]}" for name in ("wattbook", "numpy", "scipy", "pandas", "altair"))
    return [("Commit", told), ("Hash of the inputs", manifest["inputs_sha256"][:HASH_SHOWN]),
            ("Hash of the outputs", manifest["outputs_sha256"][:HASH_SHOWN]),
            ("Draws and seed", f"{manifest['draws']:,} draws, seed {manifest['seed']}"),
            ("Run", f"{manifest['started_utc']}, {sum(manifest['seconds'].values()):.0f} s of notebooks"),
            ("Versions", f"Python {manifest['python']}, {packages}")]


def _split(record):
    """The first outputs of a record, and the rest."""
    first, rest = record["outputs"][:KEY_OUTPUTS], record["outputs"][KEY_OUTPUTS:]
    return {"table": _safe(page.output_table(first)), "rest_count": len(rest),
            "rest": _safe(page.output_table(rest)) if rest else ""}


def _rows(heads, rows):
    return _safe(labelled(tables.table(dict.fromkeys(heads, tables.TEXT), rows).markup))


def _safe(markup):
    from markupsafe import Markup

    return Markup(markup)
