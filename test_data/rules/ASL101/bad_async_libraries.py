"""Coroutines of libraries, known without any of them being installed."""

import aio_pika
import aiofiles
import aiofiles.os
import aiomysql
import anyio
import anyio.to_thread
import asyncssh
import databases
import nats
import websockets
from aiokafka import AIOKafkaProducer
from arq import create_pool
from fastapi import Request, WebSocket
from grpc import aio
from tortoise.models import Model


class User(Model):
    name: str


async def files(path: str) -> None:
    async with aiofiles.open(path) as file:
        file.write("x")  # expect: ASL101
    aiofiles.os.remove(path)  # expect: ASL101
    anyio.Path(path).unlink()  # expect: ASL101


async def brokers() -> None:
    producer = AIOKafkaProducer()
    producer.send_and_wait("topic", b"")  # expect: ASL101
    connection = await aio_pika.connect_robust("amqp://")
    channel = await connection.channel()
    queue = await channel.declare_queue("q")
    queue.purge()  # expect: ASL101
    client = await nats.connect()
    client.publish("subject", b"")  # expect: ASL101
    redis = await create_pool()
    redis.enqueue_job("job")  # expect: ASL101


async def databases_(url: str) -> None:
    database = databases.Database(url)
    database.connect()  # expect: ASL101
    async with aiomysql.create_pool() as pool:
        async with pool.acquire() as connection:
            connection.commit()  # expect: ASL101
    User.create(name="x")  # expect: ASL101


async def servers(request: Request, socket: WebSocket) -> None:
    socket.accept()  # expect: ASL101
    async with websockets.connect("ws://x") as remote:
        remote.send("x")  # expect: ASL101
    async with asyncssh.connect("host") as shell:
        shell.run("ls")  # expect: ASL101
    server = aio.server()
    server.start()  # expect: ASL101
    anyio.sleep(1)  # expect: ASL101
    anyio.to_thread.run_sync(print)  # expect: ASL101
