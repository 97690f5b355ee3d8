"""Tests: plain ones may sleep, async ones patch `time.sleep` away or run the plain code in a thread."""

import asyncio
import threading
import time
import unittest
from unittest import mock

import pytest


def wait_until_ready(check) -> bool:
    while not check():
        time.sleep(0.01)
    return True


@pytest.fixture
def server():
    thread = threading.Thread(target=time.sleep, args=(1,))
    thread.start()
    time.sleep(0.1)
    yield thread
    thread.join()


def test_plain(server) -> None:
    assert wait_until_ready(server.is_alive)
    time.sleep(0.1)


class Waiting(unittest.TestCase):
    def setUp(self) -> None:
        time.sleep(0.01)

    def test_wait(self) -> None:
        self.assertTrue(wait_until_ready(lambda: True))


class AsyncWaiting(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.started = time.monotonic()

    async def test_wait(self) -> None:
        self.assertTrue(await asyncio.to_thread(wait_until_ready, lambda: True))

    async def test_patched(self) -> None:
        with mock.patch("time.sleep") as sleep:
            sleep.assert_not_called()
            await asyncio.to_thread(wait_until_ready, lambda: True)


@pytest.mark.asyncio
async def test_with_fixture(server) -> None:
    await asyncio.sleep(0)
    assert server.is_alive()


@pytest.mark.parametrize("pause", [time.sleep, asyncio.sleep])
def test_reference(pause) -> None:
    assert callable(pause)
