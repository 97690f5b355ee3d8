"""anyio cancels by asking tasks to stop again and again, and takes it back."""
# with: anyio

import anyio


async def forever() -> None:
    await anyio.sleep(10)


async def hand_over(send) -> None:
    async with send:
        for number in range(5):
            await send.send(number)


async def main() -> None:
    with anyio.move_on_after(0.01):
        await forever()
    try:
        with anyio.fail_after(0.01):
            await forever()
    except TimeoutError:
        pass
    async with anyio.create_task_group() as group:
        group.start_soon(forever)
        await anyio.sleep(0.01)
        group.cancel_scope.cancel()
    send, receive = anyio.create_memory_object_stream(1)
    async with anyio.create_task_group() as group:
        group.start_soon(hand_over, send)
        async with receive:
            assert [number async for number in receive] == [0, 1, 2, 3, 4]
    await anyio.to_thread.run_sync(print)
    with anyio.CancelScope(shield=True):
        await anyio.sleep(0.01)


anyio.run(main)
