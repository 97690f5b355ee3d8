"""A namespace package: no `__init__.py` on the way."""

import time


class Stepper:
    def step(self, count: int) -> None:
        for _ in range(count):
            time.sleep(0.001)
