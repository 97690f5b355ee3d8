# unsafe
# left: ASL101:18
"""`asyncio` is imported for type checkers only, and `run` is something else: there is no way to write it here."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


async def main(loop: asyncio.AbstractEventLoop | None = None) -> None:
    print(loop)


if __name__ == "__main__":
    print("start")
    main()
