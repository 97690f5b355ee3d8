"""Plain functions that frameworks run in threads, in workers, or not at all on the event loop."""

import time

from aiogram import Router
from asgiref.sync import sync_to_async
from celery import Celery
from fastapi import BackgroundTasks, Depends, FastAPI
from homeassistant.core import HomeAssistant
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from litestar import get, post
from quart import Quart
from quart.utils import run_sync
from sanic import Sanic
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from textual import work
from textual.app import App
from tornado.concurrent import run_on_executor
from tornado.ioloop import IOLoop
from tornado.web import RequestHandler
from twisted.internet.threads import deferToThread

LAZY = False


def slow() -> None:
    time.sleep(1)


# Home Assistant: plain jobs go to the executor, and so do plain listeners.


def setup(hass: HomeAssistant, config) -> bool:
    time.sleep(1)
    return True


async def async_setup(hass: HomeAssistant, config) -> bool:
    await hass.async_add_executor_job(slow)
    hass.add_job(slow)
    hass.bus.async_listen("started", lambda event: slow())
    async_call_later(hass, 10, slow)
    async_track_time_interval(hass, slow, 10)
    hass.async_create_task(async_later(hass))
    return True


async def async_later(hass: HomeAssistant) -> None: ...


class Temperature(CoordinatorEntity):
    def update(self) -> None:
        time.sleep(1)

    def turn_on(self) -> None:
        slow()


class State:
    """No entity, though it has what entities have."""

    @property
    def available(self) -> bool:
        time.sleep(1)
        return True

    def on_mount(self) -> None:
        time.sleep(1)

    def _handle_coordinator_update(self) -> None:
        time.sleep(1)


def callback(function):
    """Not Home Assistant's."""
    return function


@callback
def state_changed(event) -> None:
    time.sleep(1)


# Web frameworks

app = FastAPI()
site = Starlette()
quart = Quart("notes")
sanic = Sanic("notes")
router = Router()


def session() -> None:
    time.sleep(1)


@app.get("/")
def index(opened=Depends(session)) -> None:
    time.sleep(1)


@app.post("/")
async def store(tasks: BackgroundTasks) -> None:
    tasks.add_task(slow)
    tasks.add_task(notify)
    BackgroundTask(slow)


async def notify() -> None: ...


@site.exception_handler(404)
def not_found(request, error) -> None:
    time.sleep(1)


@get("/", sync_to_thread=True)
def notes() -> None:
    time.sleep(1)


@post("/", sync_to_thread=LAZY)
def who_knows() -> None:
    time.sleep(1)


@quart.get("/")
def home() -> str:
    time.sleep(1)
    return ""


@sanic.main_process_start
def before_all(app) -> None:
    time.sleep(1)


@router.message()
def echo(message) -> None:
    time.sleep(1)


class Page(RequestHandler):
    @run_on_executor
    def get(self) -> None:
        time.sleep(1)

    def helper(self) -> None:
        time.sleep(1)

    async def post(self) -> None:
        await IOLoop.current().run_in_executor(None, slow)


# Workers and threads

celery = Celery("notes")


@celery.task
def rebuild() -> None:
    time.sleep(1)


async def request_rebuild() -> None:
    rebuild.delay()
    deferToThread(slow)


@sync_to_async
def total() -> int:
    time.sleep(1)
    return 1


@run_sync
def other_total() -> int:
    time.sleep(1)
    return 1


async def totals() -> int:
    coroutine = total()
    return await other_total() + await coroutine


class Monitor(App[None]):
    def on_mount(self) -> None:
        self.load()
        self.run_worker(slow, thread=True)

    @work(thread=True)
    def load(self) -> None:
        time.sleep(1)

    @work(thread=True)
    def on_key(self) -> None:
        time.sleep(1)

    @work(thread=True)
    async def load_in_a_loop_of_its_own(self) -> None:
        time.sleep(1)

    def reload(self) -> None:
        time.sleep(1)
