"""Parts that fail and queues that form: tools with no model of their own."""

import numpy as np

from wattbook.series import over


def k_of_n(works, needed, installed):
    """Probability that at least `needed` of `installed` parts work, each with chance w, failing independently.

    A = sum for i = needed .. installed of C(installed, i) w^i (1 - w)^(installed - i), as a regularised incomplete beta
    function.
    """
    from scipy.special import betainc

    return betainc(needed, installed - needed + 1, works)


def common_cause_unavailability(unavailable, beta, needed, spares):
    """Probability that fewer than `needed` of needed + spare parts work, a share beta of failures taking all.

    U = beta u + 1 - A(1 - (1 - beta) u): two small chances whose overlap is left out. Source: IEC 61508-6 (beta factor).
    """
    own = (1 - beta) * unavailable
    return beta * unavailable + 1 - k_of_n(1 - own, needed, needed + spares)


def queue_wait(servers, load, service):
    """Mean wait, in the unit of `service`, for one of several servers, random arrivals and service (M/M/c); load below 1.

    W = C s / (c (1 - load)), C = B / (1 - load (1 - B)), B the loss formula of Erlang at c load. Servers need not be whole.
    Source: Erlang (1917); Kleinrock (1975), Queueing Systems.
    """
    from scipy.special import gammaincc, gammaln, xlogy

    offered = servers * load
    pmf = np.exp(xlogy(servers, offered) - offered - gammaln(servers + 1))
    blocked = pmf / gammaincc(servers + 1, offered)
    waits = blocked / (1 - load * (1 - blocked))
    return over(waits * service, servers * (1 - load))
