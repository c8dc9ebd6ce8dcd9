"""Parts that fail and queues that form: tools with no model of their own."""

import numpy as np

from wattbook.series import over


def k_of_n(works, needed, installed):
    """Probability that at least `needed` of `installed` like parts work.

    A = sum for i = needed .. installed of C(installed, i) w^i (1 - w)^(installed - i), as a regularised incomplete beta
    function. Parts fail independently.

    Parameters
    ----------
    works : (...) [fraction], probability that one part works
    needed, installed : (...) [count]

    Returns
    -------
    (...) [fraction]
    """
    from scipy.special import betainc

    return betainc(needed, installed - needed + 1, works)


def common_cause_unavailability(unavailable, beta, needed, spares):
    """Probability that fewer than `needed` parts work, with a share of failures that takes all.

    U = beta u + 1 - A(1 - (1 - beta) u), A that at least needed of needed + spares work. Sum of two small chances; their
    overlap is left out. Source: IEC 61508-6 (beta factor).

    Parameters
    ----------
    unavailable : (...) [fraction], of one part
    beta : (...) [fraction], share of failures with a common cause
    needed, spares : (...) [count]

    Returns
    -------
    (...) [fraction]
    """
    own = (1 - beta) * unavailable
    return beta * unavailable + 1 - k_of_n(1 - own, needed, needed + spares)


def queue_wait(servers, load, service):
    """Mean wait in a queue with several servers, random arrivals and random service (M/M/c).

    W = C s / (c (1 - load)), C = B / (1 - load (1 - B)), B the loss formula of Erlang at c load. Servers need not be whole.
    Source: Erlang (1917); Kleinrock (1975), Queueing Systems.

    Parameters
    ----------
    servers : (...) [count], at least 1
    load : (...) [fraction], above 0 and below 1
    service : (...) [any time], mean service time

    Returns
    -------
    (...) [as service]
    """
    from scipy.special import gammaincc, gammaln, xlogy

    offered = servers * load
    pmf = np.exp(xlogy(servers, offered) - offered - gammaln(servers + 1))
    blocked = pmf / gammaincc(servers + 1, offered)
    waits = blocked / (1 - load * (1 - blocked))
    return over(waits * service, servers * (1 - load))
