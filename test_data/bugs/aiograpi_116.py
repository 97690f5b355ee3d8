# https://github.com/subzeroid/aiograpi/issues/116
# never awaited: a nested coroutine function was called inside the dict that is sent as JSON: not JSON serializable.

import json
from typing import Any


class MediaMixin:
    async def media_user_id(self, media_id: str) -> str:
        return media_id.partition("_")[2]

    async def private_request(self, endpoint: str, data: dict[str, Any]) -> bool:
        return bool(endpoint + json.dumps(data))

    async def media_seen(self, media_ids: list[str], skipped: list[str]) -> bool:
        async def gen(ids: list[str]) -> dict[str, str]:
            return {pk: await self.media_user_id(pk) for pk in ids}

        data = {"container_module": "feed_timeline", "reels": gen(media_ids), "skipped": {}}  # missed: ASL104
        return await self.private_request("media/seen/", data)

    async def media_seen_mended(self, media_ids: list[str]) -> bool:
        async def gen(ids: list[str]) -> dict[str, str]:
            return {pk: await self.media_user_id(pk) for pk in ids}

        data = {"container_module": "feed_timeline", "reels": await gen(media_ids), "skipped": {}}
        return await self.private_request("media/seen/", data)
