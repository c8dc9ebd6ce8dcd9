"""The command `wattbook`: a Ctrl-C ends it with one line also while its own modules are read."""

import sys


def main():
    """Run the command line."""
    try:
        from wattbook.report.cli import main as command
    except KeyboardInterrupt:
        print("wattbook: stopped; nothing half written is left", file=sys.stderr)
        return 130
    return command()
