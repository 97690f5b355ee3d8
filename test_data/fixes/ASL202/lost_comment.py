# left: ASL202:11
"""A comment stands where the fix would have to remove it."""

import socket


async def name() -> str:
    print("asking")
    await nothing()

    return socket.getfqdn(  # of this machine
    )


async def nothing() -> None:
    print("nothing")
