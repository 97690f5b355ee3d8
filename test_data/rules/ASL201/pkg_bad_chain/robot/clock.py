from time import sleep as _sleep

TICK = 0.05


def tick(count: int = 1) -> None:
    _sleep(TICK * count)
