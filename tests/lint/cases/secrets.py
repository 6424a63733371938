# --- the environment, by every way
import os
import os as system  # LLS807
import posix
import tempfile
from os import environ, getenv
from os import environb as raw  # LLS601
os.environ["KEY"]  # LLS601
os.environ.get("KEY")  # LLS601
os.environ["MPLBACKEND"] = "Agg"  # LLS601
getenv("KEY")  # LLS601
environ.copy()  # LLS601
posix.environ
tempfile._os.environ
getattr(os, "env" + "iron")  # LLS601
os.__dict__["environ"]  # LLS807
dict(os.environ)  # LLS601
for name, value in os.environ.items():  # LLS601
    print(name, value)
def configure(env=os.environ):  # LLS601
    return env
class Settings:
    key = os.getenv("KEY")  # LLS601
os.putenv("PATH", ".")  # LLS601
# --- star import
from os import *  # LLS807
print(environ)  # LLS601
# --- libraries that read it
from decouple import config  # LLS601
from dotenv import load_dotenv  # LLS601
import dotenv  # LLS601
from environ import Env  # LLS601
from pydantic_settings import BaseSettings  # LLS601
import psutil
psutil.Process(1).environ()  # LLS601
# --- stores and accounts
import grp  # LLS602
import keyring as ring
from netrc import netrc  # LLS602
import pwd  # LLS602
ring.get_password("a", "b")  # LLS602
# --- screen, keyboard, clipboard, camera
import cv2
import pyautogui  # LLS603
import tkinter
from PIL import ImageGrab  # LLS603
from pynput.keyboard import Listener  # LLS603
import pandas as pd
cv2.VideoCapture(0)  # LLS603
cv2.VideoCapture(index=1)  # LLS603
pd.read_clipboard()  # LLS603
window = tkinter.Tk()
window.clipboard_get()  # LLS603
# --- who and where
import getpass
import os
import platform
import socket
import uuid
getpass.getuser()  # LLS604
os.getlogin()  # LLS604
os.uname()  # LLS604
platform.node()  # LLS604
socket.gethostname()  # LLS604
uuid.getnode()  # LLS604
# --- clean look-alikes
import argparse
import getpass
import os
import platform
import secrets
import uuid
import cv2
from PIL import Image
class Environment:
    environ = {"a": 1}
    def getenv(self, name):
        return self.environ.get(name)
def application(environ, start_response):
    return environ["PATH_INFO"]
Environment().getenv("a")
print(platform.system(), platform.python_version(), os.cpu_count(), os.getcwd(), uuid.uuid4(), secrets.token_hex())
password = getpass.getpass("Password: ")
film = cv2.VideoCapture("film.mp4")
def play(path):
    return cv2.VideoCapture(path)
Image.open("passwd.png").save("shadow.png")
password_column = "passwd"
table = {"shadow": 1, "group": 2, "cookies": 3}
# --- the registry and the clock
import winreg  # LLS605
from winreg import OpenKey  # LLS605
import time
import crontab  # LLS605
time.clock_settime(time.CLOCK_REALTIME, 0)  # LLS605
