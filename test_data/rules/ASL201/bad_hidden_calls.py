"""Calls without parentheses, or with parentheses in an unusual place."""

import contextlib
import dataclasses
import time
from collections.abc import Iterator


class Motor:
    def __init__(self) -> None:
        time.sleep(0.5)  # spin up
        self._speed = 0

    def __call__(self, speed: int) -> None:
        time.sleep(0.1)
        self._speed = speed

    @property
    def speed(self) -> int:
        time.sleep(0.01)
        return self._speed

    @speed.setter
    def speed(self, value: int) -> None:
        time.sleep(0.02)
        self._speed = value

    def __enter__(self) -> "Motor":
        return self

    def __exit__(self, *exc: object) -> None:
        time.sleep(1)  # spin down

    def __iter__(self) -> "Motor":
        return self

    def __next__(self) -> int:
        time.sleep(0.1)
        return self._speed

    def __add__(self, other: int) -> int:
        time.sleep(0.1)
        return self._speed + other

    def __setitem__(self, index: int, value: int) -> None:
        time.sleep(0.1)

    def __delitem__(self, index: int) -> None:
        time.sleep(0.1)

    def __getitem__(self, index: int) -> int:
        time.sleep(0.1)
        return index

    def __len__(self) -> int:
        time.sleep(0.1)
        return 1

    def __contains__(self, item: int) -> bool:
        time.sleep(0.1)
        return False


@dataclasses.dataclass
class Axis:
    name: str

    def __post_init__(self) -> None:
        time.sleep(1)


class Registry:
    def __new__(cls) -> "Registry":
        time.sleep(1)
        return super().__new__(cls)


@contextlib.contextmanager
def powered(name: str) -> Iterator[str]:
    time.sleep(1)
    yield name


def samples(count: int) -> Iterator[int]:
    for n in range(count):
        time.sleep(0.1)
        yield n


def calibrated(function):
    time.sleep(1)
    return function


def default_gain() -> int:
    time.sleep(1)
    return 3


async def build() -> None:
    Motor()  # expect: ASL201
    Axis("x")  # expect: ASL201
    Registry()  # expect: ASL201


async def drive(motor: Motor) -> int:
    motor(30)  # expect: ASL201
    print(motor.speed)  # expect: ASL201
    motor.speed = 4  # expect: ASL201
    with motor:  # expect: ASL201
        pass
    with powered("x") as name:  # expect: ASL201
        print(name)
    for value in motor:  # expect: ASL201
        print(value)
    print(motor[3])  # expect: ASL201
    motor[3] = 4  # expect: ASL201
    del motor[3]  # expect: ASL201
    print(len(motor))  # expect: ASL201
    print(3 in motor)  # expect: ASL201
    return motor + 3  # expect: ASL201


async def consume() -> list[int]:
    for sample in samples(3):  # expect: ASL201
        print(sample)
    found = list(samples(3))  # expect: ASL201
    found += [sample for sample in samples(2)]  # expect: ASL201
    found.append(sum(samples(3)))  # expect: ASL201
    return found


async def consume_later() -> int:
    source = samples(3)
    print("made, nothing has run")
    return next(source)  # expect: ASL201


async def definitions() -> None:
    @calibrated  # expect: ASL201
    def turn() -> None:
        print("turn")

    def scale(value: int, gain: int = default_gain()) -> int:  # expect: ASL201
        return value * gain

    turn()
    print(scale(3))
