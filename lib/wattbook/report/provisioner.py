"""How kernels come to life: forked from the zygote where that is possible, launched like any other kernel where it is not."""

import asyncio
import os
import signal
import subprocess
import sys
from select import select

from jupyter_client.provisioning import LocalProvisioner

from wattbook.report import zygote

SOON = 0.01  # [s]


class Forked:
    """What jupyter_client wants to know of a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, pid, end):
        self.pid, self._end, self.returncode = pid, end, None

    def poll(self, timeout=0):
        """None while it runs."""
        if self.returncode is None and select([self._end], [], [], timeout)[0]:
            self.returncode = 0  # nobody asks which
            os.close(self._end)
        return self.returncode

    def wait(self, timeout=None):
        """Wait for its end."""
        while self.poll(timeout) is None:
            pass
        return self.returncode

    def send_signal(self, number):
        """Send a signal, if there is still somebody to get it."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._end, number)

    def kill(self):
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """A provisioner of kernels as jupyter_client knows them, found by its entry point ``wattbook``."""

    async def launch_kernel(self, cmd, **kwargs):
        """Fork a kernel, or launch it where that cannot be."""
        options = LocalProvisioner._scrub_kwargs(kwargs)
        try:
            self.process = _forked(cmd, options)
        except (OSError, ValueError) as error:
            self.log.debug("launched, not forked: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = options.get("cwd")
        return self.connection_info

    async def wait(self):
        """Wait for its end, which is seen sooner than by the stock look every tenth of a second."""
        while isinstance(self.process, Forked) and self.process.poll() is None:
            await asyncio.sleep(SOON)
        return await super().wait()


def _forked(argv, options):
    """A forked kernel; OSError or ValueError where only a launch gives what was asked for."""
    own, env = zygote.started(), {name: str(value) for name, value in (options.get("env") or os.environ).items()}
    decide = ("PYTHON", "LD_", "LC_", "LANG", "TZ", *zygote.SETTINGS)  # variables that count when a process starts
    other = [name for name in {*env, *own.env} if name.startswith(decide) and env.get(name) != own.env.get(name)]
    streams = [options.get(name) for name in ("stdout", "stderr")]
    if argv[:3] != [sys.executable, "-m", "ipykernel_launcher"] or other or {*streams} & {subprocess.PIPE, subprocess.DEVNULL}:
        raise ValueError(f"another interpreter, other settings {other}, or somebody wants to read what the kernel prints")
    streams = [usual if stream is None else stream if isinstance(stream, int) else stream.fileno()
               for usual, stream in enumerate(streams, start=1)]
    return Forked(*own.fork({"argv": argv, "cwd": str(options.get("cwd") or os.getcwd()), "env": env}, streams))
