"""Adapted functions used as they are meant to, and decorators of command lines and task queues."""

import celery
import click
import dramatiq
import typer
from asgiref.sync import async_to_sync, sync_to_async

app = celery.Celery()
cli = typer.Typer()


@sync_to_async
def load(name: str) -> str:
    return name


@async_to_sync
async def fetch(name: str) -> str:
    return name


async def send(name: str) -> str:
    return name


@app.task
def work(name: str) -> None:
    fetch(name)
    async_to_sync(send)(name)


@dramatiq.actor
def act(name: str) -> None:
    print(fetch(name).upper())


@click.command()
@click.option("--name")
def main(name: str) -> None:
    fetch(name)


@cli.command()
def other(name: str) -> None:
    fetch(name)


async def show() -> None:
    print(await load("a"), await sync_to_async(len)("a"))
    work.delay("a")
    act.send("a")
