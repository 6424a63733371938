"""Ways out of the project: `..`, absolute paths, the home folder, other working directories."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call, Text
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.library import INSTALLED, PYTHON, is_packaged
from flake8_llm_sandbox.meaning.folding import HOLE, ROOTED
from flake8_llm_sandbox.opening import OPENING
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.facts import Argument, Fact, Mention
    from flake8_llm_sandbox.models import Place

# Library calls that take paths. Any of their arguments may be one.
PATH_METHODS = frozenset(
    """
    dump dump_stats imsave joinpath postscript save savefig to_csv to_excel to_feather to_hdf to_html to_json to_parquet
    to_pickle to_sql to_xml tofile write_csv write_excel write_html write_image write_json write_parquet
    write_videofile
    """.split()
)
_METHODS_OF_PATHS = """
    copy copy_into exists glob hardlink_to is_dir is_file iterdir joinpath lstat mkdir open read_bytes
    read_text rename replace rglob stat symlink_to touch walk with_name write_bytes write_text
    """.split()
PATH_CALLS = frozenset(
    """
    PIL.Image.Image.save PIL.Image.new().save PIL.Image.open PIL.Image.open().save aiofiles.open
    altair.Chart.save chunk.Chunk cv2.VideoCapture cv2.imread cv2.imwrite docx.Document docx.Document.save
    fileinput.FileInput fileinput.input gettext.bindtextdomain loguru.logger.add linecache.lazycache
    logging.basicConfig lxml.etree.parse mailbox.MH mailbox.Maildir mailbox.mbox matplotlib.pyplot.imread
    matplotlib.pyplot.imsave matplotlib.pyplot.savefig numpy.fromfile numpy.genfromtxt numpy.load
    numpy.loadtxt numpy.memmap numpy.ndarray.tofile numpy.save numpy.savetxt numpy.savez
    numpy.savez_compressed openpyxl.Workbook.save openpyxl.load_workbook os.fspath os.path.abspath
    os.path.join os.remove os.rename os.replace os.utime pandas.ExcelWriter pandas.read_csv
    pandas.read_excel pandas.read_feather pandas.read_json pandas.read_orc pandas.read_parquet
    pandas.read_table pandas.read_xml pathlib.Path pkgutil.get_data pyclbr.readmodule pyclbr.readmodule_ex
    shelve.open shutil.disk_usage shutil.move ssl.create_default_context tarfile.open
    tempfile.NamedTemporaryFile tkinter.PhotoImage tkinter.PhotoImage.write torch.jit.load
    tracemalloc.take_snapshot().dump turtle.addshape turtle.bgpic turtle.register_shape
    unittest.defaultTestLoader.discover xml.etree.ElementTree.parse().write xml.sax.parse
    """.split()
) | {
    f"{kind}.{name}"
    for kind, names in (
        ("pathlib.Path", _METHODS_OF_PATHS),
        ("pandas.DataFrame", PATH_METHODS),
        ("pandas.Series", PATH_METHODS),
        ("polars.DataFrame", PATH_METHODS),
        ("polars.LazyFrame", PATH_METHODS),
    )
    for name in names
}

PATH_CALLS |= {
    f"{library}.{name}"
    for library, names in {
        "PyPDF2": "PdfReader",
        "aiosqlite": "connect",
        "duckdb": "connect read_csv read_json read_parquet",
        "fitz": "Document open",
        "geopandas": "read_file",
        "h5py": "File",
        "imageio": "imread imwrite mimread mimwrite",
        "imageio.v2": "imread imwrite",
        "imageio.v3": "imread imwrite",
        "joblib": "dump",
        "jsonlines": "open",
        "librosa": "load",
        "netCDF4": "Dataset",
        "networkx": """read_adjlist read_edgelist read_gexf read_gml read_graphml write_adjlist write_edgelist write_gexf
            write_gml write_graphml""",
        "nibabel": "load save",
        "numpy": "lib.format.open_memmap",
        "pandas": "HDFStore",
        "pdfplumber": "open",
        "polars": """read_avro read_csv read_excel read_ipc read_json read_ndjson read_parquet scan_csv scan_ipc
            scan_ndjson scan_parquet""",
        "pptx": "Presentation",
        "pyarrow": "OSFile memory_map",
        "pyarrow.csv": "read_csv write_csv",
        "pyarrow.feather": "read_feather write_feather",
        "pyarrow.parquet": "ParquetFile read_table write_table",
        "pypdf": "PdfReader",
        "reportlab.pdfgen.canvas": "Canvas",
        "safetensors.torch": "load_file save_file",
        "scipy.io": "loadmat mmread mmwrite savemat",
        "scipy.io.wavfile": "read write",
        "skimage.io": "imread imsave",
        "soundfile": "SoundFile read write",
        "sqlalchemy": "create_engine engine.create_engine",
        "sqlmodel": "create_engine",
        "tensorflow": "io.gfile.GFile io.read_file io.write_file",
        "tinydb": "TinyDB",
        "torch": "save",
        "torchvision": "io.read_image utils.save_image",
        "xarray": "open_dataset open_mfdataset",
        "xlrd": "open_workbook",
        "xlsxwriter": "Workbook",
        "zarr": "open save",
    }.items()
    for name in names.split()
}

# Those that go by the path alone of which they are methods.
OF_ONE_PATH = frozenset(
    f"pathlib.Path.{name}"
    for name in "exists is_dir is_file iterdir lstat mkdir open read_bytes read_text stat touch walk write_bytes write_text".split()
)
PATH_CALLS |= OPENING

PARSING = frozenset(
    f"argparse.ArgumentParser.{name}"
    for name in "parse_args parse_intermixed_args parse_known_args parse_known_intermixed_args".split()
)
JOINING = frozenset({"os.path.join", "pathlib.Path", "pathlib.Path.joinpath"})
UP = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
NO_PROSE = re.compile(r"[\w ./\\~:\ufffc-]+")
UP_IN_TEXT = re.compile("(?:^|[/\\\\\N{OBJECT REPLACEMENT CHARACTER}])\\.\\.[/\\\\]\\S*$")
ABSOLUTE = re.compile(r"^(?:file:(?://)?|sqlite(?:\+\w+)?:///)?(?:/|[A-Za-z]:[\\/]|\\\\)")
ALLOWED = re.compile(
    r"^(?:file:(?://)?|sqlite(?:\+\w+)?:///)?(?:/(?:app|tmp|var/tmp)(?:/|$)|/dev/(?:null|zero|u?random|std(?:in|out|err))$)"
)
SYSTEM = re.compile(r"^(?:file://)?/(?:etc|root|boot|proc|sys|dev|var/run|var/log|var/spool)/\S*$")

# What is surely a file of the machine, and no path of a URL.
FILE_SYSTEM = re.compile(
    r"^(?:file://)?(?:/(?:Applications|Library|System|boot|etc|mnt|opt|proc|root|sbin|srv|sys|usr|var(?!/tmp))/[\w.]|/(?:Users|home|media|run)/\w+/."
    r"|/(?:etc|proc|root|usr)/?$|~/\w|[A-Za-z]:[\\/]\w)"
)
FILE_WORDS = re.compile(
    "append|archive|backup|cache|client|config|connection|convert|copy|database|dataset|delete|document|dump|environment|excel"
    "|export|extract|file|folder|image|import|index|load|lmdb|merge|mkdir|move|open|pack|read|remove|render|restore|save|store"
    "|stream|to_|workbook|write|(?:^|_)(?:dir|fs|mv|rc|rm)(?:_|$)",
    re.IGNORECASE,
)
# Of these, what changes files.
CHANGING = re.compile(
    "append|archive|copy|convert|delete|dump|export|extract|merge|mkdir|move|pack|remove|restore|save|store|to_|write"
    "|(?:^|_)(?:mv|rm)(?:_|$)",
    re.IGNORECASE,
)
CONFIGURED = frozenset(
    f"configparser.{kind}.{name}"
    for kind in ("ConfigParser", "RawConfigParser", "SafeConfigParser")
    for name in ("read_dict", "read_string")
)
SETTING = re.compile(r"^[^#;\n]*?[=:][ \t]*(\S+)", re.MULTILINE)
# By these, nobody opens a file yet: where the interpreter lies is nothing to hide.
LOOKING = frozenset(
    """os.access os.fspath os.fwalk os.listdir os.lstat os.path.abspath os.path.exists os.path.getmtime os.path.getsize os.path.isdir os.path.isfile
    os.path.islink os.path.join os.path.lexists os.path.realpath os.path.samefile os.readlink os.scandir os.stat os.walk pathlib.Path glob.glob glob.iglob
    pathlib.Path.exists pathlib.Path.glob pathlib.Path.is_dir pathlib.Path.is_file pathlib.Path.iterdir pathlib.Path.joinpath pathlib.Path.rglob
    pathlib.Path.stat ssl.create_default_context ssl.SSLContext.load_verify_locations""".split()
)

# To these, `/` is no route of a web server.
LISTING = frozenset({"os.fwalk", "os.listdir", "os.scandir", "os.walk"})

# Those that say what and whom the system knows.
TELLING = re.compile(
    r"^(?:file://)?/(?:(?:proc|sys|dev|var/log|var/run)(?:/|$)(?!.*(?:sysrq|/dev/[sh]d|/mem$))"
    r"|etc/(?:[\w-]*release|hostname|hosts|localtime|machine-id|resolv\.conf|ssl|timezone|issue|debian_version|mime\.types)(?:/|$))"
)
# A folder there that is not one of the system's own: an application's.
APPLICATION = re.compile(
    r"^/etc/(?!(?:X11|alternatives|apparmor|apt|audit|bash|binfmt|ca-cert|cloud|cron|crypt|dbus|default|dhcp|dnf|docker|env"
    r"|exports|fstab|fuse|g?shadow|group|grub|host|init|inittab|iptables|issue|kernel|kube|ld\.|login|logrotate|modprobe"
    r"|modules|motd|mtab|network|nftables|nsswitch|opt|pam|passwd|pki|polkit|ppp|profile|python|r?syslog|rc|resolv|security"
    r"|selinux|services|shells|skel|ssh|ssl|sub[gu]id|sudo|sysctl|systemd|udev|update|vim|xdg|yum|zsh))[\w.-]+(?:/|$)"
)
MACHINE = re.compile(
    r"^/(?:bin|boot|etc|lib|lib64|root|sbin|sys|usr|var/spool|System|Library)/|^[A-Za-z]:[\\/]Windows",
    re.IGNORECASE,
)
WRITING = frozenset(
    """builtins.open codecs.open os.makedirs os.mkdir pathlib.Path.mkdir pathlib.Path.open pathlib.Path.touch
    pathlib.Path.write_bytes pathlib.Path.write_text shutil.copy shutil.copy2 shutil.copyfile shutil.copytree""".split()
)


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
    reaches = frozenset({"path"})
    severity = Severity.TELL
    reached = True
    calls = PATH_CALLS | {"os.chdir"}
    methods = PATH_METHODS

    @staticmethod
    def matches(call: Call) -> bool:
        texts = call.texts()
        if call.name in JOINING and texts and texts[0].startswith("./"):  # the path of this file, as a rule
            arguments = [call.argument(place) for place in range(len(call.node.args))]
            if all(argument.known and len(argument.texts) == 1 for argument in arguments):
                return _climbs("/".join(texts))
        return any(map(_climbs, texts))

    @classmethod
    def decides(cls, call: Call, places: Iterable[Place]) -> bool:
        return super().decides(call, places) and cls.matches(call)

    @classmethod
    def decides_value(cls, mention: Mention) -> bool:
        return cls.matches_value(mention)

    @classmethod
    def matches_value(cls, mention: Mention) -> bool:
        return any(NO_PROSE.fullmatch(text) and _climbs(text) for text in _paths(mention))

    @staticmethod
    def shows(text: str) -> bool:
        return _climbs(text)

    @staticmethod
    def matches_text(text: Text) -> bool:
        """An absolute path that climbs, `/a/../b`, is no worse than `/b`."""
        path = text.value
        return (
            ".." in path
            and not re.match(r"/|[^/]*://", path)
            and bool(UP_IN_TEXT.search(path))
            and _climbs(path)
        )


def _paths(mention: Mention) -> Iterable[str]:
    """Return what may be the path of a function that others call: for a method that takes none, that of which it is one."""
    return (mention.receiver,) if mention.bound and mention.name in OF_ONE_PATH else mention.texts


def _climbs(path: str) -> bool:
    """Return whether ``path`` leaves the folder that it begins in; an absolute one climbs wherever it says `..`."""
    if not UP.search(path) or re.match(r"[/\\]|[A-Za-z]+:", path):
        return bool(UP.search(path))
    depth = 0
    for part in re.split(r"[/\\]", path):
        if part not in ("", "."):
            depth += -1 if part == ".." else HOLE not in part
        if depth < 0:
            return True
    return False


class Absolute(Rule):
    """`{name}` is given an absolute path, which leads out of the project; use a relative path, or `tempfile`.

    `/tmp`, `/var/tmp` and `/app`, where the sandbox binds the project, are the project's to use. Where the path may be
    something else as well, or the function is handed to another one to call, `map(open, names)`, texts count that begin
    with a well-known folder: others are routes of a web server as often.

    Bad:
        with open("/usr/share/dict/words") as file:
            print(file.read())

    Bad:
        folder = "/opt"
        def save(path):
            with open(path, "w") as file:
                file.write("x")
        save(folder + "/settings")

    Bad:
        files = [*map(open, ["/opt/settings"])]

    Good:
        with open("data/words.txt") as file, open("/tmp/copy.txt", "w") as copy:
            copy.write(file.read())
        route = "/users/list"
    """

    code = "LLS402"
    reaches = frozenset({"path"})
    exempt = "all but writing to a folder of the system"
    calls = PATH_CALLS | CONFIGURED | PARSING
    methods = PATH_METHODS
    packaged = FILE_WORDS

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name in PARSING:  # `@file` stands for the arguments in that file
            return any(re.match(r"[^\w\s/-](?:[/~]|.*\.\.)", text) for text in call.texts())
        if call.name in CONFIGURED:
            return any(FILE_SYSTEM.match(value) for text in call.texts() for value in SETTING.findall(text))
        shown = PYTHON if call.name in LOOKING else INSTALLED if _only_reads(call) else "\0"
        texts = [text for text in call.texts() if not text.startswith(shown)]
        if not _takes_paths(call):
            return any(map(FILE_SYSTEM.match, texts)) or "/" in call.argument(None, "directory").texts
        unseen = is_packaged(call.name) and call.name not in PATH_CALLS  # may expand `~`, as some do
        homely = call.method or unseen or call.name.startswith(("pandas.", "polars."))
        if call.name in LISTING and "/" in texts:
            return True
        if any(_is_outside(text) and ROOTED.search(text) for text in texts):
            return True
        return any(_is_outside(text) for text in call.certain if not text.startswith(shown)) or (
            homely and any(text.startswith("~/") for text in texts)
        )

    @classmethod
    def decides(cls, call: Call, places: Iterable[Place]) -> bool:
        return super().decides(call, places) and cls.matches(call)

    @classmethod
    def decides_value(cls, mention: Mention) -> bool:
        return cls.matches_value(mention)

    @classmethod
    def matches_value(cls, mention: Mention) -> bool:
        is_class = mention.name.rpartition(".")[2].istitle()
        return not is_class and any(map(ROOTED.search, _paths(mention)))

    @staticmethod
    def shows(text: str) -> bool:
        return _is_outside(text)

    @classmethod
    def echoes(cls, call: Call) -> bool:
        return call.name in OF_ONE_PATH & LOOKING

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        if not isinstance(fact, Call) or fact.name not in WRITING:
            return Severity.TELL
        writes = "open" not in fact.name or any(re.search("[wax+]", mode) for mode in _mode(fact).texts)
        return cls.severity if writes and any(map(MACHINE.search, fact.texts())) else Severity.TELL


def _takes_paths(call: Call) -> bool:
    goes_to_path = any(each.kind == "path" for each in call.reach)
    return call.name in PATH_CALLS or goes_to_path or (call.method and call.name in PATH_METHODS)


def _mode(call: Call) -> Argument:
    return call.argument(0 if call.name.startswith("pathlib.") else 1, "mode")


def _only_reads(call: Call) -> bool:
    """Return whether ``call`` surely changes nothing in the file that it opens."""
    last = call.name.rpartition(".")[2]
    if last != "open" or call.name == "os.open":
        is_told = _takes_paths(call) or CHANGING.search(last)
        return not is_told or bool(re.match("CascadeClassifier|imread|load|read", last))
    mode = _mode(call)
    return not mode.given or (mode.known and not any(re.search("[wax+]", text) for text in mode.texts))


def _is_outside(path: str) -> bool:
    return bool(ABSOLUTE.search(path)) and not ALLOWED.search(path)


class SystemPath(Rule):
    """`{name}` names a file of the operating system; a program of this project has no business there.

    Bad:
        target = "/boot/grub/grub.cfg"

    Good:
        target = "settings/grub.cfg"
        sink = "/dev/null"
    """

    code = "LLS403"
    reached = True
    exempt = "what tells of the machine: `/proc`, `/sys`, `/dev`, logs, `/etc/os-release` and the like; an application's own folder in `/etc`"

    @staticmethod
    def matches_text(text: Text) -> bool:
        path = posixpath.normpath(text.value) if "/../" in text.value else text.value
        return bool(SYSTEM.search(path)) and not ALLOWED.search(path)

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        is_told = isinstance(fact, Text) and (TELLING.search(fact.value) or APPLICATION.search(fact.value))
        return Severity.TELL if is_told else cls.severity


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
    severity = Severity.TELL
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
    severity = Severity.TELL
    names = frozenset({"contextlib.chdir", "os.chdir", "os.chroot", "os.fchdir", "tempfile.tempdir"})


class Command(Rule):
    """`{name}` is a command of Python's library that goes by `sys.argv`; call the function that does the work.

    Which files it reads and writes shows nowhere.

    Bad:
        import gzip
        gzip.main()

    Good:
        import unittest
        from zipfile import ZipFile
        if __name__ == "__main__":
            with ZipFile("data.zip") as archive:
                print(archive.namelist())
            unittest.main()
    """

    code = "LLS407"
    severity = Severity.TELL
    names = frozenset(
        """ast.main asyncio.__main__ base64.main base64.test calendar.main compileall.main dis._test dis.main doctest._test
        filecmp.demo fileinput._test gzip.main json.tool.main
        mailcap.show mimetypes._main modulefinder.test pickle._test pickletools._test
        py_compile.main pyclbr._main pydoc.cli quopri.main random._test random.main sqlite3.__main__ symtable.main sysconfig._main tabnanny.main
        tarfile.main tokenize.main uu.test zipapp.main zipfile.main""".split()
    )
