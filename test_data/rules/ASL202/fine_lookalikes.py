"""`get`, `post`, `request`, `connect`, `send`, `recv`, `urlopen`: everything has methods of these names."""

import asyncio
import email.message
import ipaddress
import multiprocessing.connection
import socket
import urllib.error
import urllib.parse
from collections import Counter, OrderedDict
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler

import requests.adapters
import requests.auth
import requests.exceptions
from aiohttp import web
from requests.structures import CaseInsensitiveDict

SESSION_RETRIES = requests.adapters.HTTPAdapter(max_retries=3)


class Signal:
    def __init__(self) -> None:
        self.receivers: list[object] = []

    def connect(self, receiver: object) -> None:
        self.receivers.append(receiver)

    def send(self, **values: object) -> None:
        print(values)


async def page(request: web.Request) -> web.Response:
    user = request.query.get("user", "")
    session = {"a": "b"}
    session.get(user)
    app = request.app
    app["signal"].send(user=user)
    return web.Response(text=request.headers.get("x", ""))


async def values(signal: Signal, cookies: SimpleCookie, answer: CaseInsensitiveDict) -> None:
    signal.connect(print)
    signal.send(x=1)
    cookies.get("x")
    answer.get("etag")
    Counter("abc").get("a")
    OrderedDict(a=1).get("a")


async def errors(url: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(url)
        ipaddress.ip_address(parts.hostname or "")
    except (requests.exceptions.Timeout, urllib.error.URLError, ValueError) as error:
        print(error.args)
        return isinstance(error, requests.RequestException)
    return bool(requests.auth.HTTPBasicAuth("a", "b"))


async def no_network() -> email.message.EmailMessage:
    left, right = socket.socketpair()
    left.close()
    right.close()
    print(socket.inet_aton("127.0.0.1"), socket.htons(3), socket.gethostname(), socket.AF_INET)
    message = email.message.EmailMessage()
    message["To"] = "ada@example.org"
    return message


class Handler(BaseHTTPRequestHandler):
    """A plain server in a thread."""

    def do_GET(self) -> None:
        answer = requests.get("https://example.org", timeout=3)
        self.wfile.write(answer.content)


class Client:
    """Async under the same names as the library's plain ones."""

    async def get(self, url: str) -> str:
        return url

    async def request(self, method: str, url: str) -> str:
        return await self.get(method + url)

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None


class requests_session:
    Session = Client


async def sessions() -> str:
    async with requests_session.Session() as session:
        return await session.get("x") + await session.request("GET", "y")


class Pool:
    def __init__(self, connections: "asyncio.Queue[Client]") -> None:
        self.connections = connections
        self.http: Client | None = None

    async def get(self, url: str) -> str:
        client = self.http or await self.connections.get()
        return await client.get(url)


async def generator_methods() -> None:
    def numbers():
        while True:
            yield (yield)

    running = numbers()
    next(running)
    running.send(3)
