"""The same shapes where what they hold is no coroutine, or not known."""

from typing import Any, Literal, NamedTuple, TypedDict, overload


class Client:
    async def send(self, text: str) -> None:
        print(text)


class SyncClient:
    def send(self, text: str) -> None:
        print(text)


class Pair(NamedTuple):
    client: Client
    other: SyncClient

    async def close(self) -> None:
        await self.client.send("closed")


class Options(TypedDict):
    send: SyncClient


class Message(TypedDict):
    send: str


@overload
def get_client(name: str, *, is_sync: Literal[False] = False) -> Client: ...
@overload
def get_client(name: str, *, is_sync: Literal[True]) -> SyncClient: ...
def get_client(name: str, *, is_sync: bool = False) -> Client | SyncClient:
    return SyncClient() if is_sync else Client()


async def main(pair: Pair, options: Options, message: Message, is_sync: bool, arguments: dict[str, Any]) -> None:
    client, other = pair
    await client.send("a")
    other.send("a")
    get_client("a", is_sync=True).send("b")
    get_client("a", is_sync=is_sync).send("b")
    get_client("a", **arguments).send("b")
    options["send"].send("a")
    message.get("send")
    await pair.close()
