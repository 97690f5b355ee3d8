# left: ASL101:12
"""To run the whole script is a guess, which is not made without being asked."""
import asyncio


async def main() -> None:
    await asyncio.sleep(1)


if __name__ == "__main__":
    print("start")
    main()
