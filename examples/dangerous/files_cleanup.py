"""Tidy up old builds, and with a wrong argument everything else."""

import shutil
import sys
from pathlib import Path

target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
for entry in target.iterdir():
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink()
