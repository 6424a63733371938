"""Signals, privileges, limits: what a process does to others, and to those who watch over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Fact


class Signal(Rule):
    """`{name}` can stop or disturb other processes of the machine; let your own threads end through an `Event`.

    Bad:
        import os
        os.kill(1234, 9)

    Bad:
        import psutil
        for process in psutil.process_iter(["name"]):
            process.terminate()

    Good:
        import signal
        import psutil
        import threading
        stop = threading.Event()
        signal.signal(signal.SIGINT, lambda number, frame: stop.set())
        print(psutil.cpu_percent(), [process.name() for process in psutil.process_iter()])
    """

    code = "LLS211"
    severity = Severity.TELL
    names = frozenset(
        """
        os.kill os.killpg os.pidfd_open
        psutil.Process.kill psutil.Process.resume psutil.Process.send_signal psutil.Process.suspend
        psutil.Process.terminate
        signal.pidfd_send_signal signal.pthread_kill
        """.split()
    )


class Exit(Rule):
    """`{name}` ends the process at once, without clean-up or a test report; raise an exception or call `sys.exit()`.

    Bad:
        import os
        os._exit(0)

    Good:
        import faulthandler
        import sys
        faulthandler.enable()
        sys.exit(0)
    """

    code = "LLS212"
    severity = Severity.TELL
    names = frozenset({"os._exit", "os.abort", "signal.raise_signal"})
    calls = frozenset({"faulthandler.dump_traceback_later"})

    @staticmethod
    def matches(call: Call) -> bool:
        return call.argument(2, "exit").may_be(True)


class Detach(Rule):
    """`{name}` lets the program escape whoever wants to stop it; end when asked to, and leave services to the system.

    A handler of one's own for SIGINT or SIGTERM is clean: it is how a program cleans up, and SIGKILL is not asked.

    Bad:
        import os
        os.setsid()

    Bad:
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    Good:
        import signal
        import sys
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.alarm(5)
        worker.daemon = True
    """

    code = "LLS213"
    severity = Severity.TELL
    names = frozenset(
        """
        daemon.DaemonContext
        daemonize
        os.setpgid os.setpgrp os.setsid
        signal.SIG_BLOCK signal.SIG_IGN signal.SIG_SETMASK signal.pthread_sigmask
        """.split()
    )
    calls = frozenset({"signal.signal"})

    @staticmethod
    def matches(call: Call) -> bool:
        return 1 in call.argument(1, "handler").constants  # what SIG_IGN is


class Privilege(Rule):
    """`{name}` changes who the process is or what it sees of the machine; run as the user that started it.

    Bad:
        import os
        os.setuid(0)

    Good:
        import os
        print(os.getuid(), os.getcwd())
    """

    code = "LLS214"
    names = frozenset(
        """
        elevate
        os.initgroups os.setegid os.seteuid os.setgid os.setgroups os.setns os.setregid os.setresgid
        os.setresuid os.setreuid os.setuid os.unshare
        prctl
        pyuac
        seccomp
        """.split()
    )


class Limit(Rule):
    """`{name}` changes limits or priorities that protect the machine; make the program need less instead.

    Bad:
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    Good:
        import resource
        import sys
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        sys.setrecursionlimit(10_000)
    """

    code = "LLS215"
    severity = Severity.TELL
    names = frozenset(
        """
        os.nice os.sched_setaffinity os.sched_setparam os.sched_setscheduler os.setpriority
        resource.prlimit resource.setrlimit
        """.split()
    )
    calls = frozenset(f"psutil.Process.{name}" for name in ("cpu_affinity", "ionice", "nice", "rlimit"))

    @staticmethod
    def matches(call: Call) -> bool:
        """Without a value they only tell."""
        return any(call.argument(0, name).given for name in ("cpus", "ioclass", "value"))


class Terminal(Rule):
    """`{name}` commands a device or terminal, and can type into it; use `input`, `shutil.get_terminal_size` or `curses`.

    Bad:
        import fcntl
        import termios
        fcntl.ioctl(0, termios.TIOCSTI, b"x")

    Good:
        import fcntl
        import shutil
        with open("lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
        print(shutil.get_terminal_size())
    """

    code = "LLS216"
    exempt = "all but what types into a terminal"
    names = frozenset(
        """
        fcntl.ioctl
        os.login_tty os.openpty os.posix_openpt os.tcsetpgrp
        pty.master_open pty.openpty pty.slave_open
        termios.TIOCSTI
        """.split()
    )

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return cls.severity if getattr(fact, "name", "") == "termios.TIOCSTI" else Severity.TELL
