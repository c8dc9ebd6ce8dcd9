"""Re-weighting of stored draws: closed forms, then re-runs of the library at the same beliefs."""

import base64
import shutil

import numpy as np
import pytest
from scipy.stats import norm

from tests.browser.check_pages import FLAGS
from wattbook import decision, uncertainty
from wattbook.report import beliefs
from wattbook.run import open_run
from wattbook.words import verdict

P = (0.1, 0.5, 0.9)
KEYS = ("npv_usd", "recognised_revenue_usd[2028]", "max(revenue_capacity_nominal_usd_per_year)")
MOVES = 20


# What the script of the page reckons, in a few lines more


def weights(scores, correlation, shift, width):
    """w = f(u) / f(z) / prod(width), u = (z - shift) / width, f the normal density with the correlation of the scores."""
    moved, inverse = (scores - shift) / width, np.linalg.inv(correlation)
    gap = np.einsum("ij,jk,ik->i", scores, inverse, scores) - np.einsum("ij,jk,ik->i", moved, inverse, moved)
    return np.exp(gap / 2) / np.prod(width)


def effective(weight):
    """Effective number of weighed draws (Kish 1965)."""
    return weight.sum() ** 2 / (weight**2).sum()


def weighed_quantiles(values, weight, probabilities):
    """Quantiles of weighed draws, those without a value left out."""
    known = ~np.isnan(values)
    return np.quantile(values[known], probabilities, weights=weight[known], method="inverted_cdf")


@pytest.fixture(scope="module")
def run():
    return open_run("base", "2026-11-22", draws=beliefs.DRAWS)


@pytest.fixture(scope="module")
def inputs(run):
    moved, joined = beliefs.chosen(run)
    return moved + joined, len(moved)


def test_a_shift_of_one_standard_deviation_keeps_one_draw_in_e():
    # Weights exp(s z - s^2 / 2) have mean square exp(s^2): n / e of n draws are effective; the weighed mean is s.
    z = norm.ppf(uncertainty.strata("a", 50_000, 1))[:, None]
    w = weights(z, np.eye(1), np.array([1.0]), np.array([1.0]))
    assert effective(w) / 50_000 == pytest.approx(np.exp(-1), rel=0.01)
    assert (w @ z[:, 0]) / w.sum() == pytest.approx(1, abs=0.01)
    assert weighed_quantiles(z[:, 0], w, P) == pytest.approx(norm.ppf(P) + 1, abs=0.05)


def test_a_wider_belief_has_wider_quantiles_and_a_correlated_one_stays_where_it_is():
    drawn = norm.ppf(np.column_stack(list(uncertainty.joint(["a", "b"], [[1, 0.5], [0.5, 1]], 50_000, 1).values())))
    together = uncertainty.of_scores(np.array([[1, 0.5], [0.5, 1]]))
    w = weights(drawn, together, np.array([0.5, 0]), np.array([1.2, 1]))
    assert weighed_quantiles(drawn[:, 0], w, P) == pytest.approx(0.5 + 1.2 * norm.ppf(P), abs=0.06)
    assert weighed_quantiles(drawn[:, 1], w, P) == pytest.approx(norm.ppf(P), abs=0.06)


@pytest.fixture(scope="module")
def tried(run, inputs):
    """Twenty random moves: shift and width of each input, weights, and the run of the library at those beliefs."""
    names, movable = inputs
    # by rank, as the page has them: draws that end at a physical limit keep apart
    drawn = np.array([run.draws(one) for one in names])
    ranks = np.argsort(np.argsort(drawn, kind="stable"), kind="stable").T
    scores = norm.ppf((ranks + 0.5) / beliefs.DRAWS)
    together, luck, found = beliefs.correlation(run, names), np.random.default_rng(5), []
    for _ in range(MOVES):
        shift, width = np.zeros(len(names)), np.ones(len(names))
        for place in luck.choice(movable, 2, replace=False):
            shift[place], width[place] = luck.uniform(-1, 1), luck.uniform(0.8, 1.1)
        anew = decision.shifted(run, {name: by for name, by, wide in zip(names, shift, width, strict=True) if by or wide != 1},
                                dict(zip(names, width, strict=True)))
        found.append((shift, width, weights(scores, together, shift, width), anew))
    return found


def test_weighed_draws_agree_with_twenty_re_runs_within_their_error(run, tried):
    for shift, width, weight, anew in tried:
        count = effective(weight)
        assert count > beliefs.LEAST
        for key in KEYS:
            again = uncertainty.quantiles(anew.draws(key), P)
            for p, value in zip(P, again, strict=True):
                error = 4 * np.sqrt(p * (1 - p) * (1 / count + 1 / beliefs.DRAWS))
                low, high = weighed_quantiles(run.draws(key), weight, np.clip([p - error, p + error], 0.001, 0.999))
                assert low <= value <= high, (key, p, shift, width)


def test_the_data_of_a_page_is_compact_and_gives_the_draws_back(run):
    told = beliefs.packed(run)
    assert len(beliefs.fragment(run)) < 500_000
    assert told["moved"] == 12
    ranks = np.frombuffer(base64.b64decode(told["ranks"]), "<u2").reshape(-1, beliefs.DRAWS)
    for place, one in enumerate(told["outputs"]):
        own, draws = ranks[len(told["inputs"]) + place], run.draws(one["key"])
        known = own != beliefs.MISSING
        assert (known == ~np.isnan(draws)).all()
        values = np.interp(own[known] / max(one["known"] - 1, 1), np.linspace(0, 1, beliefs.POINTS), one["table"])
        low, _, high = truth = uncertainty.quantiles(draws, P)
        assert uncertainty.quantiles(values, P) == pytest.approx(truth, abs=0.01 * (high - low) + 1e-9)


def test_a_case_without_these_outputs_or_with_nothing_bought_has_no_section():
    assert beliefs.fragment(open_run("base", "2026-11-22", {"budget_usd": 0}, draws=100)) == ""


def test_the_script_is_short():
    assert len(beliefs.page.template("beliefs.js").splitlines()) < 300


@pytest.fixture(scope="module")
def page(run, tmp_path_factory):
    """The fragment alone in a real browser, with the network off."""
    playwright = pytest.importorskip("playwright.sync_api")
    if shutil.which("chromium") is None:
        pytest.skip("no Chromium on this machine")
    path = tmp_path_factory.mktemp("beliefs") / "page.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{beliefs.fragment(run)}", encoding="utf-8")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(offline=True)
        shown = context.new_page()
        shown.faults, shown.asked = [], []
        shown.on("pageerror", lambda error: shown.faults.append(str(error)))
        shown.on("request", lambda request: shown.asked.append(request.url))
        shown.goto(path.as_uri())
        yield shown


def test_the_page_says_what_the_report_says_while_nothing_is_moved(page, run):
    said = verdict.earns(run.mean("npv_usd > 0"), run.summary("wacc_per_year"), run.summary("irr_per_year"))
    assert page.inner_text(".says") == said
    assert page.inner_text(".draws") == f"{beliefs.DRAWS:,} effective draws of {beliefs.DRAWS:,}."
    assert page.faults == []


def test_the_script_agrees_with_the_library_on_the_twenty_moves(page, run, tried):
    for shift, width, weight, _ in tried:
        made = page.evaluate("moves => { const found = wattbookBeliefs.answer(moves); return [found.effective, found.outputs,"
                             " found.chances, found.says]; }", np.column_stack([shift, width]).tolist())
        assert made[0] == pytest.approx(effective(weight), rel=1e-3)
        assert made[2][0] == pytest.approx(weight[run.draws("npv_usd") > 0].sum() / weight.sum(), abs=2e-3)
        for key in KEYS:
            mine = weighed_quantiles(run.draws(key), weight, P)
            assert made[1][key] == pytest.approx(mine, rel=0.02, abs=2e8)


def test_a_reader_moves_a_belief_and_the_sentence_follows_or_is_refused(page):
    before = page.inner_text(".says")
    page.evaluate("""() => { const ends = document.querySelectorAll('#believe-otherwise input');
        ends[0].value = -1; ends[0].dispatchEvent(new Event('input', {bubbles: true})); }""")
    after = page.inner_text(".says")
    assert after != before
    link = page.get_attribute("a.link", "href")
    assert link.startswith("#believe=")
    page.evaluate("""() => { const ends = document.querySelectorAll('#believe-otherwise input');
        [0, 2, 4, 6].forEach(at => { ends[at].value = 2; }); ends[0].dispatchEvent(new Event('input', {bubbles: true})); }""")
    assert page.inner_text(".says") == verdict.REFUSED
    page.click("#believe-otherwise button")
    assert page.inner_text(".says") == before
    page.evaluate(f"() => {{ location.hash = {link!r}; }}")
    page.wait_for_timeout(300)
    assert page.inner_text(".says") == after
    assert all(url.startswith("file:") for url in page.asked)
