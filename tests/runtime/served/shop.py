"""A web application that uvicorn serves: most of it is well-behaved, where it is not, a comment says what is to be seen."""

import asyncio
import json
import time

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

done = []


async def job():
    await asyncio.sleep(0.001)
    return 1


# -- Well-behaved --


async def home(request):
    return PlainTextResponse("welcome")


async def search(request):
    return JSONResponse({"found": list(range(200)), "query": request.query_params.get("q", "")})


async def wait(request):
    await asyncio.sleep(0.005)
    return PlainTextResponse("waited")


def in_thread(request):
    time.sleep(0.15)  # longer than the threshold, on a thread of the pool
    return PlainTextResponse("from a thread")


async def offloaded(request):
    await run_in_threadpool(time.sleep, 0.15)
    return PlainTextResponse("offloaded")


async def many(request):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for _ in range(10)]
    total = sum(task.result() for task in tasks) + sum(await asyncio.gather(job(), job()))
    return PlainTextResponse(str(total))


async def stream(request):
    async def lines():
        for number in range(5):
            await asyncio.sleep(0)
            yield f"{number}\n"

    return StreamingResponse(lines())


async def later(request):
    return PlainTextResponse("accepted", background=BackgroundTask(job))


async def cancels(request):
    task = asyncio.create_task(asyncio.sleep(60))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return PlainTextResponse("cancelled")


async def times_out(request):
    try:
        async with asyncio.timeout(0.002):
            await asyncio.sleep(60)
    except TimeoutError:
        return PlainTextResponse("timed out")


async def order(request):
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
    return PlainTextResponse(json.dumps({"size": size}))


# -- Not so --


async def blocks(request):
    time.sleep(0.4)  # shows blocked
    return PlainTextResponse("blocked")


async def forgets(request):
    job()  # shows never-awaited
    return PlainTextResponse("forgotten")


async def drops(request):
    asyncio.create_task(asyncio.sleep(0.2))  # shows task-dropped
    return PlainTextResponse("dropped")


async def stubborn():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        done.append("stubborn")


async def swallows(request):
    task = asyncio.create_task(stubborn())  # shows cancel-swallowed
    await asyncio.sleep(0)
    task.cancel()
    await task
    return PlainTextResponse("swallowed")


async def nests(request):
    try:
        asyncio.run(job())  # shows nested-run, never-awaited
    except RuntimeError:
        return PlainTextResponse("refused")


GOOD = {
    "/": home,
    "/search": search,
    "/wait": wait,
    "/in_thread": in_thread,
    "/offloaded": offloaded,
    "/many": many,
    "/stream": stream,
    "/later": later,
    "/cancels": cancels,
    "/times_out": times_out,
    "/order": order,
}
BAD = {"/blocks": blocks, "/forgets": forgets, "/drops": drops, "/swallows": swallows, "/nests": nests}

app = Starlette(routes=[Route(path, endpoint, methods=["GET", "POST"]) for path, endpoint in {**GOOD, **BAD}.items()])
