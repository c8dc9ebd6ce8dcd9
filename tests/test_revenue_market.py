"""Market editions and definitions."""

import numpy as np
import pytest

from wattbook import params
from wattbook.run import Run
from wattbook.subject.revenue import measures


def test_the_article_joins_two_editions():
    # Grand View Research: 136.55 (2022) and 1,811.75 (2030) -> 38.1% a year; 196.63 (2023) -> 37.3%.
    assert measures.market_growth_per_year(136.55, 1811.75, 2022, 2030) == pytest.approx(0.381, abs=5e-4)
    assert measures.market_growth_per_year(196.63, 1811.75, 2023, 2030) == pytest.approx(0.373, abs=5e-4)


def test_the_first_edition_at_its_own_growth_ends_near_1723():
    assert measures.market_usd_per_year(
        np.array([[[136.55]]]), np.array([[[2022]]]), np.array([[[0.373]]]), np.array([[2030]])
    ).item() == pytest.approx(1723, rel=2e-3)


def test_seventy_is_fourteen_per_cent_of_the_path_of_2026():
    # 136.55 x 1.381^4 = 497 and 196.63 x 1.373^3 = 509 -> 14.1 and 13.8%
    first = measures.required_market_share(70, 2026, 136.55, 2022, 0.381)
    assert first == pytest.approx(0.141, abs=5e-4)
    assert pytest.approx(0.138, abs=5e-4) == 70 / (196.63 * 1.373**3)


def test_shares_by_definition_follow_their_publishers():
    run = Run(params.load(as_of="2026-11-22"))
    # 70 / (136.55 x 1.373^4), / (196.63 x 1.373^3), / (81.3 x 1.214^4), / 2590
    shares = run.array("target_revenue_usd_per_year / market_usd_per_year")
    assert shares.ravel() == pytest.approx([0.1443, 0.1375, 0.3964, 0.0270], abs=5e-4)
    # the widest definition is the last one: 136.55 x 1.373^4 = 485.3 of 2,590
    assert run.draws("market_usd_per_year[grand_view_2022] / max(market_usd_per_year)").item() == pytest.approx(0.187, abs=5e-4)


def test_a_market_in_its_base_year_is_its_base():
    base = np.array([[[5.0], [7.0]]])
    assert measures.market_usd_per_year(
        base, np.full((1, 2, 1), 2026.0), np.array([[[0.3], [0.2]]]), np.array([[2026.0]])
    ).tolist() == [[[5.0], [7.0]]]
