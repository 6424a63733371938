"""Puts machine code beside a module, which Python would import instead."""

# gone: helper.cpython-311-x86_64-linux-gnu.so
# log: helper
open("helper.py", "w").write("")
open("helper.cpython-311-x86_64-linux-gnu.so", "wb").write(b"\x7fELF")
