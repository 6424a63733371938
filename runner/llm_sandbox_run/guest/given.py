"""Files that the program finds."""

from __future__ import annotations

import binascii
import os
from typing import Mapping


def write(files: Mapping[str, str]) -> None:
    """Write files, in base64, to paths in the folder in which the program will run, with the rights that it has.

    Raises:
        OSError: they cannot be written.
    """
    for path, text in files.items():
        if os.path.dirname(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(binascii.a2b_base64(text))
