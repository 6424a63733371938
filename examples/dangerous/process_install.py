"""Install a missing package on the fly: whoever owns that name on the index runs code here."""

import sys
from subprocess import run as launch

try:
    import reqeusts
except ImportError:
    launch([sys.executable, "-m", "pip", "install", "reqeusts"], check=True)
