# https://github.com/hacf-fr/freebox-api/issues/726
# blocking: opening the API reads and writes the file of the application's authorisation, in a static helper.

import asyncio
import json
from pathlib import Path
from typing import Any


class Freepybox:
    def __init__(self, token_file: str) -> None:
        self.token_file = Path(token_file)

    async def open(self, host: str) -> dict[str, Any]:
        token = await self._get_app_token(host, str(self.token_file))
        return {"host": host, "token": token}

    async def _get_app_token(self, host: str, token_file: str) -> str:
        token = self._readfile_app_token(token_file)  # expect: ASL205
        return token or host

    async def _get_app_token_mended(self, host: str, token_file: str) -> str:
        token = await asyncio.to_thread(self._readfile_app_token, token_file)
        return token or host

    @staticmethod
    def _readfile_app_token(file: str) -> str | None:
        try:
            with Path(file).open("r") as handle:
                return str(json.load(handle)["app_token"])
        except FileNotFoundError:
            return None
