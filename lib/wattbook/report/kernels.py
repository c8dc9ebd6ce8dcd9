"""Kernels for a report: over unix sockets, on one thread, and stoppable at once."""

import os
import sys
import tempfile
import threading
import uuid
import weakref

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import default

ENGINE = "wattbook"
KERNEL = "python3"  # what papermill is told; which program that is we decide below
# One thread and a fixed hash seed: the same inputs then give the same digits whatever else the machine does.
SETTINGS = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

_started = weakref.WeakSet()
_lock = threading.Lock()


class ReportKernelManager(AsyncKernelManager):
    """A kernel manager that keeps away from network ports and remembers what it started."""

    @property
    def kernel_spec(self):
        """This very Python, whatever a notebook's kernel is called and whatever other kernels are installed."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, language="python", display_name="wattbook")

    @default("transport")
    def _transport(self):
        return "ipc" if os.name == "posix" else "tcp"

    @default("ip")
    def _ip(self):
        # The stock name lies in the working folder and is shared: kernels that run together would mix up their messages.
        return os.path.join(tempfile.gettempdir(), f"wb-{uuid.uuid4().hex[:12]}") if os.name == "posix" else "127.0.0.1"

    async def start_kernel(self, **kwargs):
        """Start the kernel with the settings above."""
        kwargs["env"] = {**(kwargs.get("env") or os.environ), **SETTINGS}
        await super().start_kernel(**kwargs)
        with _lock:
            _started.add(self)


def kill_all():
    """End every kernel that still runs; the threads that wait for them then come back with an error."""
    with _lock:
        provisioners = [manager.provisioner for manager in _started]
    for provisioner in provisioners:
        process = getattr(provisioner, "process", None)
        if process is not None:
            process.kill()


class SavingOnceEngine(NBClientEngine):
    """Papermill's own engine, less its habit of writing the whole notebook before and after every cell.

    On a notebook of half a megabyte that takes longer than the cells do. It is written when the run ends, however it ends.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **options):
        """Run all cells, and write once."""
        path, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.output_path = path
            nb_man.save()


papermill_engines.register(ENGINE, SavingOnceEngine)
