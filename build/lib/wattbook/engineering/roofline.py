"""How fast a chip can serve or train at best: arithmetic and memory limits, for any model and chip."""

from wattbook import units
from wattbook.series import over


def decode_step_ms(weights_gb, cache_gb, batch_count, bandwidth_gb_per_second):
    """Time to produce the next token of every sequence in a batch, memory being the limit.

    t = (B KV + W) / BW. Arithmetic and communication are left out: they limit large batches of dense models. Source: jax-ml,
    How to scale your model, chapter on inference: 26 GB over 6.56 TB/s, cache of 6.7 GB.

    Parameters
    ----------
    weights_gb : (...) [GB], weights read in each step
    cache_gb : (...) [GB], key-value cache of one sequence
    batch_count : (...) [count]
    bandwidth_gb_per_second : (...) [GB/s]

    Returns
    -------
    (...) [ms]
    """
    return over((batch_count * cache_gb + weights_gb) * units.MS_PER_SECOND, bandwidth_gb_per_second)


def usd_per_mtoken(usd_per_hour, tokens_per_second):
    """Cost of a million tokens at a steady rate.

    x = USD/h 1e6 / (3600 tok/s). Source: SemiAnalysis InferenceX: 1.30 dollars an hour at 1,000 tokens a second are 0.36
    dollars.

    Parameters
    ----------
    usd_per_hour : (...) [USD/h]
    tokens_per_second : (...) [token/s], above 0

    Returns
    -------
    (...) [USD/Mtoken]
    """
    return over(usd_per_hour * units.TOKENS_PER_MTOKEN, units.SECONDS_PER_HOUR * tokens_per_second)


def prefill_second(parameters_count, tokens_count, peak_flop_per_second, efficiency):
    """Time to read a prompt, arithmetic being the limit.

    t = 2 N T / (F u). Attention over long prompts is left out. Source: jax-ml, How to scale your model: 70e9 parameters, 8,192
    tokens, 16 chips of 1.97e14 FLOP/s at 40% take 0.91 s.

    Parameters
    ----------
    parameters_count : (...) [count], parameters active for a token
    tokens_count : (...) [count]
    peak_flop_per_second : (...) [FLOP/s], of all chips that share the work
    efficiency : (...) [fraction]

    Returns
    -------
    (...) [s]
    """
    return over(2 * parameters_count * tokens_count, peak_flop_per_second * efficiency)


def training_day(training_flop, peak_flop_per_second, efficiency):
    """Time that a training run takes.

    t = C / (F u). Failures and restarts are left out. Source: jax-ml, How to scale your model: 6.3e24 FLOP on 8,960 chips of
    4.59e14 FLOP/s at 40% take 44 days.

    Parameters
    ----------
    training_flop : (...) [FLOP]
    peak_flop_per_second : (...) [FLOP/s]
    efficiency : (...) [fraction]

    Returns
    -------
    (...) [day]
    """
    seconds = training_flop / (peak_flop_per_second * efficiency)
    return seconds / (units.HOURS_PER_DAY * units.SECONDS_PER_HOUR)


def critical_batch_count(peak_flop_per_second, bandwidth_gb_per_second, bytes_per_parameter):
    """Batch above which arithmetic, not memory, limits a dense model.

    B = F bytes / (2 BW). Source: jax-ml, How to scale your model: 1.97e14 FLOP/s over 8.2e11 bytes/s at two bytes give 240.

    Parameters
    ----------
    peak_flop_per_second : (...) [FLOP/s]
    bandwidth_gb_per_second : (...) [GB/s]
    bytes_per_parameter : (...) [ratio]

    Returns
    -------
    (...) [count]
    """
    return peak_flop_per_second * bytes_per_parameter / (2 * bandwidth_gb_per_second * units.BYTES_PER_GB)
