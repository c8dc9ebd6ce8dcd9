"""Serving: rooflines of the scaling book, a published day of inference, floors by kind of work."""

import numpy as np
import pytest

from tests.drawn import SEEDS, central, moved, over, run, values
from wattbook.engineering import decode_step_ms, prefill_second, usd_per_mtoken


@pytest.mark.parametrize(("batch", "published"), [(1, 4.98), (8, 12.13), (16, 20.30), (32, 36.65), (64, 69.33), (240, 249.09)])
def test_decode_steps_agree_with_the_scaling_book(batch, published):
    # jax-ml, How to scale your model: 26 GB of weights, 6.7 GB of cache a sequence, 6.56 TB/s.
    assert decode_step_ms(26.0, 6.7, batch, 6560.0) == pytest.approx(published, abs=0.005)


def test_prefill_and_critical_batch_agree_with_the_scaling_book():
    # 70e9 parameters, 8,192 tokens, 16 chips of 1.97e14 FLOP/s at 40%: 0.91 s. Two bytes at 8.2e11 bytes/s: 240.
    assert prefill_second(70e9, 8192, 16 * 1.97e14, 0.4) == pytest.approx(0.910, abs=5e-4)
    a_token, weights = prefill_second(1e9, 1, 1.97e14, 1), decode_step_ms(2.0, 0.0, 1, 820.0) / 1000
    assert weights / a_token == pytest.approx(240, abs=0.5)  # so many tokens take as long as the weights


def test_cost_of_tokens_agrees_with_inferencex():
    # SemiAnalysis InferenceX: 1.30 dollars an hour at 1,000 tokens a second: 0.36111 dollars a million.
    assert usd_per_mtoken(1.30, 1000.0) == pytest.approx(0.36111, abs=5e-6)


def test_a_published_day_of_inference_closes():
    # DeepSeek open-infra-index: 226.75 nodes of 8 at 2 dollars an hour, a day; 342, 266 and 168 billion tokens.
    cost, income = 226.75 * 8 * 24 * 2, 342e3 * 0.14 + 266e3 * 0.55 + 168e3 * 2.19
    assert cost == pytest.approx(87_072)
    assert income == pytest.approx(562_027, rel=2e-4)  # published from unrounded tokens
    assert income / cost - 1 == pytest.approx(5.4547, abs=2e-3)
    node = 16.0  # dollars an hour: 8 chips at 2
    read, written = usd_per_mtoken(node, 73_700.0), usd_per_mtoken(node, 14_800.0)
    assert (608e3 * read + 168e3 * written) / cost == pytest.approx(1.0005, abs=5e-5), "node time adds up to the day"


def test_output_cost_by_hand():
    # Step (10 + 10 x 1) GB / 1000 GB/s = 20 ms, 10 tokens, half of it reached: 250 tokens a second; 3.6 dollars an hour: 4.
    inputs = central(cost_usd_per_running_h100e_hour=1.8, h100e_per_accelerator_ratio=2, decode_weights_gb=10,
                     decode_cache_gb=1, decode_batch_count=10,
                     accelerator_bandwidth_gb_per_second=1000, decode_efficiency=0.5, serving_intensity_ratio=1)
    assert run(["output_cost_usd_per_mtoken"], inputs)[0] == pytest.approx(4)


def test_floor_price_by_hand():
    # Half output at 4, half input at 1 of which half cached for nothing: 2 + 0.25; half busy, all paid: 4.5. A tenth of the
    # computing for what is cached: 2 + 0.5 (1 - 0.5 x 0.9) = 2.275, over a half.
    work = {f"workload_{name}_share": np.full((1, 1, 1), share)
            for name, share in {"output": 0.5, "cached": 0.5, "busy": 0.5, "paid": 1.0}.items()}
    inputs = {**central(input_cost_usd_per_mtoken=1, output_cost_usd_per_mtoken=4, cached_compute_ratio=0), **work}
    assert run(["floor_price_usd_per_mtoken"], inputs)[0].ravel() == pytest.approx([4.5])
    tenth = {**inputs, **central(cached_compute_ratio=0.1)}
    assert run(["floor_price_usd_per_mtoken"], tenth)[0].ravel() == pytest.approx([4.55])


def test_memory_and_arithmetic_limits_reproduce_what_deepseek_measured():
    # 73.7 thousand tokens in (56% cached) and 14.8 thousand out a second a node of eight H800, 3,350 GB/s: the assumed
    # efficiencies must hold the measured rates inside their ranges, or the floor rests on nothing.
    step = decode_step_ms(12.0, 0.35, 128, 3350.0)
    assert 0.15 < 14_800 / 8 / (128 / step * 1000) < 0.45
    assert 0.18 < 73_700 * 0.44 / 8 * 2 * 37e9 / 989e12 < 0.45


@over(SEEDS)
def test_free_users_and_idle_hours_make_the_floor_dearer(seed):
    before, half = moved(seed, ["floor_price_usd_per_mtoken"], workload_paid_share=lambda share: share / 2)
    assert half[0] == pytest.approx(2 * before[0])
    before, idle = moved(seed, ["floor_price_usd_per_mtoken"], workload_busy_share=lambda share: share / 2)
    assert (idle[0] > before[0]).all()


@over(SEEDS)
def test_the_floor_falls_with_the_price_when_efficiency_follows_it(seed):
    inputs = {**values(seed), **central(efficiency_to_price_ratio=1)}
    floor, price = run(["floor_price_path_usd_per_mtoken", "price_path_usd_per_mtoken"], inputs)
    assert price / floor == pytest.approx(np.broadcast_to((price / floor)[:, :1], price.shape))
