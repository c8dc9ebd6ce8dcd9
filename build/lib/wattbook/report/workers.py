"""Do many things side by side: in forks of the zygote, or in a pool of processes where there can be none."""

import os
import pickle
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from multiprocessing import get_context
from select import select

from wattbook.report import zygote


class Died(RuntimeError):
    """A worker was killed, or ran out of memory."""


def side_by_side(function, listed, jobs):
    """Call a function with each list of arguments, `jobs` at the same time.

    Parameters
    ----------
    function : callable
        Of a module: workers find it by its name.
    listed : list of tuple
        Arguments.
    jobs : int

    Yields
    ------
    place, value, error
        Place in `listed`, as each ends; what the call gave, and None; or None, and what it raised.
    """
    if jobs == 1 or len(listed) == 1:
        for place, arguments in enumerate(listed):
            yield place, *_here(function, arguments)
        return
    try:
        own = zygote.started().case(None)
    except OSError:
        yield from _in_a_pool(function, listed, jobs)
        return
    yield from _in_forks(own, function, listed, jobs)


def _here(function, arguments):
    try:
        return function(*arguments), None
    except Exception as error:
        return None, error


def _in_forks(own, function, listed, jobs):
    waiting, running = list(enumerate(listed))[::-1], {}  # running: descriptor of the end -> place, file of the answer
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                place, arguments = waiting.pop()
                asked, answer = (os.fdopen(os.memfd_create("wattbook"), "r+b") for _ in range(2))
                with asked:
                    asked.write(pickle.dumps((function, arguments, dict(os.environ))))
                    asked.seek(0)
                    _, end = own.fork({"call": True}, [asked.fileno(), answer.fileno()])
                running[end] = place, answer
            for end in select([*running], [], [])[0]:
                os.close(end)
                place, answer = running.pop(end)
                yield place, *_answered(answer)
    finally:
        for end, (_, answer) in running.items():
            with suppress(OSError):
                signal.pidfd_send_signal(end, signal.SIGKILL)
            os.close(end)
            answer.close()


def _answered(answer):
    with answer:
        answer.seek(0)
        told = answer.read()
    return pickle.loads(told) if told else (None, Died("a worker was killed, or ran out of memory"))


def _in_a_pool(function, listed, jobs):
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        places = {pool.submit(function, *arguments): place for place, arguments in enumerate(listed)}
        for future in as_completed(places):
            error = future.exception()
            yield places[future], None if error else future.result(), error
