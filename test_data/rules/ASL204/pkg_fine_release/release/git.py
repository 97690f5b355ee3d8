import asyncio

from .shell import sh, sh_sync


async def tag(version: str) -> None:
    await sh("git", "tag", version)
    await asyncio.to_thread(sh_sync, "git", "push", "--tags")


def tag_now(version: str) -> None:
    sh_sync("git", "tag", version)
