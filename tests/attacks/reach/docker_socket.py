"""Looks for the sockets that command the engine below a container."""

# not covered without files-hidden | seccomp: they lie where everybody may look, and need a socket to be used
import os

for path in (
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/podman/podman.sock",
):
    if os.access(path, os.R_OK | os.W_OK):
        print("ESCAPED", path)
