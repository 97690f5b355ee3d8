import asyncio

from wizard import choose, prompts


async def main() -> None:
    colour = choose(["red", "blue"])  # expect: ASL207
    name = prompts.ask("name? ")  # expect: ASL207
    print(colour, name, await asyncio.to_thread(prompts.ask, "age? "))


asyncio.run(main())
