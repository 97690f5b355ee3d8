"""The sleep is some plain calls away. The finding stands at the call in the async code, never in the helper."""

import time
from functools import lru_cache, partial, wraps


def back_off(attempt: int) -> None:
    time.sleep(2**attempt)


def with_retries(function, attempts: int = 3):
    for attempt in range(attempts):
        try:
            return function()
        except OSError:
            back_off(attempt)
    raise OSError("gave up")


def read_sensor(pin: int) -> float:
    return with_retries(lambda: pin * 1.5)


def read_all(pins: list[int]) -> list[float]:
    return [read_sensor(pin) for pin in pins]


async def temperature() -> float:
    return read_sensor(4)  # expect: ASL201[likely]


async def temperatures() -> list[float]:
    values = read_all([1, 2, 3])  # expect: ASL201[likely]
    back_off(1)  # expect: ASL201
    return values


def even(n: int) -> bool:
    time.sleep(0.1)
    return True if n == 0 else odd(n - 1)


def odd(n: int) -> bool:
    return False if n == 0 else even(n - 1)


async def recursion() -> bool:
    return odd(7)  # expect: ASL201[likely]


@lru_cache(maxsize=None)
def slow_square(n: int) -> int:
    # cached, but the first call sleeps
    time.sleep(1)
    return n * n


short_nap = partial(time.sleep, 0.1)


def timed(function):
    @wraps(function)
    def wrapper(*args):
        start = time.perf_counter()
        try:
            return function(*args)
        finally:
            print(time.perf_counter() - start)

    return wrapper


@timed
def settle(seconds: float) -> None:
    time.sleep(seconds)


async def wrapped() -> int:
    short_nap()  # expect: ASL201
    settle(1)  # expect: ASL201[likely]
    return slow_square(3)  # expect: ASL201[likely]


async def nested() -> None:
    def cool_down() -> None:
        time.sleep(1)

    pause = lambda: time.sleep(1)  # noqa: E731
    cool_down()  # expect: ASL201
    pause()  # expect: ASL201
