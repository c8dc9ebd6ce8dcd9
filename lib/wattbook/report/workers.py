"""Do many things side by side: in forks of the zygote, of this process where it is one, or in a pool where there are none."""

import os
import pickle
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from select import select

from wattbook.report import zygote

_running = set()  # process numbers of forks


class Died(RuntimeError):
    """A worker was killed, or ran out of memory."""


def apart(function, *arguments):
    """Call a function in a fork, where there can be one, and return what it gives, or raise what it raised."""
    return every(function, [arguments], 1, alone=False)[0]


def every(function, listed, jobs, alone=True):
    """What a function gives for each list of arguments, in order, see `side_by_side`; the first error ends it."""
    found = {}
    for place, value, error in side_by_side(function, listed, jobs, alone):
        if error:
            raise error
        found[place] = value
    return [found[place] for place in sorted(found)]


def side_by_side(function, listed, jobs, alone=True):
    """Call a function of a module with each list of arguments, `jobs` at the same time; yield place, value and error of each.
    What is called one after the other is called here, unless it should not be `alone`."""
    forks = zygote.serving or zygote.tell()
    if (alone or not forks) and (jobs == 1 or len(listed) == 1):
        for place, arguments in enumerate(listed):
            yield place, *zygote.outcome(function, arguments)
        return
    yield from (_in_forks if forks else _in_a_pool)(function, listed, jobs)


def _in_forks(function, listed, jobs):
    waiting, running = list(enumerate(listed))[::-1], {}  # running: descriptor of the end -> place, process, file of the answer
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                place, arguments = waiting.pop()
                answer = _memory()
                try:
                    pid, end = _fork(function, arguments, answer.fileno())
                    running[end] = place, pid, answer
                    _running.add(pid)
                except (OSError, ValueError):  # what forks is gone, or can no more: it is done here
                    answer.close()
                    yield place, *zygote.outcome(function, arguments)
            for end in select([*running], [], [])[0] if running else ():
                os.close(end)
                place, pid, answer = running.pop(end)
                _running.discard(pid)
                with answer:
                    answer.seek(0)
                    said = answer.read()
                yield place, *(pickle.loads(said) if said else (None, Died("a worker was killed, or ran out of memory")))
    finally:
        for end, (_, pid, answer) in running.items():
            zygote.kill(pid)
            _running.discard(pid)
            os.close(end)
            answer.close()


def stop():
    """End all forks, whoever waits for them."""
    for pid in list(_running):
        zygote.kill(pid)


def _memory():
    return os.fdopen(os.memfd_create("wattbook"), "r+b")


def _fork(function, arguments, answer):
    """Process number and end of a fork that writes what a call gives into a file."""
    if zygote.serving:
        return zygote.fork(lambda: zygote.work(function, arguments, answer))
    with _memory() as asked:
        asked.write(pickle.dumps((function, arguments, dict(os.environ))))
        asked.seek(0)
        return zygote.started().fork({"call": True}, [asked.fileno(), answer])


def _in_a_pool(function, listed, jobs):
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        places = {pool.submit(function, *arguments): place for place, arguments in enumerate(listed)}
        for future in as_completed(places):
            error = future.exception()
            yield places[future], None if error else future.result(), error
