import asyncio

import plugins.lights.blink
import plugins.motors.stepper as motors


async def main() -> None:
    await plugins.lights.blink.blink()
    plugins.motors.stepper.Stepper().step(1)  # expect: ASL201
    motors.Stepper().step(1)  # expect: ASL201


asyncio.run(main())
