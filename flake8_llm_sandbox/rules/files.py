"""Deleting, moving, linking and changing files, and unpacking archives over them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call, Mention
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Fact

CACHE = re.compile(
    r"(?:\*\*/)?(?:__pycache__|\.(?:pytest|mypy|ruff)_cache|\.ipynb_checkpoints)"
)  # made anew when missing


class Delete(Rule):
    """`{name}` deletes files for good; leave them, or work in a `tempfile.TemporaryDirectory`, which cleans up.

    Bad:
        import os
        os.remove("notes.txt")

    Bad:
        from pathlib import Path
        for path in Path("data").glob("*.csv"):
            path.unlink()

    Good:
        items = [1, 2]
        items.remove(1)
    """

    code = "LLS301"
    exempt = "single files and empty folders; a tree whose name the program itself writes, below a folder, and what is in one; caches of Python's tools"
    names = frozenset(
        {
            "py.path.local().remove",
            "os.remove",
            "os.removedirs",
            "os.rmdir",
            "os.unlink",
            "pathlib.Path.rmdir",
            "pathlib.Path.unlink",
            "send2trash",
            "shutil._rmtree_safe_fd",
            "shutil._rmtree_unsafe",
            "shutil.rmtree",
            "tempfile.TemporaryDirectory._rmtree",
            "fs.open_fs",
            "PyQt5.QtCore.QFile.remove",
            "PyQt6.QtCore.QFile.remove",
            "PySide6.QtCore.QFile.remove",
            "gi.repository.Gio.File",
            "dirsync",
            "distutils.dir_util.remove_tree",
            "test.support.os_helper",
        }
    ) | {
        f"mailbox.{kind}.{name}"
        for kind in ("Babyl", "MH", "MMDF", "Maildir", "mbox")
        for name in "__delitem__ clear discard pop popitem remove remove_folder".split()
    }
    methods = frozenset({"rmdir", "rmtree", "unlink"})
    calls = frozenset({"operator.methodcaller"})

    @staticmethod
    def matches(call: Call) -> bool:
        return call.method or not Delete.methods.isdisjoint(call.argument(0).texts)

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        if not isinstance(fact, (Call, Mention)) or not re.search("tree|removedirs|dirsync", fact.name):
            return Severity.TELL
        call = fact if isinstance(fact, Call) else fact.call
        is_own = call is not None and (
            call.argument(0, "path").named or call.searched_in.named or CACHE.fullmatch(call.searched)
        )
        return Severity.TELL if is_own else cls.severity


class Move(Rule):
    """`{name}` moves a file away or over another one; write the result under a new name and leave the old file.

    Bad:
        import os
        os.replace("draft.txt", "final.txt")

    Good:
        from pathlib import Path
        Path("final.txt").write_text("abc".replace("a", "b"))
    """

    code = "LLS302"
    severity = Severity.TELL
    names = frozenset(
        {
            "distutils.file_util.move_file",
            "os.rename",
            "os.renames",
            "os.replace",
            "pathlib.Path.move",
            "pathlib.Path.move_into",
            "pathlib.Path.rename",
            "pathlib.Path.replace",
            "shutil.move",
        }
    )
    calls = frozenset({"operator.methodcaller"})

    @staticmethod
    def matches(call: Call) -> bool:
        return "rename" in call.argument(0).texts and call.argument(1).given


class Truncate(Rule):
    """`{name}` cuts off what a file holds; write a new file instead.

    Bad:
        import os
        os.truncate("data.bin", 0)

    Good:
        with open("data.bin", "wb") as file:
            file.write(b"")
    """

    code = "LLS303"
    severity = Severity.TELL
    names = frozenset({"lib2to3.main.main", "os.ftruncate", "os.posix_fallocate", "os.truncate"})


class Permissions(Rule):
    """`{name}` changes who may use a file; leave its owner, mode and attributes as they are.

    Bad:
        import os
        os.chmod("run.sh", 0o777)

    Good:
        import os
        os.access("run.sh", os.R_OK)
    """

    code = "LLS304"
    exempt = "all but what lets anybody write, or run as the owner"
    names = frozenset(
        {
            "os.chflags",
            "os.chmod",
            "os.chown",
            "os.fchmod",
            "os.fchown",
            "os.lchflags",
            "os.lchmod",
            "os.lchown",
            "os.removexattr",
            "os.setxattr",
            "os.umask",
            "pathlib.Path.chmod",
            "pathlib.Path.lchmod",
            "shutil.chown",
            "shutil.copymode",
            "shutil.copystat",
        }
    )
    methods = frozenset({"lchmod"})

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        name = getattr(fact, "name", "")
        place = 0 if name.startswith("pathlib.") else 1
        modes = fact.argument(place, "mode").constants if isinstance(fact, Mention) else ()
        opens = any(isinstance(mode, int) and mode > 0 and mode & 0o6002 for mode in modes)
        return cls.severity if opens and "chmod" in name else Severity.TELL


class Link(Rule):
    """`{name}` makes a link, by which a path inside the project can lead out of it; copy the file instead.

    Bad:
        import os
        os.symlink("data.csv", "latest.csv")

    Good:
        import shutil
        shutil.copyfile("data.csv", "latest.csv")
    """

    code = "LLS305"
    severity = Severity.TELL
    names = frozenset(
        {
            "os.link",
            "os.symlink",
            "pathlib.Path.hardlink_to",
            "pathlib.Path.link_to",
            "pathlib.Path.symlink_to",
            "_winapi.CreateJunction",
        }
    )
    methods = frozenset({"hardlink_to", "symlink_to"})


class SpecialFile(Rule):
    """`{name}` makes a device or pipe, on which later readers hang; use an ordinary file.

    Bad:
        import os
        os.mkfifo("queue")

    Good:
        import queue
        queue.Queue()
    """

    code = "LLS306"
    severity = Severity.TELL
    names = frozenset({"os.mkfifo", "os.mknod"})


class Unpack(Rule):
    """`{name}` may write anywhere, as the archive says; pass `filter="data"`, or read the members that you need.

    Members of a tar archive may be absolute, climb with `..`, be links or devices; `zipfile` writes below its folder only.

    Bad:
        import tarfile
        with tarfile.open("data.tar") as archive:
            archive.extractall("data")

    Good:
        import tarfile
        with tarfile.open("data.tar") as archive:
            archive.extractall("data", filter="data")
    """

    code = "LLS307"
    severity = Severity.TELL
    as_value = True
    calls = frozenset(
        {
            "shutil.unpack_archive",
            "tarfile.TarFile._extract_member",
            "tarfile.TarFile._extract_one",
            "tarfile.TarFile.extract",
            "tarfile.TarFile.extractall",
            "tarfile.TarFile.makefile",
            "tarfile.TarFile.makelink",
        }
    )
    methods = frozenset({"extractall"})
    packaged = re.compile("^(?:extract_?all|(?:extract|unpack)_archive)$")

    @staticmethod
    def matches(call: Call) -> bool:
        is_known = call.method or call.name in Unpack.calls
        if not is_known and not re.search("7z|archive|rar|tar|zip", call.name, re.IGNORECASE):
            return False
        chosen = call.argument(None, "filter")
        return not (chosen.given and chosen.known and set(chosen.constants) == {"data"})


class Timestamps(Rule):
    """`{name}` forges when a file was changed, which build tools and backups go by; leave it to the system.

    Bad:
        import os
        os.utime("module.py", (0, 0))

    Good:
        import os
        os.stat("module.py").st_mtime
    """

    code = "LLS308"
    severity = Severity.TELL
    names = frozenset({"os.utime"})
