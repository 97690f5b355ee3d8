from __future__ import annotations

from typing import TYPE_CHECKING

from robot.drivers.serial import write_line as send

if TYPE_CHECKING:
    from .drivers import Serial


class Joint:
    def __init__(self, port: Serial, name: str) -> None:
        self.port = port
        self.name = name

    def turn(self, angle: int) -> None:
        send(self.port, f"{self.name} {angle}")


class Arm:
    def __init__(self, port: Serial) -> None:
        self.joints = [Joint(port, "shoulder"), Joint(port, "elbow")]
        self.wrist = Joint(port, "wrist")

    def home(self) -> None:
        self.wrist.turn(0)

    async def wave(self) -> None:
        self.home()  # expect: ASL201[likely]
        self.wrist.turn(30)  # expect: ASL201[likely]
