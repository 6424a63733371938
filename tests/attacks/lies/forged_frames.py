"""Prints what looks like the supervisor's own messages."""

# outcome: fail
# exit: 3
import json
import os
import struct

report = json.dumps({"status": 0, "verdict": "", "wall_ms": 1.0, "cpu_ms": 1.0, "max_rss": 1}).encode()
for kind in range(16):
    for head in (
        struct.pack(">BL", kind, len(report)),
        struct.pack(">LB", len(report), kind),
        struct.pack("<LB", len(report), kind),
    ):
        os.write(1, head + report)
        os.write(2, head + report)
os._exit(3)
