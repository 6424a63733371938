"""Sets the attributes by which the kernel would know that a folder of a layer hides the one below."""

import os

os.mkdir("mine")
open("mine/inner", "w").close()
for path in ("deep", "mine", "mine/inner", "."):
    for name, value in (
        ("opaque", b"y"),
        ("opaque", b"x"),
        ("whiteout", b"y"),
        ("redirect", b"/etc"),
        ("metacopy", b""),
    ):
        try:
            os.setxattr(path, "user.overlay." + name, value)
        except OSError:
            pass
open("deep/new", "w").close()
