"""Leaves a key in the keyring of its user, which every process of that user has."""

# not covered without seccomp: keyrings belong to users, not to namespaces
import ctypes
import platform

ADD_KEY, KEYCTL = {"x86_64": (248, 250), "aarch64": (217, 219)}[platform.machine()]
USER_KEYRING, GET_ID, UNLINK = -4, 0, 9
libc = ctypes.CDLL(None, use_errno=True)
key = libc.syscall(ADD_KEY, b"user", b"hostile", b"x", 1, USER_KEYRING)
if key != -1:
    libc.syscall(KEYCTL, UNLINK, key, USER_KEYRING)
    print("ESCAPED add_key")
if libc.syscall(KEYCTL, GET_ID, USER_KEYRING, 1, 0, 0) != -1:
    print("ESCAPED keyctl")
