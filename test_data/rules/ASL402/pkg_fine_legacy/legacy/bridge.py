import asyncio


def await_(coroutine):
    loop = asyncio.get_event_loop()
    if loop.is_running():
        raise RuntimeError("already in a loop: use `await`")
    return loop.run_until_complete(coroutine)
