"""One process with all libraries imported and cases opened, which forks kernels and workers.

A request is one packet: JSON, with descriptors. ``open`` and ``close`` name a case. ``argv``, ``cwd`` and ``env`` with stdout
and stderr ask for a kernel; ``call`` with two files for a worker, which reads a function and its arguments from one and writes
what it gave to the other; both are answered with the process number and a descriptor that tells its end. Whoever loses the
other end of its socket kills its forks and leaves: nothing outlives the process that asked, however that one ends.
"""

import atexit
import gc
import importlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from select import select

# One thread and a fixed hash seed: the same inputs then give the same digits whatever else the machine does.
SETTINGS = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
OFF = "WATTBOOK_NO_FORK"  # variable: start every process on its own
IMPORTED = ("ipykernel.debugger", "ipykernel.kernelapp", "scipy.optimize", "wattbook.run", "wattbook.frames", "wattbook.charts",
            "wattbook.hindcast", "wattbook.report.index", "wattbook.report.beliefs", "wattbook.report.gates",
            "wattbook.report.handover", "jinja2", "xlsxwriter")
# The working folder may hold files named like modules.
START = f"import sys; sys.path.pop(0); from {__name__} import main; main()"
PACKET = 2**17  # [byte] of a request
PATIENCE = 600  # [s] to wait for an answer: a case of many draws takes long to open
DIE_WITH_PARENT = 1  # of Linux's prctl

_one = None  # the zygote of this process
_starting = threading.Lock()
serving = False  # whether this process is a zygote, or a fork of one


class Zygote:
    """Our end of it."""

    def __init__(self):
        self.socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(PATIENCE)
        self.owner, self.lock, self.env = os.getpid(), threading.Lock(), {**os.environ, **SETTINGS}
        self.process = subprocess.Popen([sys.executable, "-c", START, str(other.fileno())], env=self.env,
                                        stdin=subprocess.DEVNULL, pass_fds=[other.fileno()], start_new_session=True)
        other.close()

    def tell(self, **request):
        """Send requests that have no answer."""
        from wattbook.params import default_root

        for what, case in request.items():
            with self.lock:
                self.socket.send(json.dumps({what: {**case, "root": str(default_root().resolve())}}, default=str).encode())

    def fork(self, request, descriptors):
        """Fork a kernel or a worker; return its process number and the descriptor that tells its end."""
        with self.lock:
            try:
                socket.send_fds(self.socket, [json.dumps(request).encode()], descriptors)
                answer, (end,), *_ = socket.recv_fds(self.socket, PACKET, 1)
            except (OSError, ValueError):
                self.close()  # else a late answer would be taken for that to the next request
                raise
        return json.loads(answer)["pid"], end

    def close(self):
        """Let it go, with all its forks."""
        self.socket.close()
        self.process.kill()  # it may be busy
        self.process.wait()


def started():
    """The zygote of this process, started where it does not run; OSError where there can be none."""
    global _one
    if sys.platform != "linux" or os.environ.get(OFF) or serving:
        raise OSError("no process is forked from here")
    with _starting:
        if _one is None or _one.owner != os.getpid() or _one.process.poll() is not None:
            _one = Zygote()
            atexit.register(_end, _one)
        return _one


def _end(one):
    """Let it go as Python ends, which a second Ctrl-C does not disturb."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    one.close()


def tell(**request):
    """Let the zygote ``open`` or ``close`` a case, arguments of `wattbook.run.open_run`; returns whether there is one."""
    with suppress(OSError):
        started().tell(**request)
        return True
    return False


def main():
    """Be the zygote: import, then serve until the other end is gone."""
    global serving
    asks, children, serving = socket.socket(fileno=int(sys.argv[1])), {}, True
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks, which decides what to kill
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger would tell each user what is no fault of his
    for name in IMPORTED:
        importlib.import_module(name)
    with suppress(ConnectionError):  # whoever asks may be killed at any moment
        _serve(asks, children)
    for child in children.values():
        kill(child)


def _serve(asks, children):
    """Do what is asked until the other end is closed."""
    from wattbook import run

    while packet := (found := socket.recv_fds(asks, PACKET, 2))[0]:
        request, descriptors = json.loads(packet), found[1]
        for gone in select([*children], [], [], 0)[0]:
            del children[gone]
            os.close(gone)
        if "close" in request:
            run.let_go(**request["close"])
        elif "open" in request:  # a mistake in it is told by the notebook, which will make it again
            with suppress(Exception):
                run.keep_open(**request["open"])
        else:
            gc.freeze()  # a collection in a fork would copy the pages that all share
            do = partial(_be_worker if "call" in request else _be_kernel, request, descriptors)
            pid, end = fork(do, [asks.fileno(), *children])
            children[end] = pid
            socket.send_fds(asks, [json.dumps({"pid": pid}).encode()], [end])
        for one in descriptors:
            os.close(one)


def fork(do, descriptors=()):
    """Fork a process that does something: it leads a group of its own, has none of some descriptors, and dies with this one."""
    parent, child = os.getpid(), os.fork()
    if child:
        try:
            return child, os.pidfd_open(child)
        except ProcessLookupError:  # it has ended already, and nobody waits for it
            end, other = os.pipe()
            os.close(other)
            return child, end
    import ctypes

    os.setsid()
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() == parent:
        for one in descriptors:
            os.close(one)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            do()
        finally:
            os._exit(0)
    os._exit(0)


def kill(pid):
    """End a fork and its group, or it alone where it does not lead one yet."""
    with suppress(OSError):
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            os.kill(pid, signal.SIGKILL)


def outcome(function, arguments):
    """What a call gives and None, or None and what it raises."""
    try:
        return function(*arguments), None
    except Exception as error:
        return None, error


def work(function, arguments, answer):
    """Leave the outcome of a call in a file."""
    told = pickle.dumps(outcome(function, arguments))
    with open(answer, "wb") as file:
        file.write(told)


def _be_worker(_, descriptors):
    with open(descriptors[0], "rb") as file:
        function, arguments, env = pickle.load(file)
    os.environ.update(env)
    work(function, arguments, descriptors[1])


def _be_kernel(request, descriptors):
    for place, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, place)
        os.close(descriptor)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))  # as a launched one has it
    if "numpy.random" in sys.modules:  # its global state is the same in every fork
        sys.modules["numpy.random"].seed()
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = request["argv"][request["argv"].index("ipykernel_launcher"):]
    IPKernelApp.launch_instance(sys.argv[1:], parent_handle=os.getppid())
