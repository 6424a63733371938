"""Keys, accounts and personal data of whoever runs the program, and the machine's own settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Mention
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Fact, Text


class Environment(Rule):
    """`{name}` shows or changes environment variables, which hold keys; take settings as arguments.

    Bad:
        import os
        key = os.environ["API_KEY"]

    Bad:
        from os import getenv
        key = getenv("API_KEY")

    Bad:
        import click
        @click.command()
        @click.option("--token", envvar="API_KEY")
        def main(token):
            print(len(token))

    Good:
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--region", default="eu")
    """

    code = "LLS601"
    severity = Severity.TELL
    attributes = frozenset({"from_envvar", "from_prefixed_env"})
    calls = frozenset(
        {
            "unittest.mock.patch.dict",
            "click.Option",
            "click.argument",
            "click.option",
            "typer.Argument",
            "typer.Option",
        }
    )
    names = frozenset(
        """
        cgi.FieldStorage cgi.parse cgi.print_environ cgi.test decouple dotenv dynaconf environ.Env environs
        os._Environ os.environ os.environb os.getenv os.getenvb os.putenv os.reload_environ os.unsetenv
        psutil.Process.environ pydantic_settings python_dotenv starlette.config
        wsgiref.handlers.BaseHandler.os_environ wsgiref.handlers.CGIHandler wsgiref.handlers.IISCGIHandler
        wsgiref.handlers.read_environ
        """.split()
    )

    @staticmethod
    def matches(call: Call) -> bool:
        """`envvar="TOKEN"` has the value read from there."""
        if call.name == "unittest.mock.patch.dict":
            return any(text in ("os.environ", "os.environb") for text in call.argument(0).texts)
        return call.argument(None, "envvar").given

    @staticmethod
    def matches_text(text: Text) -> bool:
        """OmegaConf and Hydra fill such fields in."""
        return bool(re.search(r"\$\{(?:oc\.)?env:", text.value))


class CredentialStore(Rule):
    """`{name}` hands out passwords or accounts of this machine; take the value that you need as an argument.

    Bad:
        import keyring
        print(keyring.get_password("mail", "me"))

    Bad:
        import pwd
        print(pwd.getpwall())

    Good:
        import secrets
        token = secrets.token_hex(16)
    """

    code = "LLS602"
    exempt = "names of accounts"
    attributes = frozenset({"keylog_filename"})
    names = frozenset(
        """browser_cookie3 browsercookie grp keyring netrc nis oauth2client.file pwd pypykatz
        readline.read_history_file readline.write_history_file requests.utils.get_netrc_auth secretstorage
        spwd win32cred win32crypt""".split()
    )

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return (
            Severity.TELL
            if isinstance(fact, Mention) and re.match("(?:grp|pwd)(?:$|[.])", fact.name)
            else cls.severity
        )


class Watch(Rule):
    """`{name}` watches or drives the screen, keyboard, clipboard, camera or microphone; read from a file.

    Bad:
        from PIL import ImageGrab
        ImageGrab.grab().save("screen.png")

    Bad:
        import cv2
        camera = cv2.VideoCapture(0)

    Good:
        import cv2
        from PIL import Image
        film = cv2.VideoCapture("film.mp4")
        picture = Image.open("picture.png")
    """

    code = "LLS603"
    exempt = "the screen, the clipboard and cameras; keys that are listened to are a stop"
    names = frozenset(
        """
        clipboard dxcam keyboard.add_hotkey keyboard.hook keyboard.on_press keyboard.on_release
        keyboard.press keyboard.read_event keyboard.read_key keyboard.record keyboard.send
        keyboard.start_recording keyboard.write mouse.click mouse.hook mouse.move mss pandas.read_clipboard
        PIL.ImageGrab pyaudio pyautogui pygetwindow pynput pyperclip pyscreenshot pyscreeze
        sounddevice.InputStream sounddevice.RawInputStream sounddevice.rec speech_recognition.Microphone
        tkinter.Tk.clipboard_get win32clipboard xerox
        """.split()
    )
    calls = frozenset({"cv2.VideoCapture"})
    methods = frozenset({"to_clipboard", "clipboard_get"})

    @staticmethod
    def matches(call: Call) -> bool:
        device = call.argument(0, "index")
        return call.method or any(isinstance(value, int) for value in device.constants)

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        listens = isinstance(fact, Mention) and fact.name.startswith(("keyboard", "pynput"))
        return cls.severity if listens else Severity.TELL


class WhoAndWhere(Rule):
    """`{name}` tells who runs this and on which machine; leave it out, or take a name as an argument.

    Bad:
        import getpass
        print(getpass.getuser())

    Bad:
        import platform
        print(platform.node())

    Good:
        import os
        import platform
        print(platform.system(), platform.python_version(), os.cpu_count(), os.getcwd())
    """

    code = "LLS604"
    severity = Severity.TELL
    names = frozenset(
        """getmac getpass.getuser ifaddr netifaces os.getlogin os.uname platform.node platform.uname
        psutil.net_connections psutil.net_if_addrs psutil.Process.cmdline psutil.Process.connections
        psutil.Process.net_connections psutil.Process.open_files psutil.Process.username psutil.users
        socket.gethostname socket.if_nameindex uuid._get_command_stdout uuid.getnode""".split()
    )


class SystemSetting(Rule):
    """`{name}` changes settings of the whole machine; keep what the program needs in a file of the project.

    Bad:
        import winreg
        key = winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Software")

    Bad:
        import time
        time.clock_settime(time.CLOCK_REALTIME, 0)

    Good:
        import time
        print(time.clock_gettime(time.CLOCK_MONOTONIC))
    """

    code = "LLS605"
    names = frozenset(
        """_winreg crontab dbus msilib pystemd regutil socket.sethostname time.clock_settime
        time.clock_settime_ns win32service win32serviceutil winreg""".split()
    )
