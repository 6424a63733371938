"""What an interpreter needs of the host's files where it runs on the host itself."""

from __future__ import annotations

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SETTINGS = ("/etc/alternatives", "/etc/ca-certificates", "/etc/debian_version", "/etc/fonts", "/etc/group", "/etc/hosts",
            "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types",
            "/etc/nsswitch.conf", "/etc/os-release", "/etc/passwd", "/etc/pki", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
            "/etc/timezone")  # fmt: skip
FOR_NETWORK = ("/etc/protocols", "/etc/resolv.conf", "/etc/services")
PROCESSES = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/sys/kernel",
             "/proc/sys/vm")  # fmt: skip
