"""An `async def` endpoint runs on the loop, and so does all it calls."""

import sqlite3

from fastapi import Depends, FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

app = FastAPI()


def connection() -> sqlite3.Connection:
    return sqlite3.connect("notes.db")


def count(opened: sqlite3.Connection) -> int:
    return int(opened.execute("select count(*) from notes").fetchone()[0])


@app.get("/count")
async def read_count(opened: sqlite3.Connection = Depends(connection)) -> int:
    return count(opened)  # expect: ASL203


async def checked(opened: sqlite3.Connection = Depends(connection)) -> sqlite3.Connection:
    opened.execute("select 1")  # expect: ASL203
    return opened


async def homepage(request: Request) -> str:
    return str(count(request.state.db))  # expect: ASL203


site = Starlette(routes=[Route("/", homepage)])
