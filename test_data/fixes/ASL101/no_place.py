# left: ASL101:12, ASL101:15, ASL101:21, ASL101:25, ASL101:29, ASL101:32
"""Where no `await` can stand: plain functions, lambdas, class bodies, the module itself."""
import asyncio


async def save(order: str) -> None:
    await asyncio.sleep(0)


class Shop:
    def __init__(self) -> None:
        save("a")

    def close(self) -> None:
        save("b")  # nobody waits here

    async def open(self) -> None:
        await save("c")

        class Door:
            save("d")

        def shut() -> None:
            del Door
            save("e")

        shut()

save("f")

def main() -> None:
    save("g")
