"""Opens what changes the kernel's behaviour, for writing; writes nothing."""

import glob
import os

for path in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/user/max_user_namespaces",
    "/proc/sysrq-trigger",
    "/proc/irq/default_smp_affinity",
    "/proc/1/oom_score_adj",
    "/sys/kernel/uevent_helper",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    *glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)[:50],
    *glob.glob("/sys/fs/cgroup/**/release_agent", recursive=True)[:50],
    *glob.glob("/sys/fs/cgroup/**/*.max", recursive=True)[:50],
):
    try:
        os.close(os.open(path, os.O_WRONLY))
        print("ESCAPED", path)
    except OSError:
        pass
