"""Named tuples, typed dictionaries and overloads lead to what they hold."""

from typing import Literal, NamedTuple, TypedDict, overload


class Client:
    async def send(self, text: str) -> None:
        print(text)


class SyncClient:
    def send(self, text: str) -> None:
        print(text)


class Pair(NamedTuple):
    name: str
    client: Client


class Options(TypedDict, total=False):
    client: Client


@overload
def get_client(name: str, *, is_sync: Literal[False] = False) -> Client: ...
@overload
def get_client(name: str, *, is_sync: Literal[True]) -> SyncClient: ...
def get_client(name: str, *, is_sync: bool = False) -> Client | SyncClient:
    return SyncClient() if is_sync else Client()


async def main(pair: Pair, pairs: list[Pair], options: Options) -> None:
    name, client = pair
    client.send(name)  # expect: ASL101[likely]
    for name, client in pairs:
        client.send(name)  # expect: ASL101[likely]
    get_client("a").send("b")  # expect: ASL101
    get_client("a", is_sync=False).send("b")  # expect: ASL101
    options.copy().keys()
