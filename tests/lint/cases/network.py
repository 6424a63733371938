# --- every import form
import socket
from socket import socket as S
from socket import create_connection
def late():
    from ssl import get_server_certificate
    return get_server_certificate(("example.org", 443))  # LLS501
try:
    import urllib.request as fetcher
except ImportError:
    fetcher = None
socket.socket()  # LLS501
S()  # LLS501
create_connection(("example.org", 80))  # LLS501
fetcher.urlopen("https://example.org")  # LLS503
# --- star imports
from socket import *  # LLS807
link = create_connection(("example.org", 80))  # LLS501
def look():
    return gethostbyname("secret.example.org")  # LLS504
# --- star import of a module that does nothing else
from urllib.request import *  # LLS503
page = urlopen("https://example.org")  # LLS503
# --- private twins and modules inside modules
import _socket
import http.client
import logging.handlers
import ssl
_socket.socket()  # LLS501
http.client.socket.create_connection(("example.org", 80))  # LLS501
ssl.socket.socket()  # LLS501
logging.handlers.socket.getaddrinfo("secret.example.org", 80)  # LLS504
# --- aliases
import requests
import urllib.request
get = requests.get
get("https://example.org")  # LLS503
(ask := urllib.request.urlopen)("https://example.org")  # LLS503
first, second = requests.post, print
first("https://example.org")  # LLS503
class Client:
    send = requests.put
    def run(self, do=requests.delete):
        self.send("https://example.org")  # LLS503
        do("https://example.org")  # LLS503
table = {"get": requests.get}
table["get"]("https://example.org")  # LLS503
# --- names that are built
import base64
import requests
import socket
getattr(requests, "po" + "st")("https://example.org")  # LLS503
getattr(socket, base64.b64decode("c29ja2V0").decode())()  # LLS501
getattr(socket, f"create_{'connection'}")(("example.org", 80))  # LLS501
__import__("soc" + "ket").socket()  # LLS111 LLS501
vars(requests)["get"]("https://example.org")  # LLS503 LLS807
requests.__dict__["get"]("https://example.org")  # LLS503
import sys
sys.modules["socket"].socket()  # LLS501 LLS806
globals()["requests"].get("https://example.org")  # LLS503
# --- carried by objects
import asyncio
import requests
from contextlib import closing
from socket import socket as Link
class Client:
    http = requests  # LLS807
    def __init__(self):
        self.session = requests.Session()  # LLS503
        self.loop = asyncio.new_event_loop()
    def run(self):
        self.http.get("https://example.org")  # LLS503
        self.session.post("https://example.org")
        self.loop.create_connection(asyncio.Protocol, "example.org", 80)  # LLS501
with closing(Link()) as link:  # LLS501
    link.connect(("example.org", 80))
for module in [requests]:  # LLS807
    module.get("https://example.org")  # LLS503
# --- packages above the module
import http
import urllib
from urllib import request
http.client.HTTPSConnection("example.org")  # LLS503
urllib.request.urlretrieve("https://example.org", "a")  # LLS503
request.Request("https://example.org")
# --- passed on
import functools
import operator
import requests
import urllib.request
pages = list(map(urllib.request.urlopen, ["https://example.org"]))  # LLS503
fetch = functools.partial(requests.get, timeout=1)  # LLS503
read = operator.attrgetter("get")(requests)  # LLS807
read("https://example.org")  # LLS503
def call(module):
    return module.get("https://example.org")  # LLS503
call(requests)  # LLS807
# --- subclasses and annotations
import socket
import socketserver
import requests
class Link(socket.socket):  # LLS501
    pass
class Handler(socketserver.BaseRequestHandler):  # LLS502
    pass
def use(session: requests.Session):
    return session.get("https://example.org")  # LLS503
# --- servers
import asyncio
import http.server  # LLS502
import wsgiref.simple_server  # LLS502
import xmlrpc.server  # LLS502
from flask import Flask
import uvicorn
async def serve(handle):
    await asyncio.start_server(handle, port=80)  # LLS502
app = Flask(__name__)
app.run(debug=True)  # LLS502
uvicorn.run(app)  # LLS502
# --- asyncio, by its loops
import asyncio
from asyncio.streams import open_connection  # LLS501
async def main(other):
    loop = asyncio.get_running_loop()
    await loop.create_connection(asyncio.Protocol, "example.org", 80)  # LLS501
    await asyncio.new_event_loop().getaddrinfo("secret.example.org", 80)  # LLS504
    await asyncio.SelectorEventLoop().create_server(asyncio.Protocol, port=1)  # LLS502
    await other.create_datagram_endpoint(asyncio.DatagramProtocol)  # LLS501
    with asyncio.Runner() as runner:
        runner.get_loop().sock_connect(1, 2)  # LLS501
    asyncio.events.get_event_loop().create_unix_server(asyncio.Protocol)  # LLS502
# --- mail, files, shells
import ftplib  # LLS505
import imaplib, poplib  # LLS505
from smtplib import SMTP  # LLS505
import paramiko  # LLS505
import xmlrpc.client
proxy = xmlrpc.client.ServerProxy("https://example.org")  # LLS503
from six.moves import http_client
http_client.HTTPSConnection("example.org")  # LLS503
# --- name servers
import dns.resolver
import socket
dns.resolver.resolve("secret.example.org", "TXT")  # LLS504
print(socket.gethostbyname("secret.example.org"), socket.getfqdn())  # LLS504
# --- logs and shared objects
import logging
import logging.handlers
import syslog  # LLS506
from multiprocessing.connection import Client  # LLS507
from multiprocessing.managers import BaseManager  # LLS507
logging.getLogger().addHandler(logging.handlers.SMTPHandler("mail", "a", "b", "c"))  # LLS506
logging.handlers.HTTPHandler("example.org", "/")  # LLS506
# --- clean look-alikes
import asyncio
import http.cookies
import ipaddress
import logging.handlers
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.robotparser
import xmlrpc.client
from email.mime.text import MIMEText
from http import HTTPStatus
from http.client import HTTPException, responses
from queue import Queue
import httpx
import requests
import urllib3
class Socket:
    def connect(self, address):
        return address
    def get(self, url):
        return url
    def create_connection(self, host, port):
        return host, port
def get(url):
    return Socket().get(url)
def fetch(client, url):
    try:
        return client.get(url)
    except (requests.exceptions.RequestException, httpx.HTTPError, urllib3.exceptions.HTTPError):
        return None
    except (socket.timeout, socket.error, ssl.SSLError, urllib.error.URLError):
        return None
def typed(response: requests.Response, sock: socket.socket) -> HTTPStatus:
    return HTTPStatus(response.status_code)
Socket().connect(("example.org", 80))
Socket().create_connection("db", 1)
get("https://example.org")
parts = urllib.parse.urlsplit("https://example.org/a?b=c")
robots = urllib.robotparser.RobotFileParser()
robots.parse(["User-agent: *"])
text = "socket.socket() and requests.get(url) are not called here"
print(socket.AF_INET, socket.SOCK_STREAM, socket.inet_aton("192.0.2.1"), responses[404], xmlrpc.client.dumps((1,)))
logging.handlers.RotatingFileHandler("run.log")
logging.handlers.QueueHandler(Queue())
async def work():
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, print)
    queue = asyncio.Queue()
    await queue.put(1)
asyncio.run(work())
{"requests": 1}.get("requests")
# --- what a reported call gives is not reported again
import requests
response = requests.get("https://example.org")  # LLS503
print(response.status_code, response.json()["a"])
fetch = requests.get
page = fetch("https://example.org")  # LLS503
print(page.text)
# --- a client that asks the program itself
import httpx
import asgi
def answer(request):
    return httpx.Response(200)
httpx.Client(transport=httpx.MockTransport(answer)).get("https://example.org")
httpx.AsyncClient(transport=httpx.ASGITransport(app=asgi.app), base_url="http://test")
httpx.Client(transport=httpx.WSGITransport(app=asgi.app), headers={"a": "b"})
httpx.Client(transport=httpx.HTTPTransport(retries=3))  # LLS503
httpx.Client(transport=httpx.MockTransport(answer), mounts={"all://": asgi.transport})  # LLS503
httpx.Client(transport=httpx.MockTransport(answer), proxy="http://proxy")  # LLS503
httpx.Client(transport=httpx.MockTransport(answer), **asgi.settings)  # LLS503
httpx.Client(transport=asgi.transport)  # LLS503
def ask(transport: httpx.MockTransport):
    httpx.Client(transport=transport)  # LLS503
# --- a server that talks over a pipe
from fastmcp import FastMCP
from mcp.server.fastmcp import FastMCP as Served
import settings
mcp = FastMCP("tools")
mcp.run()
Served("tools").run(transport="stdio")
mcp.run(transport="streamable-http")  # LLS502
Served("tools").run("sse")  # LLS502
mcp.run(transport=settings.transport)  # LLS502
mcp.run(**settings.values)  # LLS502
mcp.run(host="0.0.0.0")  # LLS502
settings.start(mcp.run)  # LLS502
# --- a page that is queued before it is shown
import gradio as gr
with gr.Blocks() as page:
    gr.Textbox()
page.queue().launch()  # LLS502
