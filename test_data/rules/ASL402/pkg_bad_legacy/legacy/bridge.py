import asyncio

__all__ = ["await_", "LOOP"]

LOOP = asyncio.new_event_loop()


def await_(coroutine):
    return LOOP.run_until_complete(coroutine)


def await_many(*coroutines):
    return await_(asyncio.gather(*coroutines))
