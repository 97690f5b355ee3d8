from plugins.motors.stepper import Stepper

from ..motors import stepper


async def blink() -> None:
    Stepper().step(3)  # expect: ASL201
    stepper.Stepper().step(3)  # expect: ASL201
