"""Something else is replaced, or it was replaced before or in another test."""

import time
from unittest.mock import patch


async def test_something_else() -> None:
    with patch("time.monotonic"):
        time.sleep(1)  # expect: ASL201


async def test_after_the_block() -> None:
    with patch("time.sleep"):
        time.sleep(1)
    time.sleep(1)  # expect: ASL201


async def test_another(monkeypatch) -> None:
    time.sleep(1)  # expect: ASL201
    monkeypatch.setattr(time, "monotonic", lambda: 0)


@patch("time.monotonic")
async def test_decorated(monotonic) -> None:
    time.sleep(1)  # expect: ASL201
