"""Tries the calls by which programs have broken kernels: rings, programs in the kernel, page faults of one's own."""

# not covered without seccomp: the kernel gives them to anyone
import ctypes
import platform

REFUSED = {1, 38}  # not permitted, no such call
X86, ARM = 0, 1
CALLS = {
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "open_by_handle_at": (304, 265),
    "kcmp": (312, 272),
    "fanotify_init": (300, 262),
    "quotactl": (179, 60),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "pivot_root": (155, 41),
    "lookup_dcookie": (212, 18),
    "vmsplice": (278, 75),
}
libc = ctypes.CDLL(None, use_errno=True)
column = {"x86_64": X86, "aarch64": ARM}[platform.machine()]
for name, numbers in CALLS.items():
    ctypes.set_errno(0)
    wrong = [ctypes.c_long(-1)] * 5
    result = libc.syscall(numbers[column], *wrong)
    if name != "vmsplice" and (result != -1 or ctypes.get_errno() not in REFUSED):
        print("ESCAPED", name, ctypes.get_errno())
