"""Where the flow of arguments ends: what acts by itself, what it does, and which arguments decide that.

Reviewed by hand, since most of it is C; the audit events of the interpreter bear witness to it (tests/proof).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.model.cuts import CUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[int, str]  # of an argument: its position, its name

_TABLE = """
path     builtins.open io.FileIO 0=file
path     io.open_code os.open os.access os.stat os.lstat os.statvfs os.readlink os.listdir os.scandir os.mkdir os.pathconf 0=path
path     os.getxattr os.listxattr os.mkfifo os.mknod os.remove os.unlink os.rmdir os.chmod os.chown os.lchown os.lchmod 0=path
path     os.setxattr os.removexattr os.truncate os.utime os.chflags os.lchflags 0=path
path     os.rename os.replace os.link os.symlink 0=src 1=dst
path     sqlite3.connect sqlite3.Connection 0=database
path     dbm.gnu.open dbm.ndbm.open 0=filename
path     ssl.SSLContext.load_cert_chain _ssl._SSLContext.load_cert_chain 0=certfile 1=keyfile
path     ssl.SSLContext.load_verify_locations _ssl._SSLContext.load_verify_locations 0=cafile 1=capath
path     ossaudiodev.open ossaudiodev.openmixer 0=device
path     readline.read_history_file readline.write_history_file readline.read_init_file 0=filename
path     readline.append_history_file 1=filename
path     warnings.warn_explicit 2=filename
path     locale.bindtextdomain _locale.bindtextdomain 1=dir
path     multiprocessing.synchronize.sem_unlink 0=name
start    os.execv os.execve os.posix_spawn os.posix_spawnp os.startfile 0=path
start    os.spawnv os.spawnve 1=file
start    os.system 0=command
start    subprocess.Popen 0=args 2=executable
start    _posixsubprocess.fork_exec 0=args
connect  socket.socket.connect socket.socket.connect_ex 0=address
connect  socket.socket.sendto 1=address
connect  socket.getaddrinfo socket.gethostbyname socket.gethostbyname_ex socket.gethostbyaddr 0=host
listen   socket.socket.bind 0=address
import   builtins.__import__ importlib.import_module importlib.__import__ 0=name
import   importlib._bootstrap._load _frozen_importlib._load 0=spec
import   _imp.create_dynamic _imp.exec_dynamic _imp.create_builtin 0=spec
exec     builtins.exec builtins.eval 0=source
exec     _xxsubinterpreters.run_string _interpreters.exec _interpreters.run_string 1=script
unpickle pickle.load pickle.loads pickle.Unpickler _pickle.load _pickle.loads _pickle.Unpickler 0=file
unpickle pydantic.deprecated.parse.load_str_bytes pydantic.v1.parse.load_str_bytes 5=allow_pickle
unpickle pydantic.deprecated.parse.load_file pydantic.v1.parse.load_file 5=allow_pickle
native   ctypes.CDLL ctypes.PyDLL _ctypes.dlopen sqlite3.Connection.load_extension 0=name
"""


def _place(text: str) -> Place:
    position, _, name = text.partition("=")
    return int(position), name


def _read(table: str) -> dict[str, tuple[tuple[str, tuple[Place, ...]], ...]]:
    result: dict[str, tuple[tuple[str, tuple[Place, ...]], ...]] = {}
    for line in table.strip().splitlines():
        kind, *words = line.split()
        places = tuple(_place(word) for word in words if "=" in word)
        for name in words:
            if "=" not in name:
                result[name] = (*result.get(name, ()), (kind, places))
    return result


SINKS = {**_read(_TABLE), **dict.fromkeys(CUTS, ())}

# What is written in C, and does nothing to its host that arguments decide: whole modules, and of others these names.
HARMLESS = {
    module: frozenset(names.split())
    for module, names in (
        line.partition(" ")[::2]
        for line in """
abc *
asyncio.events *
asyncio.futures *
asyncio.tasks *
ast *
array *
atexit *
audioop *
binascii *
bisect *
builtins *
bz2 *
cmath *
codecs *
collections *
collections.abc *
contextvars *
csv *
curses *
curses.panel *
datetime *
decimal *
asyncio Future Task create_eager_task_factory eager_task_factory get_event_loop get_running_loop
dis get_executor stack_effect
errno *
faulthandler *
fcntl fcntl flock lockf
functools *
gc collect disable enable freeze get_count get_debug get_freeze_count get_stats get_threshold is_finalized is_tracked isenabled set_debug set_threshold unfreeze
grp *
hashlib *
heapq *
imp acquire_lock is_builtin is_frozen is_frozen_package lock_held release_lock
io *
itertools *
importlib.machinery AppleFrameworkLoader
importlib.util cache_from_source decode_source source_from_cache
json.decoder *
json.encoder *
json.scanner *
locale *
logging currentframe
lzma *
marshal dump dumps
math *
msvcrt *
operator *
opcode *
os DirEntry WCOREDUMP WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WSTOPSIG WTERMSIG add_dll_directory close closerange confstr copy_file_range cpu_count ctermid device_encoding dup dup2 eventfd eventfd_read eventfd_write fdatasync fpathconf fsdecode fsencode fspath fstat fstatvfs fsync get_blocking get_handle_inheritable get_inheritable get_terminal_size getcwd getcwdb getegid geteuid getgid getgrouplist getgroups getloadavg getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getsid getuid grantpt isatty listdrives listmounts listvolumes lockf login_tty lseek major makedev memfd_create minor openpty pidfd_open pipe pipe2 plock posix_fadvise posix_openpt pread preadv process_cpu_count ptsname pwrite pwritev read readv register_at_fork sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_param sched_rr_get_interval sched_yield sendfile set_blocking set_handle_inheritable set_inheritable setns splice stat_result statvfs_result strerror sync sysconf tcgetpgrp terminal_size timerfd_create timerfd_gettime timerfd_gettime_ns timerfd_settime timerfd_settime_ns times times_result ttyname umask uname_result unlockpt unshare urandom wait wait3 wait4 waitid waitid_result waitpid waitstatus_to_exitcode write writev
os.path *
pickle PickleBuffer Pickler dump dumps
posixpath *
pyexpat *
pwd *
queue *
random *
re *
readline add_history clear_history get_begidx get_completer get_completer_delims get_completion_type get_current_history_length get_endidx get_history_item get_history_length get_line_buffer insert_text parse_and_bind redisplay remove_history_item replace_history_item set_auto_history set_completer set_completer_delims set_completion_display_matches_hook set_history_length set_pre_input_hook set_startup_hook
resource getpagesize getrlimit getrusage struct_rusage
secrets *
select *
selectors *
signal alarm default_int_handler getitimer getsignal pause set_wakeup_fd setitimer siginterrupt sigpending sigtimedwait sigwait sigwaitinfo strsignal struct_siginfo valid_signals CTRL_BREAK_EVENT CTRL_C_EVENT
socket CMSG_LEN CMSG_SPACE close dup fromshare getdefaulttimeout getprotobyname getservbyname getservbyport htonl htons if_indextoname if_nametoindex inet_aton inet_ntoa inet_ntop inet_pton ntohl ntohs setdefaulttimeout
spwd *
sqlite3 Blob Cursor PrepareProtocol Row Statement adapt complete_statement enable_callback_tracebacks enable_shared_cache register_adapter register_converter
ssl MemoryBIO Purpose RAND_add RAND_bytes RAND_pseudo_bytes RAND_status SSLSession enum_certificates enum_crls
stat *
struct *
sys activate_stack_trampoline audit deactivate_stack_trampoline displayhook exc_info excepthook exception exit get_asyncgen_hooks get_coroutine_origin_tracking_depth get_int_max_str_digits getallocatedblocks getdefaultencoding getdlopenflags getfilesystemencodeerrors getfilesystemencoding getprofile getrecursionlimit getrefcount getsizeof getswitchinterval gettrace getunicodeinternedsize getwindowsversion intern is_finalizing is_stack_trampoline_active set_int_max_str_digits setrecursionlimit setswitchinterval unraisablehook
termios *
threading ExceptHookArgs Lock excepthook RLock get_ident get_native_id local stack_size
time *
tracemalloc clear_traces get_object_traceback get_traceback_limit get_traced_memory get_tracemalloc_memory is_tracing reset_peak start stop
turtle *
types *
typing *
unicodedata *
weakref *
xml.etree.ElementTree *
xml.parsers.expat *
winsound *
zlib *
zoneinfo *
""".strip().splitlines()
    )
}


def is_harmless(name: str) -> bool:
    """Return whether a function or class that is written in C is known to do no harm by its arguments."""
    owner, _, last = name.rpartition(".")
    names = HARMLESS.get(owner, frozenset())
    return last in names or "*" in names


def places(found: tuple[Place, ...]) -> Iterator[str]:
    """Yield the places as a table has them."""
    return (f"{position}{name}" for position, name in found)
