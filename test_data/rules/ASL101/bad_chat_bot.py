"""A chat bot that forgets to wait for half of what it starts."""

import asyncio
from asyncio import sleep as pause

HISTORY: dict[str, list[str]] = {}


class Channel:
    def __init__(self, name: str) -> None:
        self.name = name
        self.sent: list[str] = []

    async def send(self, text: str) -> None:
        await pause(0)
        self.sent.append(text)

    async def typing(self) -> None:
        await pause(0.1)


async def remember(user: str, text: str) -> None:
    await pause(0)
    HISTORY.setdefault(user, []).append(text)


async def on_message(channel: Channel, user: str, text: str) -> None:
    channel.typing()  # expect: ASL101
    remember(user, text)  # expect: ASL101
    pause(0.5)  # expect: ASL101
    asyncio.sleep(1)  # expect: ASL101
    await channel.send("noted")


async def on_join(channel: Channel, user: str) -> None:
    _ = remember(user, "joined")  # expect: ASL101
    if user.startswith("bot-"):
        channel.send(  # expect: ASL101
            "hello, fellow machine",
        )
        return
    try:
        await channel.send("welcome")
    finally:
        channel.typing()  # expect: ASL101


def on_shutdown(channel: Channel) -> None:
    # no loop runs here at all: the text is never sent
    channel.send("going down")  # expect: ASL101


lobby = Channel("lobby")
lobby.send("up again")  # expect: ASL101
