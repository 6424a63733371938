"""Packs the supervisor into one argument of ``python3 -c``: nothing has to be installed where it runs."""

from __future__ import annotations

import base64
import json
import re
import zlib
from functools import lru_cache
from pathlib import Path

_GUEST = Path(__file__).parents[1] / "guest"
_BRIDGE = _GUEST / "bridge.py"
_WORDS = re.compile(r'^( *)""".*?"""$', re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"(?:^ *|  )# .*$", re.MULTILINE)
_LIMIT = 128 * 1024 - 1  # Linux takes no longer single argument
_LEVEL = 6  # takes half the time of 9, and next to no more room

_BOOT = """\
import binascii, json, sys, zlib
from importlib.machinery import ModuleSpec
SOURCES = json.loads(zlib.decompress(binascii.a2b_base64("{sources}")))
class Bundle:
    def find_spec(self, name, path=None, target=None):
        if name in SOURCES:
            return ModuleSpec(name, self, origin="<%s>" % name, is_package=name == "guest")
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        exec(compile(SOURCES[module.__name__], module.__spec__.origin, "exec", dont_inherit=True), module.__dict__)
if sys.version_info < (3, 8):
    sys.exit("llm-sandbox-run needs Python 3.8 or newer in the sandbox; this is " + sys.version)
sys.meta_path.insert(0, Bundle())
from guest.main import main
main(sys.argv[1])
"""


@lru_cache
def program() -> str:
    """Return the supervisor, as text for ``python3 -I -S -X utf8 -c``; its one argument is the JSON that ``main`` takes."""
    paths = sorted(set(_GUEST.glob("*.py")) - {_BRIDGE})
    sources = {_module(path): _without_words(path.read_text(encoding="utf-8")) for path in paths}
    packed = base64.b64encode(zlib.compress(json.dumps(sources).encode(), _LEVEL)).decode()
    text = _BOOT.replace("{sources}", packed)
    assert len(text.encode()) <= _LIMIT, "the supervisor has grown too long for one argument"
    return text


def command(python: str, settings: dict[str, object]) -> list[str]:
    """Return the command line that starts the supervisor with ``settings``."""
    return [python, "-I", "-S", "-X", "utf8", "-c", program(), json.dumps(settings)]


def bridge(python: str, socket: str) -> list[str]:
    """Return the command line that joins its standard streams to the supervisor's ``socket``."""
    return [python, "-I", "-S", "-c", _BRIDGE.read_text(encoding="utf-8"), socket]


def _without_words(text: str) -> str:
    """Leave out what only people read, and have each line keep its number."""
    code = _WORDS.sub(lambda found: f'{found[1]}""' + "\n" * found[0].count("\n"), text)
    return _COMMENT.sub("", code)


def _module(path: Path) -> str:
    return "guest" if path.stem == "__init__" else f"guest.{path.stem}"
