"""System calls that no candidate has a use for, or only in one form. Numbers: Linux's tables for x86-64 and for arm64."""

from __future__ import annotations

from typing import NamedTuple

_NEW_NAMESPACES = 0x7E020000  # every CLONE_NEW* but the one for time, which clone cannot ask for
_SET_ID_BITS = 0o6000
_INJECT_INPUT = 0x5412, 0x541C  # TIOCSTI, TIOCLINUX: typing into a terminal
_TERMINALS, _SOCKETS = (
    0x54,
    0x89,
)  # file systems' own would take disk, share it, or set attributes that nobody lists


class OneOf(NamedTuple):
    """The argument has to be one of the values."""

    argument: int
    values: tuple[int, ...]


class NotOneOf(NamedTuple):
    """The argument must be none of the values."""

    argument: int
    values: tuple[int, ...]


class OfType(NamedTuple):
    """The argument, a command of ``ioctl``, has to be of one of the types: such as that of terminals."""

    argument: int
    types: tuple[int, ...]


class NoneOf(NamedTuple):
    """The argument must have none of the bits."""

    argument: int
    bits: int


FORBIDDEN: dict[str, tuple[int, int | None]] = {
    # other processes' memory and descriptors
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "process_mrelease": (448, 448),
    "move_pages": (279, 239), "migrate_pages": (256, 238),
    # the whole machine has one count of these
    "io_setup": (206, 0),
    # keys, which belong to the user, not to the sandbox
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442), "open_tree_attr": (467, 467),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    # large parts of the kernel with a history of holes
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "lookup_dcookie": (212, 18),
    "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None), "vhangup": (153, 58),
    # the machine itself
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171), "sethostname": (170, 161),
    "setdomainname": (171, 162),
    # memory that no list of processes shows, and what outlives its process and cannot be swept up
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192),
    "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187),
    "mq_open": (240, 180), "mq_unlink": (241, 181), "mq_timedsend": (242, 182), "mq_timedreceive": (243, 183),
    "mq_notify": (244, 184), "mq_getsetattr": (245, 185),
    # where memory lies, and what is long obsolete
    "mbind": (237, 235), "set_mempolicy": (238, 237), "get_mempolicy": (239, 236), "set_mempolicy_home_node": (450, 450),
    "uselib": (134, None), "ustat": (136, None), "sysfs": (139, None), "_sysctl": (156, None), "create_module": (174, None),
    "get_kernel_syms": (177, None), "query_module": (178, None), "nfsservctl": (180, 42),
}  # fmt: skip
NEWEST = 467  # open_tree_attr, of Linux 6.15; what came later nobody has judged, or has no use (file_setattr)

# To start another program.
EXECUTE = {"execve": (59, 221), "execveat": (322, 281)}

# What Landlock does not know of, and reaches the user's files elsewhere where there is no file system of our own.
UNCONFINED = {
    "inotify_init": (253, None), "inotify_init1": (294, 26), "inotify_add_watch": (254, 27),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "removexattrat": (466, 466),
}  # fmt: skip

# Their arguments lie in memory, where a filter cannot look. As if the kernel were older, callers use what came before.
UNKNOWN = {"clone3": (435, 435), "openat2": (437, 437)}

# Takes disk faster than anybody can look; callers then write instead.
UNSUPPORTED = {"fallocate": (285, 47)}

RESTRICTED: dict[str, tuple[tuple[int, int | None], list[OneOf | NotOneOf | OfType | NoneOf]]] = {
    "clone": ((56, 220), [NoneOf(0, _NEW_NAMESPACES)]),
    "ioctl": ((16, 29), [OfType(1, (_TERMINALS, _SOCKETS)), NotOneOf(1, _INJECT_INPUT)]),
    "personality": ((135, 92), [OneOf(0, (0, 0xFFFFFFFF))]),
    # only oneself, no other process of the user
    "prlimit64": ((302, 261), [OneOf(0, (0,))]),
    "setpriority": ((141, 140), [OneOf(0, (0,)), OneOf(1, (0,))]),
    "ioprio_set": ((251, 30), [OneOf(1, (0,))]),
    "sched_setparam": ((142, 118), [OneOf(0, (0,))]),
    "sched_setscheduler": ((144, 119), [OneOf(0, (0,))]),
    "sched_setaffinity": ((203, 122), [OneOf(0, (0,))]),
    "sched_setattr": ((314, 274), [OneOf(0, (0,))]),
    # a set-uid program would give whoever starts it the rights of the project's owner
    "chmod": ((90, None), [NoneOf(1, _SET_ID_BITS)]),
    "fchmod": ((91, 52), [NoneOf(1, _SET_ID_BITS)]),
    "fchmodat": ((268, 53), [NoneOf(2, _SET_ID_BITS)]),
    "fchmodat2": ((452, 452), [NoneOf(2, _SET_ID_BITS)]),
    "creat": ((85, None), [NoneOf(1, _SET_ID_BITS)]),
    "open": ((2, None), [NoneOf(2, _SET_ID_BITS)]),
    "openat": ((257, 56), [NoneOf(3, _SET_ID_BITS)]),
    "mknod": ((133, None), [NoneOf(1, _SET_ID_BITS)]),
    "mknodat": ((259, 33), [NoneOf(2, _SET_ID_BITS)]),
}

SOCKET = (41, 198)
SOCKETPAIR = (53, 199)
