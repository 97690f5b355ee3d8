"""The same, said so; and a loop that does not run, which is anybody's."""

import asyncio
import threading
import time


async def job() -> None:
    await asyncio.sleep(0)


def help_out(loop: asyncio.AbstractEventLoop, future: "asyncio.Future[None]") -> None:
    loop.call_soon_threadsafe(print)
    asyncio.run_coroutine_threadsafe(job(), loop).result()
    loop.call_soon_threadsafe(future.set_result, None)


async def main() -> None:
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    await asyncio.to_thread(help_out, loop, future)
    await future
    loop.call_soon(print)
    loop.call_later(0.001, print)
    await asyncio.sleep(0.01)


asyncio.run(main())

loop = asyncio.new_event_loop()
loop.call_soon(print)
task = loop.create_task(job())
loop.call_later(0.05, loop.stop)
thread = threading.Thread(target=loop.run_forever)
thread.start()
thread.join()
loop.call_soon(print)
loop.close()
