"""The standard library's own network clients."""

import ftplib
import http.client
import imaplib
import poplib
import smtplib
import socket
import urllib.request
from email.message import EmailMessage
from urllib.request import urlopen as fetch, urlretrieve


async def download(url: str) -> None:
    urllib.request.urlopen(url, timeout=3)  # expect: ASL202
    fetch(url)  # expect: ASL202
    urlretrieve(url, "/tmp/page.html")  # expect: ASL202


async def by_hand(host: str) -> int:
    connection = http.client.HTTPSConnection(host)
    connection.request("GET", "/")  # expect: ASL202
    answer = connection.getresponse()  # expect: ASL202
    return answer.status


async def resolve(host: str) -> list[str]:
    first = socket.gethostbyname(host)  # expect: ASL202
    info = socket.getaddrinfo(host, 443)  # expect: ASL202
    name = socket.getfqdn(host)  # expect: ASL202
    return [first, name, str(info)]


async def mail(message: EmailMessage) -> None:
    with smtplib.SMTP("localhost") as server:  # expect: ASL202
        server.send_message(message)  # expect: ASL202


async def boxes(host: str) -> None:
    imaplib.IMAP4_SSL(host)  # expect: ASL202
    poplib.POP3(host)  # expect: ASL202
    ftplib.FTP(host)  # expect: ASL202


async def raw(host: str) -> bytes:
    link = socket.create_connection((host, 7))  # expect: ASL202
    link.sendall(b"ping")  # expect: ASL202
    return link.recv(4)  # expect: ASL202


async def accept(listener: socket.socket) -> None:
    client, address = listener.accept()  # expect: ASL202
    print(client, address)


async def datagram(port: int) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("", port))
        data, _ = sock.recvfrom(512)  # expect: ASL202
        return data
