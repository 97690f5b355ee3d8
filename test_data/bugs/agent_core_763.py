# https://github.com/openJiuwen-ai/agent-core/issues/763
# blocking: a loop that waits for a server awaits its pauses, but asks with requests.

import asyncio

import httpx
import requests


class Launcher:
    def __init__(self, port: int) -> None:
        self.health = f"http://127.0.0.1:{port}/health"

    async def _wait_for_server_ready(self, attempts: int = 30) -> bool:
        for _ in range(attempts):
            try:
                if requests.get(self.health, timeout=2).ok:  # expect: ASL202
                    return True
            except requests.RequestException:
                pass
            await asyncio.sleep(1)
        return False

    async def _wait_for_server_ready_mended(self, attempts: int = 30) -> bool:
        async with httpx.AsyncClient() as client:
            for _ in range(attempts):
                try:
                    if (await client.get(self.health, timeout=2)).is_success:
                        return True
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(1)
        return False
