"""The command `wattbook`: a Ctrl-C ends it with one line also while its own modules are read."""

import sys


def stopped():
    """Say that a person, or the system, ended it; returns the exit status."""
    print("wattbook: stopped; nothing half written is left", file=sys.stderr)
    return 130


def main():
    """Run the command line."""
    try:
        from wattbook.report.cli import main as command
    except KeyboardInterrupt:
        return stopped()
    return command()
