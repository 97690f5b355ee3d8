import asyncio

import robot
from robot import clock
from robot.clock import Clock, atick as tick
from robot.threads import start


async def main() -> None:
    start()
    await tick()
    await clock.atick()
    await Clock().atick()
    await asyncio.to_thread(robot.tick)
    await asyncio.to_thread(clock.Clock().tick)


def script() -> None:
    robot.tick()
    clock.tick()


if __name__ == "__main__":
    script()
    asyncio.run(main())
