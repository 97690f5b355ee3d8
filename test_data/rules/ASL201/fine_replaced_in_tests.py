"""Tests put something else in the place of what would block."""

import time
from unittest import mock
from unittest.mock import patch


def slow() -> None:
    time.sleep(1)


async def test_in_a_block() -> None:
    with patch("time.sleep"):
        time.sleep(1)
        slow()
    with patch.object(time, "sleep"), patch("fine_replaced_in_tests.print"):
        time.sleep(1)
    with mock.patch("fine_replaced_in_tests.slow", return_value=None):
        slow()


@patch("time.sleep")
async def test_decorated(sleep) -> None:
    time.sleep(1)
    slow()
    with patch("builtins.print"):
        time.sleep(2)


@mock.patch.object(time, "sleep")
async def test_decorated_by_object(sleep) -> None:
    slow()


async def test_for_the_rest_of_the_test(monkeypatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    time.sleep(1)
    slow()


async def test_by_name(monkeypatch, mocker) -> None:
    monkeypatch.setattr("fine_replaced_in_tests.slow", lambda: None)
    mocker.patch("time.sleep")
    slow()
    time.sleep(1)
