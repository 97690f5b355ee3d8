"""A handler of the program's own is the program's own affair."""

import asyncio
import logging
import time


class ByMail(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        time.sleep(0.25)  # expect: blocked


async def main() -> None:
    await asyncio.sleep(0.05)
    logging.warning("to whom it may concern")
    await asyncio.sleep(0.05)


logging.getLogger().addHandler(ByMail())
asyncio.run(main())
