"""Plain functions that frameworks run on the event loop."""

import time

from anyio import from_thread
from discord.ext import commands
from fastapi import FastAPI
from homeassistant.core import callback
from homeassistant.core import callback as on_loop
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from litestar import get, post
from sanic import Blueprint, Sanic
from starlette.applications import Starlette
from textual import on, work
from textual.app import App
from textual.widgets import Static
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler
from twisted.internet import reactor


def retry() -> None:
    time.sleep(1)


@callback
def state_changed(event) -> None:
    time.sleep(1)  # expect: ASL201


@on_loop
def called_by_its_alias(event) -> None:
    retry()  # expect: ASL201


class Temperature(CoordinatorEntity):
    @property
    def available(self) -> bool:
        time.sleep(0.1)  # expect: ASL201
        return True

    def _handle_coordinator_update(self) -> None:
        retry()  # expect: ASL201


app = FastAPI()
site = Starlette()


@app.on_event("startup")
def connect() -> None:
    time.sleep(1)  # expect: ASL201


@site.on_event("shutdown")
def disconnect() -> None:
    time.sleep(1)  # expect: ASL201


@get("/")
def index() -> str:
    time.sleep(1)  # expect: ASL201
    return ""


@post("/", sync_to_thread=False)
def store() -> None:
    time.sleep(1)  # expect: ASL201


sanic = Sanic("notes")
blueprint = Blueprint("more")


@sanic.get("/")
def notes(request):
    time.sleep(1)  # expect: ASL201


@blueprint.on_request
def check_session(request):
    retry()  # expect: ASL201


class Monitor(App[None]):
    @on(Static)
    def pressed(self) -> None:
        time.sleep(1)  # expect: ASL201

    def on_mount(self) -> None:
        time.sleep(1)  # expect: ASL201
        self.set_interval(1, self.update_all)

    def update_all(self) -> None:
        retry()  # expect: ASL201

    @work
    async def load(self) -> None:
        time.sleep(1)  # expect: ASL201


class Page(RequestHandler):
    def get(self) -> None:
        time.sleep(1)  # expect: ASL201


class Updates(WebSocketHandler):
    def on_message(self, message) -> None:
        time.sleep(1)  # expect: ASL201


def tick() -> None:
    time.sleep(1)  # expect: ASL201


def begin() -> None:
    time.sleep(1)  # expect: ASL201


PeriodicCallback(tick, 100)
IOLoop.current().add_callback(begin)


def is_owner(ctx) -> bool:
    time.sleep(1)  # expect: ASL201
    return True


@commands.check(is_owner)
async def restart(ctx) -> None: ...


async def confirm(bot: commands.Bot) -> None:
    await bot.wait_for("message", check=lambda message: retry())  # expect: ASL201


def later() -> None:
    time.sleep(1)  # expect: ASL201


reactor.callLater(1, later)


def report() -> None:
    time.sleep(1)  # expect: ASL201


def in_a_worker() -> None:
    from_thread.run_sync(report)
