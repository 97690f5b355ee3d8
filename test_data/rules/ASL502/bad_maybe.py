"""Somebody else gets the exception, or the code is shielded: shown on request only."""

import anyio


async def run_for(future, job) -> None:
    try:
        result = await job()
    except BaseException as error:  # expect: ASL502[possible]
        future.set_exception(error)
    else:
        future.set_result(result)
    future.log_outcome()


async def capture(job):
    try:
        return await job(), None
    except BaseException as error:  # expect: ASL502[possible]
        return None, error


async def feed(queue, source) -> None:
    try:
        async for item in source:
            queue.put_nowait(item)
    except BaseException as error:  # expect: ASL502[possible]
        queue.put_nowait(error)
    queue.close()


async def close(stream, log) -> None:
    with anyio.CancelScope(shield=True):
        try:
            await stream.aclose()
        except BaseException as error:  # expect: ASL502[possible]
            log(error)
    log("closed")


async def retry_once(job, is_fatal):
    try:
        return await job()
    except BaseException as error:  # expect: ASL502[possible]
        if is_fatal(error):
            raise
    return await job()
