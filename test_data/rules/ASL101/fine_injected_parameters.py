"""Parameters that look as if somebody filled them, and what the nearest fixture gives."""

import asyncio

import pytest
from fastapi import APIRouter, Depends

from elsewhere import Depends as Needs

router = APIRouter()


class Mailer:
    async def send(self, text: str) -> None:
        await asyncio.sleep(1)
        print(text)


class Outbox:
    def send(self, text: str) -> None:
        print(text)


def get_mailer() -> Mailer:
    return Mailer()


async def get_outbox() -> Outbox:
    return Outbox()


@router.post("/orders")
async def order(mailer=Depends(get_mailer), outbox=Depends(get_outbox), other=Needs(get_mailer)):
    await mailer.send("ordered")
    outbox.send("ordered")
    other.send("ordered")


@pytest.fixture
def mailer():
    return Mailer()


async def order_all(mailer):  # no test and no fixture: somebody calls it
    mailer.send("ordered")


async def test_order(mailer, outbox):
    await mailer.send("ordered")
    outbox.send("ordered")


class TestOutbox:
    @pytest.fixture
    def mailer(self):
        return Outbox()

    def test_mail(self, mailer):
        mailer.send("again")


def test_given(mailer=None):
    mailer.send("again")
