"""Starting programs and processes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Mention
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.meaning.folding import HOLE
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Fact

HARD = frozenset(
    """ash bash cmd csh dash fish ksh powershell pwsh sh tcsh zsh
    apt apt-get brew chmod chown crontab curl dd dnf docker doas eval iptables kill killall kubectl launchctl mkfs mount nc
    ncat osascript passwd perl pkill podman reg rm rsync ruby scp service shutdown ssh su sudo systemctl umount useradd
    wget yum""".split()
)


class StartProgram(Rule):
    """`{name}` starts a program that no check has seen; use Python for the job: `shutil`, `zipfile`, `json`, a function.

    Bad:
        import subprocess
        subprocess.run(["ls", "-l"], check=True)

    Bad:
        import asyncio
        async def main():
            await asyncio.create_subprocess_exec("ls")

    Good:
        import os
        import shutil
        print(os.listdir("."), shutil.which("git"))
        shutil.copy("a.txt", "b.txt")
    """

    code = "LLS201"
    reaches = frozenset({"start"})
    DIRECT = r"_posixsubprocess|anyio|asyncio|curio|delegator|duct|envoy|executor|os\.|pexpect|plumbum|psutil|pt|sarge|sh(?:\.|$)|subprocess|trio"
    exempt = "a known program that is no shell and does nothing to the machine, with a list of arguments; libraries that start programs of their own"
    methods = frozenset({"subprocess_exec", "sysexec"})
    names = frozenset(
        """
        py.path.local().sysexec platform.architecture pydoc.getpager pydoc.plainpager pydoc.ttypager
        _aix_support _osx_support _posixsubprocess anyio.open_process anyio.run_process
        asyncio.AbstractEventLoop.subprocess_exec asyncio.base_subprocess asyncio.create_subprocess_exec
        asyncio.subprocess.create_subprocess_exec asyncio.unix_events curio.subprocess delegator
        distutils.spawn.spawn duct envoy execnet executor.execute ffmpeg moviepy
        pydub.AudioSegment.from_file pydub.AudioSegment.from_mp3 fabric git _bootsubprocess
        imaplib.IMAP4_stream invoke os._spawnvef os.posix_spawn os.posix_spawnp os.spawnl os.spawnle
        os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe pexpect plumbum psutil.Popen
        pty.spawn playsound pypandoc pyttsx3 pytesseract.image_to_data pytesseract.image_to_string
        PyQt5.QtCore.QProcess PyQt6.QtCore.QProcess PySide2.QtCore.QProcess PySide6.QtCore.QProcess
        pyspark.SparkContext pyspark.sql.SparkSession ptyprocess pydoc.pager pydoc.pipe_pager
        pydoc.pipepager pydoc.tempfile_pager pydoc.tempfilepager sarge scripttest sh subprocess.Popen
        subprocess._fork_exec subprocess.call subprocess.check_call subprocess.check_output subprocess.run
        sympy.preview tornado.process twisted.web.twcgi test.support.script_helper
        trio.lowlevel.open_process trio.open_process trio.run_process winpty wmi
        """.split()
    )

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        if not isinstance(fact, Mention):
            return cls.severity
        if not re.match(cls.DIRECT, fact.name):
            return Severity.TELL
        if fact.call is None or _may_use_shell(fact):
            return cls.severity
        return cls.severity if _is_hard(_command(fact.call)) else Severity.TELL

    @classmethod
    def weigh(cls, fact: Fact, in_tests: bool) -> Severity:
        """Return how much a finding weighs; a shell stops in tests too."""
        shell = isinstance(fact, Mention) and _may_use_shell(fact)
        return cls.severity if shell else super().weigh(fact, in_tests)


def _may_use_shell(fact: Mention) -> bool:
    """Return whether a shell may read the command; asyncio refuses `shell=True` where it is given words."""
    return not fact.name.endswith("subprocess_exec") and fact.argument(None, "shell").may_be(True)


def _command(call: Call) -> tuple[str | None, ...]:
    """Return the command line that ``call`` starts: a list, or one argument for each word."""
    first = call.words(1 if re.match(r"os\.(?:_?spawn)", call.name) else 0)
    if "exec" in call.name:
        others = (call.argument(place) for place in range(1, len(call.node.args)))
        return (*first, *(each.texts[0] if each.known and each.texts else None for each in others))
    return first


def _is_hard(words: tuple[str | None, ...]) -> bool:
    """Return whether a command is not known, or is one that nobody should run unread."""
    if not words or words[0] is None:
        return True
    program = words[0].replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    is_python = program.startswith("python")
    installs = (is_python or program.startswith("pip")) and "pip" in (program, *words) and "install" in words
    runs_text = is_python and "-c" in words and None in words
    return program in HARD or HOLE in program or installs or runs_text


class Shell(Rule):
    """`{name}` hands text to a shell, which runs anything in it; use Python for the job: `shutil`, `pathlib`, a function.

    Bad:
        import os
        os.system("ls")

    Bad:
        import subprocess
        print(subprocess.getoutput("date"))

    Good:
        import platform
        import shlex
        print(platform.system(), shlex.split("a 'b c'"))
        class Robot:
            def system(self):
                return self
        Robot().system()
    """

    code = "LLS202"
    stops_tests = True
    methods = frozenset({"subprocess_shell"})
    names = frozenset(
        """
        asyncio.AbstractEventLoop.subprocess_shell asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_shell
        commands.getoutput commands.getstatusoutput
        mailcap.findmatch mailcap.test
        os.popen os.popen2 os.popen3 os.popen4 os.system
        pipes.Template
        platform._syscmd_file platform._syscmd_ver platform.popen
        popen2
        subprocess.getoutput subprocess.getstatusoutput
        """.split()
    )


class Fork(Rule):
    """`{name}` copies or replaces this process, out of reach of whoever started it; call a function, or use threads.

    Bad:
        import os
        if os.fork() == 0:
            print("child")

    Bad:
        import os
        os.execv("/bin/sh", ["sh"])

    Good:
        import os
        import threading
        worker = threading.Thread(target=print)
        worker.start()
        print(os.getpid(), os.cpu_count())
    """

    code = "LLS203"
    names = frozenset(
        """
        os._execvpe os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe os.fork os.fork1
        os.fork_and_watch os.fork_gevent os.forkpty os.forkpty_and_watch os.forkpty_gevent
        pty.fork
        """.split()
    )


class Workers(Rule):
    """`{name}` starts worker processes; use threads: `concurrent.futures.ThreadPoolExecutor`, or a plain loop.

    They run this program's own functions, but outlive and outnumber what a time or memory limit was meant for.

    Bad:
        from multiprocessing import Pool
        with Pool(2) as pool:
            print(pool.map(abs, [-1, 2]))

    Good:
        import multiprocessing
        from concurrent.futures import ThreadPoolExecutor
        from multiprocessing.pool import ThreadPool
        with ThreadPoolExecutor(multiprocessing.cpu_count()) as pool, ThreadPool(2) as other:
            print(list(pool.map(abs, [-1, 2])), other.map(abs, [-1, 2]))
    """

    code = "LLS204"
    severity = Severity.TELL
    names = frozenset(
        """
        billiard
        concurrent.futures.ProcessPoolExecutor concurrent.futures.process.ProcessPoolExecutor
        dask.distributed.Client dask.distributed.LocalCluster distributed.Client distributed.LocalCluster
        loky
        mpi4py
        mpire
        multiprocess
        multiprocessing.Manager multiprocessing.Pool multiprocessing.Process
        multiprocessing.context.BaseContext multiprocessing.context.DefaultContext multiprocessing.context.ForkContext
        multiprocessing.context.ForkProcess multiprocessing.context.ForkServerContext
        multiprocessing.context.ForkServerProcess multiprocessing.context.Process multiprocessing.context.SpawnContext
        multiprocessing.context.SpawnProcess multiprocessing.context._concrete_contexts
        multiprocessing.context._default_context
        multiprocessing.forkserver
        multiprocessing.pool.Pool
        multiprocessing.popen_fork multiprocessing.popen_forkserver multiprocessing.popen_spawn_posix
        multiprocessing.popen_spawn_win32
        multiprocessing.process.BaseProcess
        multiprocessing.resource_tracker
        multiprocessing.set_executable
        multiprocessing.spawn
        multiprocessing.util.spawnv_passfds
        pathos
        pebble.ProcessPool
        ray.init ray.remote
        torch.distributed.launch torch.distributed.run
        torch.multiprocessing.Pool torch.multiprocessing.Process torch.multiprocessing.spawn
        torch.multiprocessing.start_processes
        """.split()
    )


class Desktop(Rule):
    """`{name}` opens a program of the desktop, such as the browser; print the address or the path instead.

    Bad:
        import webbrowser
        webbrowser.open("report.html")

    Good:
        from pathlib import Path
        print(Path("report.html").resolve().as_uri())
    """

    code = "LLS205"
    severity = Severity.TELL
    names = frozenset(
        """

        click.edit click.launch
        os.startfile
        pywinauto
        typer.edit typer.launch
        webbrowser
        """.split()
    )


class Install(Rule):
    """`{name}` installs packages and runs their code; name them in `pyproject.toml` for a person to install.

    Bad:
        import pip
        pip.main(["install", "something"])

    Good:
        from importlib import metadata
        print(metadata.version("pytest"))
    """

    code = "LLS206"
    names = frozenset(
        """
        conda.cli
        easy_install
        ensurepip
        micropip
        pip
        pipenv
        piptools
        pkg_resources.require
        setuptools.command.easy_install
        venv
        virtualenv
        """.split()
    )


class Containers(Rule):
    """`{name}` commands the machine's containers or virtual machines, and so the machine; leave that to a person.

    Bad:
        import docker
        docker.from_env().containers.run("alpine")

    Good:
        docker = {"image": "alpine"}
        print(docker["image"])
    """

    code = "LLS207"
    exempt = "containers of tests"
    names = frozenset(
        """
        aiodocker
        docker
        libvirt
        lxc
        podman
        pylxd
        python_on_whales
        testcontainers
        vagrant
        """.split()
    )

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return (
            Severity.TELL
            if isinstance(fact, Mention) and fact.name.startswith("testcontainers")
            else cls.severity
        )
