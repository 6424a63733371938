"""How to get what a machine lacks."""

from __future__ import annotations

NAMESPACES = (
    "use Docker; or let users make namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), "
    "kernel.unprivileged_userns_clone=1 (Debian), user.max_user_namespaces above 0; a container that this runs in has to "
    "allow them as well"
)
LANDLOCK = (
    "Linux 5.13 or newer, with landlock among the modules in /sys/kernel/security/lsm (kernel parameter lsm=)"
)
SECCOMP = "Linux on x86-64 or arm64, with CONFIG_SECCOMP_FILTER"
_CGROUP = (
    "a kernel with the controllers memory and pids; the engine warns in `docker info` where they are missing"
)
CGROUP = f"use Docker, on {_CGROUP}"

# By the names that results have for protections.
PROTECTIONS = {
    "copy-on-write": "Linux 5.11 or newer, whose overlayfs works in user namespaces; no AppArmor around containers; a folder "
    "for the user's state on a local file system",
    "covered-names": NAMESPACES,
    "file-size-limit": "a kernel that takes RLIMIT_FSIZE",
    "files-hidden": f"{NAMESPACES}; or {LANDLOCK}",
    "landlock": LANDLOCK,
    "memory-cgroup": f"{CGROUP}; elsewhere the supervisor samples the memory, which takes effect a little later",
    "network-off": f"{NAMESPACES}; or {SECCOMP}",
    "no-capabilities": "a kernel that lets a process drop its capabilities",
    "no-new-privileges": "Linux 3.5 or newer",
    "other-user": "use Docker, or start this as root: the program then runs as the project's owner, or as nobody",
    "pid-namespace": NAMESPACES,
    "process-limit": CGROUP,
    "read-only-root": NAMESPACES,
    "seccomp": SECCOMP,
    "signals-confined": f"use Docker; or Linux 6.12 or newer, which has it in Landlock; or {NAMESPACES}",
}
