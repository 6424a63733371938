"""Reaching other machines, or letting them in, with what Python itself brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call, Mention
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.facts import Fact, Text


class OpenSocket(Rule):
    """`{name}` connects to other machines or programs; take the data as an argument or from a project file.

    Bad:
        import socket
        link = socket.create_connection(("example.org", 80))

    Bad:
        import asyncio
        async def main():
            reader, writer = await asyncio.open_connection("example.org", 80)
        asyncio.run(main())

    Good:
        import ssl
        from socket import AF_INET, error, timeout
        kinds = [AF_INET, ssl.PROTOCOL_TLS_CLIENT, error, timeout]
    """

    code = "LLS501"
    reaches = frozenset({"connect"})
    severity = Severity.TELL
    names = frozenset(
        """anyio.connect_tcp anyio.connect_unix anyio.create_udp_socket asynchat
        asyncio.AbstractEventLoop.connect_accepted_socket asyncio.AbstractEventLoop.create_connection
        asyncio.AbstractEventLoop.create_datagram_endpoint asyncio.AbstractEventLoop.create_unix_connection
        asyncio.AbstractEventLoop.sock_connect asyncio.AbstractEventLoop.sock_sendto asyncio.open_connection
        asyncio.open_unix_connection asyncore curio.open_connection eventlet.connect socket.create_connection
        socket.fromfd socket.fromshare socket.recv_fds socket.send_fds socket.socket socket.socketpair
        socket.SocketType socks.create_connection socks.socksocket ssl.get_server_certificate
        ssl.SSLContext.wrap_socket ssl.SSLSocket ssl.wrap_socket trio.open_ssl_over_tcp_stream
        trio.open_tcp_stream trio.open_unix_socket twisted.internet""".split()
    )
    methods = frozenset(
        "connect_accepted_socket create_connection create_datagram_endpoint create_unix_connection sock_connect sock_sendto".split()
    )

    @staticmethod
    def matches(call: Call) -> bool:
        """Event loops are given what makes a protocol, and then a host."""
        return call.name != "create_connection" or call.argument(2, "port").given


ANYWHERE = frozenset({"", "0", "0.0.0.0", "::", "[::]"})
HOST_KEYWORDS = ("address", "bind", "host", "hostname", "interface", "listen", "server_name")


def _hosts(call: Call) -> Iterator[str | None]:
    """Yield the addresses that ``call`` may listen on: `host="0.0.0.0"`, or the first of a pair."""
    for keyword in HOST_KEYWORDS:
        yield from call.argument(None, keyword).texts
    for place in range(min(len(call.node.args), 2)):
        words = call.words(place, "server_address")
        yield from (text for text in call.argument(place).texts if text)
        if len(words) == 2:
            yield words[0]


def _is_open(call: Call) -> bool:
    """Return whether ``call`` listens on all interfaces."""
    return any(host in ANYWHERE for host in _hosts(call))


def _debugs(call: Call) -> bool:
    return True in call.argument(None, "debug").constants


class Serve(Rule):
    """`{name}` opens a port that anybody can connect to; write a function, and call it with test requests.

    Bad:
        from http.server import HTTPServer
        HTTPServer(("", 8000), None).serve_forever()

    Bad:
        from flask import Flask
        app = Flask(__name__)
        app.run(port=5000)

    Good:
        from flask import Flask
        app = Flask(__name__)
        print(app.test_client().get("/").status_code)
    """

    code = "LLS502"
    reaches = frozenset({"listen"})
    exempt = "what listens on this machine alone, or where it is not said, and does not debug"
    names = frozenset(
        """anyio.create_tcp_listener anyio.create_unix_listener asyncio.AbstractEventLoop.create_server
        asyncio.AbstractEventLoop.create_unix_server asyncio.start_server asyncio.start_unix_server
        BaseHTTPServer bottle.run cherrypy.engine cherrypy.quickstart daphne dash.Dash.run
        dash.Dash.run_server eventlet.listen flask.Flask.run flask_socketio.SocketIO.run gevent.pywsgi
        gradio.Interface gunicorn http.server hypercorn pydoc._start_server pydoc.browse pyftpdlib
        sanic.Sanic.run SimpleHTTPServer smtpd socket.create_server socketserver tornado.httpserver
        tornado.tcpserver trio.open_tcp_listeners trio.serve_tcp uvicorn waitress werkzeug.serving
        wsgiref.simple_server xmlrpc.server""".split()
    )
    PIPED = frozenset({"fastmcp.FastMCP.run", "mcp.server.fastmcp.FastMCP.run"})  # unless told otherwise
    calls = PIPED
    as_value = True
    methods = frozenset({"create_server", "create_unix_server"})
    anywhere = frozenset("bind launch run run_app run_server serve start_server".split())

    @staticmethod
    def matches(call: Call) -> bool:
        """Report what is not known as a server, if it lets in all machines."""
        if call.name in Serve.PIPED:
            transport = call.argument(0, "transport")
            is_piped = not transport.given or (
                transport.known and set(transport.constants) <= {None, "stdio"}
            )
            return not is_piped or _is_open(call)
        if call.name == "create_server":
            return call.argument(2, "port").given
        return call.name == "create_unix_server" or _is_open(call)

    @staticmethod
    def matches_text(text: Text) -> bool:
        """Matplotlib shows its figures so."""
        return text.value.lower() == "webagg"

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        call = fact if isinstance(fact, Call) else fact.call if isinstance(fact, Mention) else None
        return cls.severity if call and (_is_open(call) or _debugs(call)) else Severity.TELL


class Fetch(Rule):
    """`{name}` talks to web servers; take the content as an argument, or read it from a file of the project.

    Bad:
        import urllib.request
        page = urllib.request.urlopen("https://example.org").read()

    Bad:
        import requests
        with requests.Session() as session:
            session.post("https://example.org", data={"key": 1})

    Good:
        from http import HTTPStatus
        from urllib.parse import urlencode, urljoin
        import requests
        def explain(error):
            return isinstance(error, requests.exceptions.Timeout) and HTTPStatus.GATEWAY_TIMEOUT
        print(urljoin("https://example.org", "a?" + urlencode({"b": 1})))
    """

    code = "LLS503"
    severity = Severity.TELL
    names = frozenset(
        """
        aiohttp asks cloudscraper curl_cffi grequests h2.connection http.client.HTTPConnection
        http.client.HTTPSConnection httpcore httplib httplib2 httpx.AsyncClient httpx.AsyncHTTPTransport
        httpx.Client httpx.delete httpx.get httpx.head httpx.HTTPTransport httpx.options httpx.patch
        httpx.post httpx.put httpx.request httpx.stream mechanicalsoup mechanize niquests pdfkit.from_url
        pycurl python_http_client requests.adapters requests.api requests.delete requests.get requests.head
        requests.options requests.packages requests.patch requests.post requests.put requests.request
        requests.Session requests.session requests.sessions requests_cache requests_futures requests_html
        requests_oauthlib requests_toolbelt robobrowser scrapy tornado.httpclient tornado.simple_httpclient
        treq urllib.FancyURLopener urllib.request urllib.robotparser.RobotFileParser.read urllib.urlopen
        urllib.URLopener urllib.urlretrieve urllib2 urllib3.connection urllib3.connection_from_url
        urllib3.connectionpool urllib3.contrib urllib3.HTTPConnectionPool urllib3.HTTPSConnectionPool
        urllib3.PoolManager urllib3.poolmanager urllib3.proxy_from_url urllib3.ProxyManager urllib3.request
        wget xmlrpc.client.SafeTransport xmlrpc.client.Server xmlrpc.client.ServerProxy
        xmlrpc.client.Transport
        """.split()
    )


class LookUp(Rule):
    """`{name}` asks name servers, and the question alone carries data out; take the address as an argument.

    Bad:
        import socket
        socket.gethostbyname("secret.example.org")

    Good:
        import ipaddress
        print(ipaddress.ip_address("192.0.2.1").is_private)
    """

    code = "LLS504"
    severity = Severity.TELL
    names = frozenset(
        """aiodns asyncio.AbstractEventLoop.getaddrinfo asyncio.AbstractEventLoop.getnameinfo dns.asyncquery
        dns.asyncresolver dns.query dns.resolver dns.zone dnspython icmplib ipwhois nmap ping3 pycares
        pythonping scapy shodan socket.getaddrinfo socket.getfqdn socket.gethostbyaddr socket.gethostbyname
        socket.gethostbyname_ex socket.getnameinfo speedtest whois""".split()
    )
    methods = frozenset({"getaddrinfo", "getnameinfo"})


class OtherProtocol(Rule):
    """`{name}` talks to mail, file, message or shell servers; write to a project file what is to be sent.

    Bad:
        import smtplib
        smtplib.SMTP("localhost").sendmail("a@example.org", ["b@example.org"], "text")

    Bad:
        from ftplib import FTP

    Good:
        from email.message import EmailMessage
        message = EmailMessage()
        message["To"] = "b@example.org"
        message.set_content("text")
    """

    code = "LLS505"
    severity = Severity.TELL
    names = frozenset(
        """
        aio_pika aioftp aiokafka aiosmtplib asyncssh bluetooth confluent_kafka django.core.mail engineio
        exchangelib flask_mail ftplib ftputil grpc.aio grpc.insecure_channel grpc.secure_channel grpc.server
        imap_tools imapclient imaplib impacket kafka kombu ldap ldap3 machine napalm nats ncclient netmiko
        nntplib ntplib paho paramiko pika poplib pyghmi Pyro4 Pyro5 pysftp pysnmp RPi.GPIO rpyc
        scp.SCPClient serial smb smbclient smbprotocol smtplib socketio sshtunnel stem.control stem.process
        stomp suds telnetlib telnetlib3 thrift.transport usb.core websocket websockets yagmail zeep zmq
        """.split()
    )


class RemoteLog(Rule):
    """`{name}` sends log records to another program or machine; log to a `StreamHandler` or a relative file.

    Bad:
        import logging.handlers
        handler = logging.handlers.SysLogHandler()

    Good:
        import logging
        from logging.handlers import RotatingFileHandler
        logging.basicConfig(handlers=[RotatingFileHandler("run.log"), logging.StreamHandler()])
    """

    code = "LLS506"
    severity = Severity.TELL
    names = frozenset(
        """graypy logging.handlers.DatagramHandler logging.handlers.HTTPHandler
        logging.handlers.NTEventLogHandler logging.handlers.SMTPHandler logging.handlers.SocketHandler
        logging.handlers.SysLogHandler logstash syslog""".split()
    )


class SharedObjects(Rule):
    """`{name}` lets other programs connect and unpickles what they send; share a `queue.Queue` of threads.

    Bad:
        from multiprocessing.connection import Listener
        Listener(("localhost", 6000)).accept()

    Good:
        import queue
        import threading
        tasks = queue.Queue()
        threading.Thread(target=tasks.get, daemon=True).start()
    """

    code = "LLS507"
    severity = Severity.TELL
    names = frozenset({"multiprocessing.connection", "multiprocessing.managers"})
    anywhere = frozenset({"send_bytes"})

    @staticmethod
    def matches(call: Call) -> bool:
        """What a pipe is sent as bytes, its other end unpickles."""
        return "multiprocessing" in call.resolver.program.names


CONNECTING = frozenset(
    """AsyncClient Client ClientSession HTTPTransport Session TCPConnector connect delete get head open options patch post
    put request send stream urlopen ws_connect""".split()
)


class Unverified(Rule):
    """`{name}` talks to whoever answers, unchecked; leave verification on, and give it the certificate that it needs.

    Bad:
        import requests
        def fetch(session):
            return session.get("https://example.org", verify=False)

    Bad:
        import ssl
        context = ssl.create_default_context()
        context.check_hostname = False

    Good:
        import ssl
        context = ssl.create_default_context(cafile="company.pem")
        context.verify_mode = ssl.CERT_REQUIRED
    """

    code = "LLS508"
    KEYWORDS = ("ssl", "ssl_verify", "tls_verify", "verify", "verify_certs", "verify_ssl", "validate_certs")
    names = frozenset(
        """paramiko.AutoAddPolicy paramiko.WarningPolicy ssl.CERT_NONE ssl._create_unverified_context
        ssl._https_verify_certificates""".split()
    )
    defines = frozenset(
        f"{owner} = False"
        for owner in """requests.Session.verify requests.session().verify ssl.SSLContext.check_hostname
        ssl.create_default_context().check_hostname""".split()
    )
    anywhere = CONNECTING

    @staticmethod
    def matches(call: Call) -> bool:
        values = (
            value for keyword in Unverified.KEYWORDS for value in call.argument(None, keyword).constants
        )
        return any(value is False for value in values)
