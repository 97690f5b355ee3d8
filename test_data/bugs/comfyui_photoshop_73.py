# https://github.com/NimaNzrii/comfyui-photoshop/issues/73
# never awaited: minified code with the module under one letter; the pause before the next attempt did not happen.

import asyncio as L

from aiohttp import ClientSession as S


async def C(A: S, B: str) -> None:
    while True:
        try:
            async with A.ws_connect(B) as D:
                await D.receive_str()
        except OSError as H:
            print(H); L.sleep(5)  # expect: ASL101


async def connect_mended(session: S, url: str) -> None:
    while True:
        try:
            async with session.ws_connect(url) as socket:
                await socket.receive_str()
        except OSError as error:
            print(error)
            await L.sleep(5)
