"""Ways out of the project: `..`, absolute paths, the home folder, other working directories."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Text

# Library calls that take paths. Any of their arguments may be one.
PATH_CALLS = frozenset(
    {
        "PIL.Image.open",
        "aiofiles.open",
        "builtins.open",
        "codecs.open",
        "csv.reader",
        "cv2.imread",
        "cv2.imwrite",
        "dbm.dumb.open",
        "dbm.open",
        "fileinput.FileInput",
        "fileinput.input",
        "filecmp.cmp",
        "filecmp.dircmp",
        "glob.glob",
        "glob.iglob",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "io.FileIO",
        "linecache.getline",
        "linecache.getlines",
        "logging.FileHandler",
        "logging.basicConfig",
        "logging.handlers.RotatingFileHandler",
        "logging.handlers.TimedRotatingFileHandler",
        "matplotlib.pyplot.imread",
        "matplotlib.pyplot.imsave",
        "matplotlib.pyplot.savefig",
        "numpy.fromfile",
        "numpy.genfromtxt",
        "numpy.load",
        "numpy.loadtxt",
        "numpy.memmap",
        "numpy.save",
        "numpy.savetxt",
        "numpy.savez",
        "numpy.savez_compressed",
        "os.access",
        "os.fspath",
        "os.getxattr",
        "os.listdir",
        "os.listxattr",
        "os.lstat",
        "os.makedirs",
        "os.mkdir",
        "os.open",
        "os.path.abspath",
        "os.path.exists",
        "os.path.getctime",
        "os.path.getmtime",
        "os.path.getsize",
        "os.path.isdir",
        "os.path.isfile",
        "os.path.join",
        "os.path.realpath",
        "os.readlink",
        "os.remove",
        "os.rename",
        "os.scandir",
        "os.stat",
        "os.statvfs",
        "os.walk",
        "os.fwalk",
        "pandas.ExcelWriter",
        "pandas.read_csv",
        "pandas.read_excel",
        "pandas.read_feather",
        "pandas.read_json",
        "pandas.read_orc",
        "pandas.read_parquet",
        "pandas.read_table",
        "pandas.read_xml",
        "pathlib.Path",
        "shelve.open",
        "shutil.copy",
        "shutil.copy2",
        "shutil.copyfile",
        "shutil.copytree",
        "shutil.disk_usage",
        "shutil.make_archive",
        "shutil.move",
        "shutil.unpack_archive",
        "sqlite3.connect",
        "tarfile.TarFile",
        "tarfile.open",
        "tempfile.NamedTemporaryFile",
        "tempfile.TemporaryDirectory",
        "tempfile.mkdtemp",
        "tempfile.mkstemp",
        "tokenize.open",
        "tarfile.TarFile.extract",
        "tarfile.TarFile.extractall",
        "zipfile.ZipFile",
        "zipfile.ZipFile.extract",
        "zipfile.ZipFile.extractall",
    }
    | {
        f"pathlib.Path.{name}"
        for name in (
            "copy copy_into exists glob hardlink_to is_dir is_file iterdir joinpath lstat mkdir open read_bytes "
            "read_text rename replace rglob stat symlink_to touch walk with_name write_bytes write_text"
        ).split()
    }
)
PATH_METHODS = frozenset(
    "imsave joinpath savefig to_csv to_excel to_feather to_hdf to_html to_json to_parquet to_pickle to_sql to_xml".split()
)

UP = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
UP_IN_TEXT = re.compile("(?:^|[/\\\\\N{OBJECT REPLACEMENT CHARACTER}])\\.\\.[/\\\\]\\S*$")
ABSOLUTE = re.compile(r"^(?:file://)?(?:/|[A-Za-z]:[\\/]|\\\\)")
ALLOWED = re.compile(
    r"^(?:file://)?(?:/(?:app|tmp|var/tmp)(?:/|$)|/dev/(?:null|zero|u?random|std(?:in|out|err))$)"
)
SYSTEM = re.compile(r"^(?:file://)?/(?:etc|root|boot|proc|sys|dev|var/run|var/log|var/spool)/\S*$")


class Climb(Rule):
    """`..` in a path leads out of the project ({name}); use a path below the project's own folder.

    Bad:
        with open("../secret.txt") as file:
            print(file.read())

    Bad:
        import os
        name = "report"
        target = os.path.join("data", "..", "..", name)

    Bad:
        from pathlib import Path
        text = (Path(__file__).parent / ".." / "notes.txt").read_text()

    Bad:
        def load(name):
            return f"../{name}"

    Good:
        from pathlib import Path
        text = (Path(__file__).parent / "notes.txt").read_text()
        span = "1..10"
    """

    code = "LLS401"
    calls = PATH_CALLS | {"os.chdir"}
    methods = PATH_METHODS

    @staticmethod
    def matches(call: Call) -> bool:
        return any(UP.search(text) for text in call.texts())

    @staticmethod
    def matches_text(text: Text) -> bool:
        """An absolute path that climbs, `/a/../b`, is no worse than `/b`."""
        return not re.match(r"/|[^/]*://", text.value) and bool(UP_IN_TEXT.search(text.value))


class Absolute(Rule):
    """`{name}` is given an absolute path, which leads out of the project; use a relative path, or `tempfile`.

    `/tmp`, `/var/tmp` and `/app`, where the sandbox binds the project, are the project's to use.

    Bad:
        with open("/usr/share/dict/words") as file:
            print(file.read())

    Bad:
        folder = "/opt"
        def save(path):
            with open(path, "w") as file:
                file.write("x")
        save(folder + "/settings")

    Good:
        with open("data/words.txt") as file, open("/tmp/copy.txt", "w") as copy:
            copy.write(file.read())
        route = "/users/list"
    """

    code = "LLS402"
    calls = PATH_CALLS
    methods = PATH_METHODS

    @staticmethod
    def matches(call: Call) -> bool:
        return any(ABSOLUTE.search(text) and not ALLOWED.search(text) for text in call.texts())


class SystemPath(Rule):
    """`{name}` names a file of the operating system; a program of this project has no business there.

    Bad:
        target = "/boot/grub/grub.cfg"

    Good:
        target = "settings/grub.cfg"
        sink = "/dev/null"
    """

    code = "LLS403"

    @staticmethod
    def matches_text(text: Text) -> bool:
        path = posixpath.normpath(text.value) if "/../" in text.value else text.value
        return bool(SYSTEM.search(path)) and not ALLOWED.search(path)


class Home(Rule):
    """`{name}` leads to the user's home folder, which holds keys and settings; keep files inside the project.

    Bad:
        from pathlib import Path
        cache = Path.home() / ".cache"

    Good:
        from pathlib import Path
        cache = Path("cache")
    """

    code = "LLS404"
    names = frozenset(
        {
            "os.path.expanduser",
            "os.path.expandvars",
            "pathlib.Path.expanduser",
            "pathlib.Path.home",
            "platformdirs",
            "appdirs",
        }
    )


class ChangeDirectory(Rule):
    """`{name}` gives every relative path after it another meaning; keep the working directory and name full paths.

    Bad:
        import os
        os.chdir("/srv")

    Good:
        import os
        print(os.getcwd())
    """

    code = "LLS405"
    names = frozenset({"contextlib.chdir", "os.chdir", "os.chroot", "os.fchdir"})
