"""One function, many spellings."""

import time
import time as clock
from time import sleep
from time import sleep as nap


async def poll(url: str) -> int:
    time.sleep(1)  # expect: ASL201
    clock.sleep(1)  # expect: ASL201
    sleep(1)  # expect: ASL201
    nap(1)  # expect: ASL201
    wait = time.sleep
    wait(1)  # expect: ASL201
    return 200


async def retry(times: int) -> None:
    for attempt in range(times):
        try:
            await poll("/")
        except OSError:
            time.sleep(  # expect: ASL201
                2**attempt,
            )
        else:
            break
        finally:
            nap(0.1)  # expect: ASL201


async def lazily_imported() -> None:
    import time as t
    from time import sleep as s

    t.sleep(3)  # expect: ASL201
    s(3)  # expect: ASL201


async def ticks():
    while True:
        yield 1
        sleep(1)  # expect: ASL201


class Bot:
    pause = 0.5

    async def run(self) -> None:
        async with self:
            [time.sleep(self.pause) for _ in range(3)]  # expect: ASL201
        time.sleep(self.pause) if self.pause else None  # expect: ASL201

    async def __aenter__(self) -> "Bot":
        time.sleep(self.pause)  # expect: ASL201
        return self

    async def __aexit__(self, *exc: object) -> None:
        sleep(self.pause)  # expect: ASL201


async def main() -> None:
    async def inner() -> None:
        time.sleep(1)  # expect: ASL201

    await inner()
