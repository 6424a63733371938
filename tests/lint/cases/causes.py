# --- a class of which the methods act
import yfinance
t = yfinance.Ticker("x")
t.history()  # LLS512
t.history()
# --- an object that others made, told once
from playwright.async_api import Page
async def f(page: Page):
    await page.goto("x")  # LLS515
    await page.click("y")
    return page.url
# --- a deep method of one
from openai import OpenAI
def f(client: OpenAI):
    return client.chat.completions.create(model="x")  # LLS512
# --- clients, and their faults
import docker
try:
    c = docker.from_env()  # LLS207
except docker.errors.APIError:
    pass
# --- data with methods
from discord import Embed, Intents
e = Embed(title="x")
e.add_field(1)
i = Intents.default()  # LLS512
# --- a client and its settings
import boto3
from botocore.config import Config
s3 = boto3.client("s3", config=Config())  # LLS512
s3.upload_file("a","b","c")
# --- a process that others started
import subprocess
def f(p: subprocess.Popen):
    p.wait()
    p.kill()
# --- a process that is stopped
import psutil
def f(p: psutil.Process):
    p.kill()  # LLS211
# --- a session that others made
import requests
def f(s: requests.Session, r: requests.Response):
    s.get("x")  # LLS503
    s.get("y")
    r.json()
# --- faults of a client
import redis
try:
    r = redis.Redis()  # LLS511
except redis.ConnectionError as e: raise redis.RedisError("x") from e
# --- settings of requests
import aiohttp
t = aiohttp.ClientTimeout(total=1)
async def f(s: aiohttp.ClientSession):
    async with s.get("x") as r:  # LLS503
        return await r.text()
# --- a class that others may take from here
from subprocess import Popen  # LLS201
def f(p: Popen): p.wait()
# --- a function that is only named
from os import system  # LLS202
if system is None: pass
# --- another name that nobody calls here
import subprocess
run = subprocess.run  # LLS201
# --- another name that is called
import subprocess
run = subprocess.run
run(['ls'])  # LLS201
# --- a function that is passed on
import os
def f(call):
    call('x')  # LLS202
f(os.system)  # LLS202
# --- constants of a library and its classes
from selenium.webdriver.common.by import By
from selenium import webdriver
kind = By.ID
make = [webdriver.Firefox]  # LLS515
# --- what a computed attribute gives
def f(x, name):
    a = getattr(x, name, None)  # LLS804
    b = a + 1
    return b
# --- a computed function and its names
import os, sys
a = getattr(os, sys.argv[1])  # LLS804
print(a)
b = a
# --- delegation
class P:
    def __init__(self, x): self.x = x
    def __getattr__(self, name):
        return getattr(self.x, name)
# --- delegation of another name
class P:
    def __getattr__(self, name):
        name = input()
        return getattr(self.x, name)  # LLS804
# --- no delegation
class P:
    def other(self, name):
        return getattr(self.x, name)  # LLS804
# --- a descriptor
class D:
    def __set_name__(self, owner, name):
        self.name = '_' + name
    def __get__(self, instance, owner):
        return getattr(instance, self.name)
# --- a descriptor of names with two underscores
class D:
    def __set_name__(self, owner, name):
        self.name = '__' + name
    def __get__(self, instance, owner):
        return getattr(instance, self.name)  # LLS804
# --- a descriptor that others rename
class D:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, instance, owner):
        return getattr(instance, self.name)  # LLS804
D().name = input()
# --- a level of logging
import logging
def f(level):
    logging.basicConfig(level=getattr(logging, level.upper()))
# --- what is no level
import logging
def f(level):
    getattr(logging, level.upper()).system('x')  # LLS804
# --- an object with its own upper
import logging
class L:
    def upper(self): return 'os'
logging.basicConfig(level=getattr(logging, L().upper()))  # LLS804
# --- a configuration that grows
import logging.config
LOG = {'version': 1}
LOG['handlers'] = {'x': {'()': 'os.system'}}
logging.config.dictConfig(LOG)  # LLS715
# --- a configuration that grows inside
import logging.config
LOG = {'version': 1, 'handlers': {}}
LOG['handlers']['x'] = {'()': 'os.system'}
logging.config.dictConfig(LOG)  # LLS715
# --- timers of the module's own functions
import timeit
def work(n=1): return n
print(timeit.timeit('work()', setup='from __main__ import work'))
print(timeit.timeit('work(2)', globals=globals()))
print(timeit.timeit('work(2)', globals={**globals(), 'work': input}))  # LLS102
# --- timers with a setup
import timeit
def work(n=1): return n
print(timeit.timeit('work()', setup='from __main__ import work'))
# --- timers of others
import timeit
from os import remove
def work(n=1):
    return open(n)  # LLS402
print(timeit.timeit('work("/opt")', setup='from __main__ import work'))
print(timeit.timeit('os.remove("a")', setup='import os'))  # LLS301
print(timeit.timeit('remove("a")', globals=globals()))  # LLS301
print(timeit.timeit('print(1)'), timeit.repeat('remove("a")'))
print(timeit.timeit('eval(x)', """  # LLS101
x = input()
y = open("/opt/a")  # LLS402
"""))
timeit.Timer('__import__("os").system("id")').timeit()  # LLS111 LLS202 LLS802
timeit.timeit('1 +')  # LLS102
timeit.timeit('work()', setup=input())  # LLS102
# --- text that is run is judged as what it is
import builtins
import cProfile
import profile
from os import remove as drop
def eval_own(text): return eval(text)  # LLS101
cProfile.run("main()")
profile.run("drop('a')")  # LLS301
exec("import shutil as tool")  # LLS101 LLS807
tool.rmtree("a")  # LLS301
def main():
    exec("drop('a')")  # LLS101 LLS301
    exec("x = drop")  # LLS101
    return builtins.eval("drop('a')")  # LLS101 LLS301
exec("eval = print")  # LLS101
eval(input())  # LLS101
exec("drop('a')", {"drop": print})  # LLS101
frame.eval("drop('a')")
# --- an undecorated function
import functools
@functools.lru_cache
def fib(n): return n
print(fib.__wrapped__(3))
def f(g): return g.__wrapped__  # LLS801
# --- reducers of the object's own class
class A:
    def __reduce__(self):
        return type(self), (1,)
class B:
    def __reduce__(self):  # LLS716
        return type(other), (1,)
# --- hints that are types
import typing
def area(a: int) -> float: return 1.0
print(typing.get_type_hints(area))
def other(a: 'int'): return a
print(typing.get_type_hints(other))  # LLS106
# --- a path for imports that is cut back
import sys
old = len(sys.path)
sys.path = sys.path[:old]
sys.path = sys.path[:old] + ['/srv']  # LLS112
# --- other methods of the same name
import pandas as pd
from pathlib import Path
frame = pd.read_csv(Path('a.csv'))
frame.rename(columns={'a': 'b'})
frame.replace('a', 'b')
Path('a').rename('b')  # LLS302
Path('a').replace(target='b')  # LLS302
Path.replace(Path('a'), 'b')  # LLS302
move = Path.rename
move(Path('a'), 'b')  # LLS302
# --- fixtures with annotations
import socket, pytest
def test_a(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, 'socket', None)
def test_b(other: pytest.MonkeyPatch):
    other.setattr(socket, 'socket', None)  # LLS807
# --- what is shown
import os
print(os.environ)  # LLS601
print(os.system)
