"""Through generic classes and functions (PEP 695)."""

import time

type Seconds = float


class Throttle[T]:
    def __init__(self, rate: Seconds) -> None:
        self.rate = rate

    def admit(self, item: T) -> T:
        time.sleep(self.rate)
        return item


def pause[T](value: T, seconds: Seconds) -> T:
    time.sleep(seconds)
    return value


async def serve[T](item: T) -> T:
    throttle = Throttle[T](0.1)
    throttle.admit(item)  # expect: ASL201
    print(f"{pause("x", 1)}")  # expect: ASL201
    return pause(item, 1)  # expect: ASL201
