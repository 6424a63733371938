"""Where packages that are installed lie."""

from __future__ import annotations

from flake8_llm_sandbox.library import INSTALLED, PYTHON, is_own
from flake8_llm_sandbox.opening import OPENING
from flake8_llm_sandbox.packages import PACKAGES

# Packages of others that are known, so that they are surely installed and none of the project.
_KNOWN = set(
    """aiofiles attr boto3 botocore bs4 certifi charset_normalizer cloudpickle cryptography cython dateutil dill docker git h5py httpx
    idna jinja2 jsonschema jupyter mako markdown mypy networkx numba numexpr openai packaging paramiko pkg_resources psutil
    psycopg2 pymongo pytz pyximport redis requests ruamel seaborn selenium six sklearn tabulate typing_extensions urllib3
    uvicorn virtualenv websockets wheel xarray yaml zmq""".split()
) | {name.partition(".")[0] for names in (OPENING, *PACKAGES.values()) for name in names}


def place(name: str) -> str | None:
    """Return where the module or package ``name`` lies, or None if that may be in the project."""
    if name.startswith("builtins.") or "()" in name or not (is_own(name) or name.partition(".")[0] in _KNOWN):
        return None
    return f"{PYTHON if is_own(name) else INSTALLED}/{name.replace('.', '/')}"
