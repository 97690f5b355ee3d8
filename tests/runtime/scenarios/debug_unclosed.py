"""A connection and a loop that nobody closes."""
# with: debug mode, asyncio only

import asyncio
import gc


async def main() -> None:
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        await asyncio.open_connection(*server.sockets[0].getsockname())  # expect: unclosed
        await asyncio.sleep(0.01)
        gc.collect()
        await asyncio.sleep(0.01)


asyncio.run(main())
loop = asyncio.new_event_loop()  # expect: unclosed
del loop
gc.collect()
