import threading

from robot import clock
from robot.clock import Clock


def loop_forever() -> None:
    while True:
        clock.tick()
        Clock().tick()


def start() -> None:
    threading.Thread(target=loop_forever, daemon=True).start()
