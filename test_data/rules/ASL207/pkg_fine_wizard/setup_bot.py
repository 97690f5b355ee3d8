import asyncio

import wizard
from wizard import input
from wizard._prompts import ask_now

LANGUAGE = ask_now("language? ")


async def main() -> None:
    print(await input("name? "), await wizard.ask("age? "), await wizard.input("size? "))


asyncio.run(main())
