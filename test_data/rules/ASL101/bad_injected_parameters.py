"""Parameters without annotations that FastAPI and pytest fill."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fastapi import APIRouter, Depends

router = APIRouter()


class Session:
    async def commit(self) -> None:
        await asyncio.sleep(1)


class Mailer:
    async def send(self, text: str) -> None:
        await asyncio.sleep(1)
        print(text)


async def get_session() -> AsyncIterator[Session]:
    session = Session()
    yield session
    await session.commit()


def get_mailer():
    return Mailer()


@router.post("/orders")
async def order(session=Depends(get_session), mailer=Depends(dependency=get_mailer), own=Depends(Mailer)):
    session.commit()  # expect: ASL101[likely]
    mailer.send("ordered")  # expect: ASL101[likely]
    own.send("ordered")  # expect: ASL101[likely]


@pytest_asyncio.fixture
async def session():
    found = Session()
    yield found
    found.commit()  # expect: ASL101


@pytest.fixture()
def mailer():
    return Mailer()


@pytest.fixture
async def sent(mailer):
    mailer.send("first")  # expect: ASL101[likely]
    return mailer


async def test_order(session, sent):
    session.commit()  # expect: ASL101[likely]
    sent.send("again")  # expect: ASL101[likely]


class TestOrders:
    @pytest.fixture
    def mailer(self):
        return Mailer()

    async def test_mail(self, mailer):
        mailer.send("again")  # expect: ASL101[likely]
