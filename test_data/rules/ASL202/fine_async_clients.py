"""The network, without holding up the loop."""

import asyncio
import functools
import http
import http.client
import socket
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request

import aiohttp
import httpx
import requests

pool = ThreadPoolExecutor()


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:
        return response.read()


async def offloaded(url: str) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(fetch, url)
    await asyncio.to_thread(requests.get, url, timeout=3)
    await loop.run_in_executor(None, functools.partial(requests.post, url, json={}))
    await loop.run_in_executor(pool, lambda: requests.get(url).json())
    with requests.Session() as session:
        answer = await asyncio.to_thread(session.get, url)
    # parsing what has arrived is no network any more
    print(answer.json(), answer.text, answer.status_code, answer.raise_for_status())


async def other_clients(url: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        print(await answer.json())
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        print(response.json())


async def prepared_only(url: str) -> None:
    request = Request(url, headers={"x": "y"})
    prepared = requests.Request("GET", url).prepare()
    connection = http.client.HTTPSConnection(urllib.parse.urlsplit(url).netloc)
    print(request.full_url, prepared.url, connection.host, http.HTTPStatus.OK)
    print(requests.codes.ok, requests.utils.quote(url), urllib.parse.urlencode({"a": 1}))


async def loop_sockets(host: str) -> bytes:
    loop = asyncio.get_running_loop()
    info = await loop.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    sock = socket.socket()
    sock.setblocking(False)
    await loop.sock_connect(sock, info[0][4])
    await loop.sock_sendall(sock, b"ping")
    data = await loop.sock_recv(sock, 4)
    sock.close()
    return data


async def ready_sockets(sock: socket.socket) -> bytes:
    # told not to block: it raises BlockingIOError instead
    sock.setblocking(False)
    try:
        return sock.recv(100)
    except BlockingIOError:
        return b""


class Reader:
    """Called when the socket has data, and the socket never blocks."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.sock = socket.socket()
        self.sock.setblocking(False)
        loop.add_reader(self.sock, self.on_readable)

    def on_readable(self) -> None:
        print(self.sock.recv(100))


async def streams(host: str) -> bytes:
    reader, writer = await asyncio.open_connection(host, 7)
    writer.write(b"ping")
    await writer.drain()
    data = await reader.read(4)
    writer.close()
    await writer.wait_closed()
    return data


def command_line(url: str) -> int:
    print(fetch(url), requests.get(url).text)
    return asyncio.run(main(url))


async def main(url: str) -> int:
    await other_clients(url)
    return 0
