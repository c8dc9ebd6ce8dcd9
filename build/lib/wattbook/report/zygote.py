"""One process with all libraries imported, which forks kernels and workers; a fork of it has a case opened as well.

A request is one packet: JSON, with file descriptors. ``{"case": ...}`` and a socket fork a process that opens the case and
takes requests from there. ``{"argv": ..., "cwd": ..., "env": ...}`` with stdout and stderr fork a kernel. ``{"call": ...}``
with two files forks a worker: it reads a function and its arguments from one and writes what it gave to the other. The answer
is the process number and a descriptor that tells its end. Whoever loses the other end of its socket kills its forks and leaves:
nothing outlives the process that asked, however that one ends.
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
from select import select

# One thread and a fixed hash seed: the same inputs then give the same digits whatever else the machine does.
SETTINGS = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
CASE, OFF = "WATTBOOK_CASE", "WATTBOOK_NO_FORK"  # variables: what a kernel will open; start every process on its own
OWN = ("PYTHON", "LD_", "LC_", "LANG", "TZ", *SETTINGS)  # variables that count when a process starts
IMPORTED = ("ipykernel.debugger", "ipykernel.kernelapp", "scipy.optimize.elementwise", "scipy.special", "wattbook.run",
            "wattbook.frames", "wattbook.charts", "wattbook.hindcast")
# What no case needs, but who writes pages.
PRINTING = ("wattbook.report.page", "wattbook.report.cards", "jinja2", "pygments.lexers", "pygments.formatters")
# The working folder may hold files named like modules.
START = f"import sys; sys.path.pop(0); from {__name__} import main; main()"
PACKET = 2**17  # [byte] of a request
PATIENCE = 60  # [s] to wait for an answer
DIE_WITH_PARENT = 1  # of Linux's prctl


class Channel:
    """Our end of the socket of one process that forks."""

    def __init__(self):
        self.socket, self.other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(PATIENCE)
        self.lock = threading.Lock()

    def ask(self, request, descriptors):
        """Send a request with descriptors."""
        socket.send_fds(self.socket, [json.dumps(request).encode()], descriptors)

    def fork(self, request, descriptors):
        """Fork a kernel or a worker; return its process number and the descriptor that tells its end."""
        with self.lock:
            try:
                self.ask(request, descriptors)
                answer, (end,), *_ = socket.recv_fds(self.socket, PACKET, 1)
            except (OSError, ValueError):
                self.close()  # else a late answer would be taken for that to the next request
                raise
        return json.loads(answer)["pid"], end

    def close(self):
        """Let the process go, with all its forks."""
        self.socket.close()


class Zygote(Channel):
    """The process with the libraries, started by this one, and its forks."""

    def __init__(self):
        super().__init__()
        self.owner, self.cases = os.getpid(), {}
        self.env = {**os.environ, **SETTINGS}
        argv = [sys.executable, "-c", START, str(self.other.fileno())]
        self.process = subprocess.Popen(argv, env=self.env, stdin=subprocess.DEVNULL, pass_fds=[self.other.fileno()],
                                        start_new_session=True)
        self.other.close()

    def case(self, case):
        """The process that has a case opened, begun now unless it runs already; no case is a case too."""
        with self.lock:
            if case not in self.cases:
                fork = Channel()
                self.ask({"case": case}, [fork.other.fileno()])
                fork.other.close()
                self.cases[case] = fork
        return self.cases[case]

    def forget(self, case):
        """Let the process of a case go."""
        with self.lock:
            if case in self.cases:
                self.cases.pop(case).close()

    def close(self):
        """Let all processes go."""
        for case in list(self.cases):
            self.forget(case)
        super().close()
        self.process.kill()  # it may be busy, and its forks go with it
        self.process.wait()


_one = None
_starting = threading.Lock()


def started():
    """The zygote of this process, started where it does not run; OSError where there can be none."""
    global _one
    if sys.platform != "linux" or os.environ.get(OFF):
        raise OSError("no kernel is forked here")
    with _starting:
        if _one is None or _one.owner != os.getpid() or _one.process.poll() is not None:
            _one = Zygote()
            atexit.register(_one.close)
        return _one


def told(case):
    """A case as text: what `wattbook.run.open_run` is called with."""
    return json.dumps(case, sort_keys=True)


def begin(*cases):
    """Start the processes early, where there can be any, while others have something to do."""
    with suppress(OSError):
        for case in (started(), *cases)[1:]:
            started().case(case and told(case))


def end(case):
    """Let the process of a case go, if there is one."""
    if _one is not None and _one.owner == os.getpid():
        _one.forget(told(case))


def main():
    """Be the zygote: import, then serve until the other end is gone. A fork that is to do something returns from there."""
    asks = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks, which decides what to kill
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger would tell each user what is no fault of his
    for name in IMPORTED:
        importlib.import_module(name)
    request, descriptors = _serve(asks)
    (_be_worker if "call" in request else _be_kernel)(request, descriptors)


def _serve(asks):
    """Take requests; returns the request and its descriptors in a fork that is to do it, and does not return otherwise."""
    gc.collect()
    gc.freeze()  # a collection in a fork would copy the pages that all share
    children = {}
    while True:
        packet, descriptors, *_ = socket.recv_fds(asks, PACKET, 2)
        for gone in select([*children], [], [], 0)[0]:
            del children[gone]
            os.close(gone)
        if not packet:
            for child in children.values():
                with suppress(OSError):
                    os.killpg(child, signal.SIGKILL)
            os._exit(0)
        request, parent = json.loads(packet), os.getpid()
        child = os.fork()
        if child == 0:
            _detach(parent, [asks.detach(), *children])
            if "case" not in request:
                return request, descriptors
            asks, children = socket.socket(fileno=descriptors[0]), {}
            _open(request["case"])
            continue
        for one in descriptors:
            os.close(one)
        end = os.pidfd_open(child)
        children[end] = child
        if "case" not in request:
            socket.send_fds(asks, [json.dumps({"pid": child}).encode()], [end])


def _detach(parent, descriptors):
    """In a fork: a group of its own, none of the parent's sockets, and death with the parent."""
    import ctypes

    os.setsid()
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    for one in descriptors:
        os.close(one)


def _open(case):
    """Open a case and reckon its outputs. A mistake in it is told by the notebook, which will make it again."""
    from wattbook.run import keep_open

    for name in () if case else PRINTING:
        importlib.import_module(name)
    with suppress(Exception):
        keep_open(**json.loads(case or ""))


def _be_worker(_, descriptors):
    """Call a function with its arguments and leave what it gave, or raised."""
    with open(descriptors[0], "rb") as file:
        function, arguments, env = pickle.load(file)
    os.environ.update(env)
    try:
        found = function(*arguments), None
    except Exception as error:
        found = None, error
    with open(descriptors[1], "wb") as file:
        file.write(pickle.dumps(found))
    os._exit(0)


def _be_kernel(request, descriptors):
    """Run a kernel as ``python -m ipykernel_launcher`` would, in this process."""
    for number, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, number)
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))  # as a launched one has it
    if "numpy.random" in sys.modules:  # its global state is the same in every fork
        sys.modules["numpy.random"].seed()
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = request["argv"][request["argv"].index("ipykernel_launcher"):]
    IPKernelApp.launch_instance(sys.argv[1:], parent_handle=os.getppid())
