# unsafe
# left: ASL101:12
"""A script for Trio: `asyncio.run` would be the wrong loop for it."""
import trio


async def main() -> None:
    await trio.sleep(1)


if __name__ == "__main__":
    main()
