"""How fast a chip can serve or train at best: arithmetic and memory limits. Source: jax-ml, How to scale your model."""

from wattbook import units
from wattbook.series import over


def decode_step_ms(weights_gb, cache_gb, batch_count, bandwidth_gb_per_second):
    """Time to produce the next token of every sequence in a batch, memory being the limit: t = (B KV + W) / BW."""
    return over((batch_count * cache_gb + weights_gb) * units.MS_PER_SECOND, bandwidth_gb_per_second)


def usd_per_mtoken(usd_per_hour, tokens_per_second):
    """Cost of a million tokens at a steady rate: x = USD/h 1e6 / (3600 tok/s). Source: SemiAnalysis InferenceX."""
    return over(usd_per_hour * units.TOKENS_PER_MTOKEN, units.SECONDS_PER_HOUR * tokens_per_second)


def prefill_second(parameters_count, tokens_count, peak_flop_per_second, efficiency):
    """Time to read a prompt, arithmetic being the limit: t = 2 N T / (F u); attention over long prompts is left out."""
    return over(2 * parameters_count * tokens_count, peak_flop_per_second * efficiency)
