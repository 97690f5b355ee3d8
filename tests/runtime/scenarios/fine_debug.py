"""In debug mode, what is fine stays fine."""
# with: debug mode

import asyncio


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.readexactly(4))
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    assert asyncio.get_running_loop().get_debug()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"ping")
        await reader.readexactly(4)
        writer.close()
        await writer.wait_closed()
    await asyncio.gather(asyncio.create_task(asyncio.sleep(0.01)), asyncio.sleep(0))


asyncio.run(main())
