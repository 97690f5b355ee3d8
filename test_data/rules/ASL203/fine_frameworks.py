"""Web frameworks run plain endpoints, dependencies and background jobs in a thread pool."""

import sqlite3
from typing import Annotated

import anyio
import anyio.to_thread
from asgiref.sync import sync_to_async
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool as in_pool
from starlette.requests import Request
from starlette.routing import Route

app = FastAPI()
router = APIRouter(prefix="/notes")


def connection() -> sqlite3.Connection:
    opened = sqlite3.connect("notes.db")
    opened.execute("pragma foreign_keys = on")
    return opened


def count(opened: sqlite3.Connection) -> int:
    return int(opened.execute("select count(*) from notes").fetchone()[0])


@app.get("/count")
def read_count(opened: Annotated[sqlite3.Connection, Depends(connection)]) -> int:
    return count(opened)


@router.post("/")
def add(text: str, opened: sqlite3.Connection = Depends(connection)) -> None:
    opened.execute("insert into notes(text) values (?)", (text,))
    opened.commit()


@app.get("/slow")
async def slow(jobs: BackgroundTasks, opened: sqlite3.Connection = Depends(connection)) -> int:
    # the dependency is a reference, and so is the job
    jobs.add_task(count, opened)
    await run_in_threadpool(count, opened)
    await in_pool(opened.commit)
    await anyio.to_thread.run_sync(count, opened)
    await anyio.to_thread.run_sync(lambda: opened.execute("select 1").fetchall())
    return await sync_to_async(count)(opened)


@sync_to_async
def total() -> int:
    return count(connection())


@app.get("/total")
async def read_total() -> int:
    return await total()


def homepage(request: Request) -> str:
    return str(count(connection()))


site = Starlette(routes=[Route("/", homepage)])
