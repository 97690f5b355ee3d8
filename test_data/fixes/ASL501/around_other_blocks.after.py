# unsafe
# settings: ignore = ["ASL205"]
"""Handlers with try statements in them, and with `else` and `finally` behind them."""

import asyncio


async def work(item: str) -> str:
    await asyncio.sleep(1)
    return item


class Job:
    open = True

    async def run(self, item: str) -> str:
        try:
            result = await work(item)
        except asyncio.CancelledError:
            try:
                self.open = False
                if item:
                    raise
                raise
            except OSError:
                print("cannot close")
            raise
        except ValueError:
            return "no"
        else:
            return result
        finally:
            print("done")
        return "cancelled"

    async def run_inside(self, item: str) -> str:
        try:
            try:
                return await work(item)
            except asyncio.CancelledError:
                with open(item) as file:
                    print(file.read())
                    raise
        finally:
            self.open = False
