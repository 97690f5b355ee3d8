"""Calls that block for a moment only, on lines that a finding is about: of C, of a function of the program's own, of a method."""

import asyncio
import time


class Client:
    def get(self) -> int:
        time.sleep(0.004)  # flagged, expect: blocking-call
        return 200


def rest(seconds: float) -> None:
    time.sleep(seconds)


async def main() -> None:
    client = Client()
    for _ in range(3):
        await asyncio.sleep(0)
        time.sleep(0.005)  # flagged, expect: blocking-call
        rest(seconds=0.004)  # flagged, expect: blocking-call
        client.get()  # flagged, expect: blocking-call
        assert list(map(client_of, [client])) == [200]  # flagged, expect: blocking-call


def client_of(client: Client) -> int:
    return client.get()


asyncio.run(main())
