"""Runs attacks as whoever started it: names of attacks come in by lines, what was seen goes out as JSON.

python -m tests.attacks.driver KIND FOLDER
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from tests.attacks.attack import Attack
from tests.attacks.place import Place


def main() -> None:
    """Serve until the input ends."""
    kind, folder = sys.argv[1:]
    with Place(kind, Path(folder), os.getuid(), sys.executable) as place:
        print(json.dumps([place.missing(), place.has_pytest()]), flush=True)
        for line in sys.stdin:
            print(json.dumps(asdict(place.attempt(Attack(line.strip())))), flush=True)


if __name__ == "__main__":
    main()
