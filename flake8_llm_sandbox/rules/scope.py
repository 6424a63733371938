"""Ways out of the project: `..`, absolute paths, the home folder, other working directories."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Mention, Text

# Library calls that take paths. Any of their arguments may be one.
PATH_METHODS = frozenset(
    """
    imsave joinpath savefig to_csv to_excel to_feather to_hdf to_html to_json to_parquet to_pickle
    to_sql to_xml tofile
    """.split()
)
_METHODS_OF_PATHS = """
    copy copy_into exists glob hardlink_to is_dir is_file iterdir joinpath lstat mkdir open read_bytes
    read_text rename replace rglob stat symlink_to touch walk with_name write_bytes write_text
    """.split()
PATH_CALLS = frozenset(
    """
    PIL.Image.Image.save PIL.Image.new().save PIL.Image.open PIL.Image.open().save aifc.open
    aiofiles.open builtins.open bz2.open cProfile.Profile.dump_stats chunk.Chunk
    codecs.open compileall.compile_dir compileall.compile_file configparser.ConfigParser.read
    configparser.RawConfigParser.read csv.reader cv2.VideoCapture cv2.imread cv2.imwrite dbm.dumb.open
    dbm.open distutils.file_util.copy_file distutils.file_util.write_file docx.Document
    docx.Document.save filecmp.cmp filecmp.dircmp fileinput.FileInput fileinput.input
    gettext.bindtextdomain gettext.install gettext.translation glob.glob glob.iglob gzip.open
    http.cookiejar.FileCookieJar http.cookiejar.LWPCookieJar http.cookiejar.LWPCookieJar.load
    http.cookiejar.LWPCookieJar.save http.cookiejar.MozillaCookieJar
    http.cookiejar.MozillaCookieJar.load http.cookiejar.MozillaCookieJar.save imghdr.what io.FileIO
    linecache.getline linecache.getlines logging.FileHandler logging.basicConfig
    logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler lxml.etree.parse
    lzma.open mailbox.MH mailbox.Maildir mailbox.mbox matplotlib.pyplot.imread matplotlib.pyplot.imsave
    matplotlib.pyplot.savefig mimetypes.read_mime_types numpy.fromfile numpy.genfromtxt
    numpy.load numpy.loadtxt numpy.memmap numpy.ndarray.tofile numpy.save numpy.savetxt numpy.savez
    numpy.savez_compressed openpyxl.Workbook.save openpyxl.load_workbook os.access os.fspath os.fwalk
    os.getxattr os.listdir os.listxattr os.lstat os.makedirs os.mkdir os.open os.path.abspath
    os.path.exists os.path.getatime os.path.getctime os.path.getmtime os.path.getsize os.path.isdir
    os.path.isfile os.path.islink os.path.ismount os.path.join os.path.lexists os.path.realpath
    os.path.samefile os.pathconf os.readlink os.remove os.rename os.scandir os.stat os.statvfs os.utime
    os.walk pandas.ExcelWriter pandas.read_csv pandas.read_excel pandas.read_feather pandas.read_json
    pandas.read_orc pandas.read_parquet pandas.read_table pandas.read_xml pathlib.Path pkgutil.get_data
    pstats.Stats pstats.Stats.dump_stats py_compile.compile pyclbr.readmodule pyclbr.readmodule_ex
    shelve.open shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.disk_usage
    shutil.make_archive shutil.move shutil.unpack_archive sndhdr.what sqlite3.connect
    ssl.SSLContext.load_cert_chain ssl.SSLContext.load_verify_locations ssl.create_default_context
    sunau.open tabnanny.check tarfile.TarFile tarfile.TarFile.add tarfile.TarFile.extract
    tarfile.TarFile.extractall tarfile.open tempfile.NamedTemporaryFile tempfile.TemporaryDirectory
    tempfile.mkdtemp tempfile.mkstemp tkinter.PhotoImage tokenize.open torch.jit.load
    tracemalloc.Snapshot.dump tracemalloc.take_snapshot().dump turtle.addshape turtle.bgpic
    turtle.register_shape uu.decode uu.encode wave.open xml.dom.minidom.parse xml.dom.pulldom.parse
    xml.etree.ElementTree.ElementTree.parse xml.etree.ElementTree.ElementTree.write
    xml.etree.ElementTree.iterparse xml.etree.ElementTree.parse xml.etree.ElementTree.parse().write
    xml.sax.parse zipapp.create_archive zipfile.ZipFile zipfile.ZipFile.extract
    zipfile.ZipFile.extractall zipfile.ZipFile.write
    """.split()
) | {
    f"{kind}.{name}"
    for kind, names in (
        ("pathlib.Path", _METHODS_OF_PATHS),
        ("pandas.DataFrame", PATH_METHODS),
        ("pandas.Series", PATH_METHODS),
    )
    for name in names
}

UP = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
UP_IN_TEXT = re.compile("(?:^|[/\\\\\N{OBJECT REPLACEMENT CHARACTER}])\\.\\.[/\\\\]\\S*$")
ABSOLUTE = re.compile(r"^(?:file://)?(?:/|[A-Za-z]:[\\/]|\\\\)")
ALLOWED = re.compile(
    r"^(?:file://)?(?:/(?:app|tmp|var/tmp)(?:/|$)|/dev/(?:null|zero|u?random|std(?:in|out|err))$)"
)
ROOTED = re.compile(
    r"^(?:file://)?(?:/(?:Applications|Library|System|Users|Volumes|bin|boot|dev|etc|home|lib|lib64|media|mnt|opt"
    r"|private|proc|root|run|sbin|srv|sys|usr|var(?!/tmp))/|[A-Za-z]:[\\/]\w|\\\\\w)"
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
        return any(map(UP.search, call.texts()))

    @classmethod
    def matches_value(cls, mention: Mention) -> bool:
        return any(map(UP.search, mention.texts()))

    @staticmethod
    def matches_text(text: Text) -> bool:
        """An absolute path that climbs, `/a/../b`, is no worse than `/b`."""
        return not re.match(r"/|[^/]*://", text.value) and bool(UP_IN_TEXT.search(text.value))


class Absolute(Rule):
    """`{name}` is given an absolute path, which leads out of the project; use a relative path, or `tempfile`.

    `/tmp`, `/var/tmp` and `/app`, where the sandbox binds the project, are the project's to use. Where the function is handed
    to another one to call, `map(open, names)`, any text of the program counts that begins with a well-known folder.

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
    calls = PATH_CALLS
    methods = PATH_METHODS

    @staticmethod
    def matches(call: Call) -> bool:
        return any(map(_is_outside, call.texts()))

    @classmethod
    def matches_value(cls, mention: Mention) -> bool:
        is_class = mention.name.rpartition(".")[2].istitle()
        return not is_class and any(map(ROOTED.search, mention.texts()))


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
