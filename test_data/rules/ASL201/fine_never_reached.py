"""Making is not running: generators, lazy objects, classes, and overrides that do not sleep."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator


def samples(count: int) -> Iterator[int]:
    for n in range(count):
        time.sleep(0.1)
        yield n


async def make_only() -> Iterator[int]:
    source = samples(3)
    squares = (n * n for n in source)
    doubled = map(lambda n: n * 2, squares)
    print("nothing has slept so far", doubled)
    return doubled


async def consumed_in_a_thread() -> list[int]:
    source = samples(3)
    total = await asyncio.to_thread(sum, samples(2))
    first = await asyncio.to_thread(next, source)
    rest = await asyncio.to_thread(list, source)
    return [total, first, *rest]


class Backend(ABC):
    @abstractmethod
    def flush(self) -> None: ...

    def close(self) -> None:
        time.sleep(1)


class SlowBackend(Backend):
    def flush(self) -> None:
        time.sleep(1)


class MemoryBackend(Backend):
    def flush(self) -> None:
        print("nothing to do")

    def close(self) -> None:
        print("nothing to close")


async def stop(backend: Backend, memory: MemoryBackend) -> None:
    # one of the two does not sleep: no claim
    backend.flush()
    memory.flush()
    memory.close()
    backend.close()


class Sensor:
    def __init__(self, pin: int) -> None:
        self.pin = pin

    @property
    def value(self) -> float:
        time.sleep(0.1)
        return 1.0

    def read(self) -> float:
        time.sleep(0.1)
        return 1.0

    def __del__(self) -> None:
        time.sleep(0.1)


async def make_sensors() -> list[Callable[[], float]]:
    sensors = [Sensor(pin) for pin in range(3)]
    readers = [sensor.read for sensor in sensors]
    print(Sensor.value, Sensor.read)
    return readers


class Task:
    """Only `later` is run on the loop."""

    def now(self) -> None:
        time.sleep(1)

    async def later(self) -> None:
        await asyncio.to_thread(self.now)


def main(argv: list[str]) -> None:
    Task().now()
    asyncio.run(Task().later())
    for value in samples(2):
        print(value)


async def calling_async_never_blocks(jobs: list[Task]) -> None:
    await asyncio.gather(*(job.later() for job in jobs))
