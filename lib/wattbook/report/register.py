"""Register the forecasts of a date: python -m wattbook.report.register 2026-11-22. What stands there is never changed."""

import sys

from wattbook import register
from wattbook.params import InputError
from wattbook.params.ledgers import appended
from wattbook.run import open_run


def main(argv=None):
    """Add the forecasts of the base scenario seen from each date named."""
    for day in sys.argv[1:] if argv is None else argv:
        try:
            run = open_run(as_of=day)
            print(f"{day}: {appended(run.book.root, register.entries(run))} forecasts registered")
        except InputError as error:
            print(error, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
