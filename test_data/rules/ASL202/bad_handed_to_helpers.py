"""Functions of the program that call what they are given: then it runs where they are called."""

import time
from collections.abc import Callable
from functools import partial

import requests


def timed(function: Callable[[], object]) -> object:
    start = time.monotonic()
    result = function()
    print(time.monotonic() - start)
    return result


def timed_twice(work: Callable[[], object]) -> object:
    return timed(work)


async def attempt(function: Callable[[str], object], url: str) -> object:
    return function(url)


class Meter:
    def measure(self, function: Callable[[], object]) -> object:
        return function()


def load() -> object:
    return requests.get("https://example.org")


async def use(meter: Meter) -> None:
    timed(load)  # expect: ASL202
    timed_twice(load)  # expect: ASL202
    timed(partial(requests.get, "https://example.org"))  # expect: ASL202
    timed(lambda: requests.get("https://example.org"))  # expect: ASL202
    await attempt(requests.get, "https://example.org")  # expect: ASL202
    meter.measure(load)  # expect: ASL202
    meter.measure(function=load)  # expect: ASL202
