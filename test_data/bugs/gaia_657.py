# https://github.com/theexperiencecompany/gaia/pull/657
# blocking: the check of an address against private networks, two helpers down, asks the name server.

import asyncio
import ipaddress
import socket
from urllib.parse import urlparse

import httpx


def _is_public_address(host: str) -> bool:
    found = socket.getaddrinfo(host, None)
    return all(ipaddress.ip_address(info[4][0]).is_global for info in found)


def _validate_external_url(url: str) -> str:
    host = urlparse(url).hostname
    if not host or not _is_public_address(host):
        raise ValueError("not a public address")
    return url


async def _safe_get(client: httpx.AsyncClient, url: str) -> httpx.Response:
    return await client.get(_validate_external_url(url))  # expect: ASL202[likely]


async def fetch_url_metadata(url: str) -> str:
    _validate_external_url(url)  # expect: ASL202[likely]
    async with httpx.AsyncClient() as client:
        return (await _safe_get(client, url)).text


async def fetch_url_metadata_mended(url: str) -> str:
    await asyncio.to_thread(_validate_external_url, url)
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text
