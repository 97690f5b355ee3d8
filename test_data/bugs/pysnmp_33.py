# https://github.com/etingof/pysnmp/issues/33
# blocking: the constructor of a base class resolves the host's name through a hook of the derived class.

import asyncio
import socket
from typing import Any


class AbstractTransportTarget:
    def __init__(self, address: tuple[str, int], timeout: float = 1) -> None:
        self.timeout = timeout
        self.transportAddr = self._resolveAddr(address)

    def _resolveAddr(self, address: tuple[str, int]) -> Any:
        raise NotImplementedError


class UdpTransportTarget(AbstractTransportTarget):
    def _resolveAddr(self, address: tuple[str, int]) -> Any:
        return socket.getaddrinfo(*address, socket.AF_INET, socket.SOCK_DGRAM)[0][4]


class ResolvedTransportTarget:
    def __init__(self, address: Any) -> None:
        self.transportAddr = address


async def get_system_description(host: str) -> Any:
    target = UdpTransportTarget((host, 161))  # expect: ASL202[likely]
    return await send_get(target.transportAddr)


async def get_system_description_mended(host: str) -> Any:
    found = await asyncio.get_running_loop().getaddrinfo(host, 161, family=socket.AF_INET, type=socket.SOCK_DGRAM)
    target = ResolvedTransportTarget(found[0][4])
    return await send_get(target.transportAddr)


async def send_get(address: Any) -> Any:
    return address
