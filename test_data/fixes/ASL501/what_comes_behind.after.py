# unsafe
# left: ASL501:20, ASL501:29
"""Clean-up that stands behind the `try`, or around it in a `finally`, is to be done whatever happens."""

import asyncio


class Lease:
    held = True

    async def release(self) -> None:
        await asyncio.sleep(1)

    async def run(self) -> None:
        try:
            print("work")
        finally:
            try:
                await self.release()
            except asyncio.CancelledError:
                pass
            else:
                print("released")
            print("no longer held")

    async def run_again(self) -> str:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("cancelled")
        self.close()
        return "done"

    async def run_in_order(self) -> str:
        try:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("cancelled")
                raise
            print("worked")
        finally:
            self.close()
        return "done"

    def close(self) -> None:
        self.held = False
