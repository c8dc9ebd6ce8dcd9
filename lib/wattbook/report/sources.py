"""A notebook as git compares it: sources and recorded numbers, nothing else. ``python -m wattbook.report.sources FILE``."""

import json
import sys
from pathlib import Path

from wattbook.record import MIME


def told(notebook):
    """Sources of the cells, and a line for each number that was recorded."""
    lines = []
    for place, cell in enumerate(notebook["cells"]):
        lines += [f"# --- {place} {cell['cell_type']} {' '.join(cell['metadata'].get('tags', []))}".rstrip(),
                  *"".join(cell["source"]).splitlines()]
        for output in cell.get("outputs", []):
            recorded = output.get("data", {}).get(MIME, {})
            lines += [f"= {recorded['headline']}"] if "headline" in recorded else []
            lines += [f"= {one['name']}: {one['p10']} {one['p50']} {one['p90']} {one['unit']}"
                      for one in recorded.get("outputs", [])]
    return lines


if __name__ == "__main__":
    try:
        print("\n".join(told(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
    except (ValueError, KeyError, TypeError, AttributeError):  # no notebook, or one with marks of a merge: as it is
        print(Path(sys.argv[1]).read_text(encoding="utf-8", errors="replace"))
