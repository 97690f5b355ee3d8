"""Functions of async libraries that are no coroutine functions, and coroutines that are awaited."""

import aiofiles
import aiomysql
import anyio
import asyncssh
import databases
import discord
import nats
import trio
import uvicorn
import websockets
from aiokafka import AIOKafkaConsumer
from fastapi import APIRouter, BackgroundTasks, FastAPI, HTTPException, Request, WebSocket
from grpc import aio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from tortoise.models import Model

app = FastAPI()
router = APIRouter()
app.include_router(router)
app.add_middleware(object)


class User(Model):
    name: str


@app.get("/")
async def read(request: Request, tasks: BackgroundTasks, session: AsyncSession) -> object:
    tasks.add_task(print, "later")
    request.headers.get("x")
    request.query_params.getlist("y")
    if not await request.body():
        raise HTTPException(400)
    result = await session.execute(select(User).where(User.name == "x").limit(1))
    result.scalars()
    result.unique().all()
    (await session.scalars(select(User))).first()
    return result.scalar_one()


@router.websocket("/ws")
async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("x")
    socket.iter_text()


async def files(path: str) -> None:
    file = await aiofiles.open(path)
    await file.read()
    anyio.Path(path).joinpath("x")
    anyio.Event().set()
    anyio.Lock().release()
    async with anyio.create_task_group() as group:
        group.start_soon(print, "x")
        group.cancel_scope.cancel()
    with anyio.move_on_after(1) as scope:
        await anyio.sleep(1)
    scope.cancel()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(print)


async def clients(client: discord.Client) -> None:
    consumer = AIOKafkaConsumer("topic")
    consumer.subscribe(["topic"])
    consumer.pause()
    async with aiomysql.create_pool() as pool:
        async with pool.acquire() as connection, connection.cursor() as cursor:
            await cursor.execute("select 1")
            connection.close()
        pool.terminate()
    database = databases.Database("sqlite://")
    database.transaction()
    User.filter(name="x").delete()  # a query that nobody runs, but no coroutine
    User.all()
    (await nats.connect()).jetstream()
    async with asyncssh.connect("host") as shell:
        shell.close()
    websockets.connect("ws://x")
    channel = aio.insecure_channel("x")
    channel.get_state()
    client.dispatch("x")
    uvicorn.Server(uvicorn.Config(app)).run()


async def fetched(host: str) -> str:
    # these can be awaited, and entered as they are
    async with asyncssh.connect(host) as connection, connection.start_sftp_client() as files:
        async with files.open("notes.txt") as file:
            await file.read()
        async with connection.create_process("bc") as process:
            await process.wait()
    connection = await asyncssh.connect(host)
    files = await connection.start_sftp_client()
    return await files.getcwd()
