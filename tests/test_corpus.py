"""A corpus of malformed inputs: each ends in one clear line that names the place, or loads and runs; never in anything else."""

import contextlib
import copy
import datetime
import io
import math
import re

import pytest
import yaml

from wattbook import params
from wattbook.params.files import read_yaml
from wattbook.report.cli import main

LATE, LONGEST_MESSAGE = "2025-12-31", 300
ALLOWED = re.compile(  # each message says what is allowed, or what to do
    r"\b(are|is) needed|\bneeds\b|\bneeded:|\bmust\b|allowed|physical limits|plausible in|did you mean|names|"
    r"[;,] (add|choose|close|date|give|--jobs|indent|keep|mend|name|narrow|put|save|say|see|settle|take|wattbook|write)\b")
WRONG = {
    "nothing": None,
    "yes": True,
    "text": "about five",
    "no text": "",
    "a list": [1, 2],
    "a mapping": {"a": 1},
    "not a number": math.nan,
    "infinity": math.inf,
    "a day": datetime.date(2025, 1, 31),
    "a far day": datetime.date(9999, 12, 31),
    "a huge number": 1e300,
    "below zero": -7.0,
    "ten thousand letters": "x" * 10_000,
    "a code for terminals": "\x1b[31mred\x07",
    "a name of no one": "nobody",
    "nested": [[[[]]]],
    "markup": "<script>alert(1)</script>",
    "a formula": "=1+1",
    "a path": "../../etc/passwd",
    "a number beyond all": 10**400,
    "a moment": datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.UTC),
    "letters that turn the line": "\u202edetrever\u2066",
    "half a letter": "\ud800",
}
LINES = {  # of a file of facts: what replaces the last row
    "too few cells": "bakery,revenue_run_rate,gross",
    "too many cells": ",".join("x" * 30),
    "a quote left open": '"bakery,revenue',
    "a day that is none": "bakery,revenue_run_rate,gross,2025-02-30,1,,,USD/year,ledger_2025_01,2025-03-01",
    "no number": "bakery,revenue_run_rate,gross,2025-02-28,many,,,USD/year,ledger_2025_01,2025-03-01",
    "a range the wrong way round": "bakery,revenue_run_rate,gross,2025-02-28,5,9,3,USD/year,ledger_2025_01,2025-03-01",
    "a unit of no one": "bakery,revenue_run_rate,gross,2025-02-28,5,,,USD/yr,ledger_2025_01,2025-03-01",
    "a source of no one": "bakery,revenue_run_rate,gross,2025-02-28,5,,,USD/year,hearsay,2025-03-01",
    "known before it ended": "bakery,revenue_recognised,gross,2025,5,,,USD,ledger_2025_01,2024-03-01",
    "somebody of no one": "butcher,revenue_run_rate,gross,2025-02-28,5,,,USD/year,ledger_2025_01,2025-03-01",
    "a row of commas": ",,,,,,,,,",
    "marks of a merge": "<<<<<<< HEAD",
    "a byte of nothing": "bakery\x00,revenue_run_rate",
}
BYTES = {
    "empty": b"",
    "blank": b"\n\n\n",
    "a list": b"- 1\n- 2\n",
    "one word": b"word",
    "Latin letters": "título: ñ".encode("latin-1"),
    "two bytes a letter": "a: 1".encode("utf-16"),
    "marks of a merge": b"<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n",
    "tabs": b"a:\n\t- b: 1\n",
    "a key twice": b"a: 1\na: 2\n",
    "aliases": b"a: &x [1]\nb: *x\n",
    "an open bracket": b"a: [1, 2\n",
    "a tag": b"a: !!python/object/apply:os.system ['true']\n",
    "two documents": b"a: 1\n---\nb: 2\n",
    "deep": b"a: " + b"[" * 3000,
    "nothing but bytes": bytes(range(256)),
    "a key that is no word": b"1: 2\n",
    "wide": b"a: 1\n" * 1 + b"b: " + b"x" * 1_000_000,
    "five thousand digits": b"a: " + b"1" * 5_000,
    "a number to the base of eight": b"a: 0100\n",
    "a number to the base of sixty": b"a: 1:10\n",
    "an escape of half a letter": b'a: "\\ud800"\n',
    "a key merged in": b"a: 1\n<<: {b: 1}\n",
}
ARGUMENTS = [
    ["report", "--as-of", "2025-02-30"],
    ["report", "--as-of", "2025-W10-1"],
    ["report", "--as-of", "yesterday"],
    ["report", "--as-of", ""],
    ["report", "--as-of", "1066-10-14"],
    ["report", "--draws", "0"],
    ["report", "--draws", "-5"],
    ["report", "--draws", "1e3"],
    ["report", "--draws", "99999999999"],
    ["report", "--seed", "-1"],
    ["report", "--seed", "one"],
    ["report", "--seed", "9" * 5_000],
    ["report", "--draws", "²"],
    ["report", "--as-of", "２０２６-06-30"],
    ["report", "--as-of", "2026-06-30T12:00"],
    ["report", "--as-of", "9999-12-31"],
    ["report", "a\0b"],
    ["report", "a\udcffb"],
    ["report", "base", "/"],
    ["report", "--case", ".."],
    ["report", "--\x1b[31m"],
    ["report", "--jobs", "0"],
    ["report", "--timeout", "0"],
    ["report", "nobody"],
    ["report", "../base"],
    ["report", "Base"],
    ["report", "x" * 240],
    ["report", "a b"],
    ["report", "\x1b[31m"],
    ["report", "--set", "pue"],
    ["report", "--set", "=5"],
    ["report", "--set", "pue="],
    ["report", "--set", "pue=1,2"],
    ["report", "--set", "pue=1,2,3,4,5"],
    ["report", "--set", "pue=nan"],
    ["report", "--set", "pue=inf"],
    ["report", "--set", "pue*=0"],
    ["report", "--set", "pue*=-1"],
    ["report", "--set", "pue*=1,2,3"],
    ["report", "--set", "pue*=1000"],
    ["report", "--set", "pue[grid]=1.2"],
    ["report", "--set", "nobody=1"],
    ["report", "--set", "tag:nobody*=2"],
    ["report", "--set", "tag:rent=5"],
    ["report", "--set", "wacc_per_year=8"],
    ["report", "--set", "pue=1.2", "--set", "pue=1.3"],
    ["report", "--set", "pue=1.2,1.3,1.4"],
    ["report", "--set", "pue=1.2,1.1,1.3,gaussian"],
    ["report", "--set", "source_price_usd_per_mwh=50"],
    ["report", "--notebooks", "/nowhere"],
    ["report", "--notebooks", "/etc/hostname"],
    ["report", "--notebooks", "a\0b"],
    ["report", "--out", "a\0b"],
    ["report", "--out", "o" * 300],
    ["report", "--out", "/".join(["d" * 100] * 50)],
    ["report", "--set", "pue=1:10"],
    ["report", "--set", "pue=0x10"],
    ["report", "--set", "pue=8%"],
    ["report", "--set", "pue=1,5"],
    ["report", "--set", "pue+=1e308"],
    ["report", "--set", "pue=0,-1e308,1e308"],
    ["report", "--set", "pue[]=1.2"],
    ["report", "--set", "pue\0=1.2"],
    ["report", "--out", "/etc/hostname"],
    ["report", "--out", "/proc/nowhere"],
    ["report", "--out", "/dev/null/x"],
    ["explain"],
    ["explain", "nobody"],
    ["explain", "NPV_USD"],
    ["describe", ""],
    ["find"],
    ["explain", "(" * 5_000],
    ["explain", '__import__("os").system("true")'],
    ["compare", "", ""],
    ["compare", "@", "base@"],
    ["compare", "a\0", "b"],
    ["compare", "base@2025-11-12", "base@2999-01-01"],
    ["explain", "npv_usd", "--as-of", "2999-01-01"],
    ["verify", "/etc/hostname"],
    ["verify", "x" * 5_000],
    ["sweep", "/nowhere.yaml"],
    ["sweep", "/"],
    ["new", "scenario", "../x"],
    ["new", "scenario", "x" * 300],
    ["new", "assumption", "class"],
    ["new", "notebook", "a b"],
    ["new", "nothing", "a"],
    ["new", "assumption", "pue"],
    ["new", "scenario", "base"],
    ["verify", "/nowhere"],
    ["register", "yesterday"],
    ["register", "2999-01-01"],
    ["scenarios", "--nobody"],
    ["explain", "npv_usd[2031]", "--scenario", "nobody"],
    ["explain", "sum(", ")"],
    ["describe", "nobody"],
    ["compare", "nobody@2025-13-01", "base@2025-11-12"],
    ["check", "--notebooks"],
    ["report", "--draws"],
    ["report", "--set"],
    ["hindcast", "--draws", "1"],
    ["hindcast", "--as-of", "1999-01-01"],
    ["nobody"],
    [],
    ["--nobody"],
]


def leaves(data, path=()):
    """Every place of a nested mapping or list."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield *path, key
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))


def planted(data, path, value):
    """The same data with one place replaced."""
    data = copy.deepcopy(data)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


def outcome(folder, **given):
    """Message of the mistake, or None where it loads."""
    try:
        params.load(given.pop("scenario", "dear_flour"), as_of=LATE, root=folder, **given)
    except params.InputError as error:
        return str(error)
    return None


def assert_clear(said, folder, *names):
    assert len(said.replace(str(folder), folder.name)) <= LONGEST_MESSAGE, said
    assert said.isprintable(), repr(said)
    assert "\n" not in said
    assert ALLOWED.search(said), said
    for name in names:
        assert name in said, said


# The fast one cannot write half a letter.
DUMPERS = dict.fromkeys(WRONG, getattr(yaml, "CDumper", yaml.Dumper)) | {"half a letter": yaml.Dumper}
FILES = ("case.yaml", "sources.yaml", "base/goods.yaml", "base/outlays.yaml", "scenarios/dear_flour.yaml")


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("file", FILES)
def test_a_wrong_value_in_any_place_of_a_file_is_told_in_one_line_or_is_harmless(toy, file, wrong):
    data = read_yaml(toy / file)
    for path in leaves(data):
        (toy / file).unlink()  # what is written anew waits for no disk; what is written over may
        (toy / file).write_text(yaml.dump(planted(data, path, WRONG[wrong]), Dumper=DUMPERS[wrong], sort_keys=False))
        said = outcome(toy)
        if said is not None:
            assert_clear(said, toy)


@pytest.mark.parametrize("content", BYTES)
@pytest.mark.parametrize("file", [*FILES, "observations.csv"])
def test_a_file_that_is_none_is_told_in_one_line(toy, file, content):
    (toy / file).write_bytes(BYTES[content])
    said = outcome(toy)
    assert said is not None
    assert_clear(said, toy, file)


@pytest.mark.parametrize("row", LINES)
def test_a_row_of_facts_that_is_none_is_told_in_one_line_or_left_out(toy, row):
    facts = toy / "observations.csv"
    facts.write_text(facts.read_text() + LINES[row] + "\n")
    said = outcome(toy)
    assert (said is None) == (row == "a row of commas")
    if said:
        assert_clear(said, toy, "observations.csv")


@pytest.mark.parametrize("gone", ["case.yaml", "sources.yaml", "scenarios/dear_flour.yaml", "observations.csv", "base"])
def test_a_file_that_is_gone_is_told_in_one_line(toy, gone):
    (toy / gone).rename(toy / "elsewhere")
    said = outcome(toy)
    assert said is not None
    assert_clear(said, toy)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=lambda given: " ".join(map(ascii, given))[:60] or "none")
def test_a_wrong_argument_ends_with_a_status_and_a_line(arguments, tmp_path, monkeypatch):
    monkeypatch.delenv("WATTBOOK_PARAMS", raising=False)
    monkeypatch.chdir(tmp_path)
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        try:
            status = main(arguments)
        except SystemExit as end:  # of argparse
            status = end.code
    assert status in (1, 2), told.getvalue()
    last = told.getvalue().splitlines()[-1]
    assert len(last) <= LONGEST_MESSAGE, last
    assert last.isprintable(), repr(last)
    assert ALLOWED.search(last), last
    assert "Traceback" not in told.getvalue()
    assert list(tmp_path.iterdir()) == []


def test_the_corpus_is_large(toy):
    places = sum(len(list(leaves(read_yaml(toy / file)))) for file in FILES)
    assert places * len(WRONG) + len(BYTES) * (len(FILES) + 1) + len(LINES) + len(ARGUMENTS) >= 250
