# https://github.com/fuergaosi233/claude-code-proxy/pull/74
# cancellation: a bare except took cancellations too, and coroutines leaked; here, around the reading of an error.

import json
from collections.abc import AsyncIterator
from typing import Any


class Response:
    async def aread(self) -> bytes:
        return b"{}"


async def describe(response: Response) -> dict[str, Any]:
    try:
        return dict(json.loads(await response.aread()))
    except:  # noqa: E722  # expect: ASL502
        return {"error": "unreadable"}


async def describe_mended(response: Response) -> dict[str, Any]:
    try:
        return dict(json.loads(await response.aread()))
    except Exception:
        return {"error": "unreadable"}


async def stream(chunks: AsyncIterator[str]) -> AsyncIterator[str]:
    try:
        async for chunk in chunks:
            yield chunk
    except Exception:
        yield "error"
