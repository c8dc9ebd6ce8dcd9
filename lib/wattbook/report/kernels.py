"""Kernels for a report: this Python, over unix sockets, on one thread, stoppable, with limits on time and on print-outs."""

import os
import sys
import tempfile
import threading
import uuid
import weakref
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import default

from wattbook import exhibit, params
from wattbook.report import places, zygote

ENGINE = PROVISIONER = "wattbook"
KERNEL = "python3"  # what papermill is told; which program that is we decide below
START = 60  # [s] that a kernel may take to start, or as much as a cell where that is more: a machine may be busy
LONGEST = 70  # bytes of the folder of sockets; the whole name of one may have about 100
PRINTED = 100_000  # characters a cell may print
TOO_MUCH = f"\n... more than {PRINTED // 1000} kB were printed; the rest is left out\n"

_started = weakref.WeakSet()
_lock = threading.Lock()
_place = None  # folder of the sockets; None where they would have too long a name


class Halted(RuntimeError):
    """A cell took too long or lost its kernel; `cell` counts code cells from 1."""

    def __init__(self, cell, told):
        super().__init__(told)
        self.cell = cell


class ReportKernelManager(AsyncKernelManager):
    """A kernel manager that keeps away from network ports and remembers what it started."""

    @property
    def kernel_spec(self):
        """This very Python, whatever a notebook's kernel is called and whatever other kernels are installed."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        forks = {"kernel_provisioner": {"provisioner_name": PROVISIONER}}
        return KernelSpec(argv=argv, language="python", display_name="wattbook", metadata=forks)

    @default("transport")
    def _transport(self):
        return "ipc" if _place else "tcp"

    @default("ip")
    def _ip(self):
        # The stock name lies in the working folder and is shared: kernels that run together would mix up their messages.
        return str(_place / uuid.uuid4().hex[:12]) if _place else "127.0.0.1"

    @default("connection_file")
    def _connection_file(self):
        return str(_place / f"{uuid.uuid4().hex}.json") if _place else ""

    async def start_kernel(self, **kwargs):
        """Start the kernel with the settings above; it works in another folder, so that no path may be relative."""
        root = {"WATTBOOK_PARAMS": str(params.default_root().resolve())}
        kwargs["env"] = {**os.environ, **(kwargs.get("env") or {}), **zygote.SETTINGS, **root}
        await super().start_kernel(**kwargs)
        with _lock:
            _started.add(self)


@contextmanager
def sockets():
    """A folder for the sockets of one run. Their names must be short, and so must the name of the folder."""
    global _place
    folders = [Path(name) for name in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm")
               if os.name == "posix" and len(os.fsencode(name)) <= LONGEST and os.access(name, os.W_OK)]
    if not folders:
        yield
        return
    with places.scratch(folders[0]) as _place:
        try:
            yield
        finally:
            _place = None


def kill_all():
    """End every kernel that still runs; the threads that wait for them then come back with an error."""
    with _lock:
        processes = [getattr(manager.provisioner, "process", None) for manager in _started]
    for process in processes:
        if process is not None:
            process.kill()


class ReportClient(PapermillNotebookClient):
    """Papermill's client, which names the cell whatever happens and keeps only so much of a print-out."""

    def execute_cell(self, cell, cell_index, **options):
        """Run one cell; a kernel that dies or hangs has no error of its own that would name it."""
        self.printed = 0
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellExecutionError:
            raise
        except Exception as error:
            number = sum(one.cell_type == "code" for one in self.nb.cells[:cell_index + 1])
            late = isinstance(error, TimeoutError)
            told = f"it took longer than {self.timeout} s" if late else f"{type(error).__name__}: {error}"
            raise Halted(number, told) from error

    def output(self, outs, msg, display_id, cell_index):
        """Take one output, with what an exhibit shows to a report only."""
        if msg["msg_type"] == "display_data":
            behind = msg["content"].pop("transient", {})
            msg["content"]["data"] |= {mime: told for mime, told in behind.items() if mime == exhibit.MIME}
        if msg["msg_type"] == "stream":
            room, text = PRINTED - self.printed, msg["content"]["text"]
            self.printed += len(text)
            if room < 0:
                return None
            if len(text) > room:
                msg["content"]["text"] = text[:room] + TOO_MUCH
        return super().output(outs, msg, display_id, cell_index)


class ReportEngine(NBClientEngine):
    """Papermill's own engine, which writes once, when the run ends: before and after each cell takes longer than the cells."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, execution_timeout=None, folder=None, **ignored):
        """Run all cells."""
        path, nb_man.output_path = nb_man.output_path, None
        client = ReportClient(
            nb_man, kernel_name=kernel_name, timeout=execution_timeout, startup_timeout=max(START, execution_timeout),
            # An orderly exit of a kernel can hang for seconds, and there is nothing left that it would have to save.
            shutdown_kernel="immediate", kernel_manager_class=ReportKernelManager, raise_on_iopub_timeout=False,
            coalesce_streams=True,  # in how many pieces a print-out comes depends on how busy the machine is
            resources={"metadata": {"path": folder}})
        try:
            return client.execute()
        except BaseException:
            nb_man.output_path = path  # what there is up to here; of a notebook that came to its end papermill writes by itself
            raise


papermill_engines.register(ENGINE, ReportEngine)
