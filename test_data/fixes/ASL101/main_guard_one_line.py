# unsafe
# left: ASL101:12
"""The guard and the call on one line; and a test that is no guard."""
from asyncio import sleep


async def main() -> None:
    await sleep(1)


if __name__ != "__main__":
    main()

if (__name__ == "__main__"): main()
