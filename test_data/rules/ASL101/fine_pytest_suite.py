"""Test suites make coroutines on purpose: mocks, expected errors, type assertions."""

import asyncio
import contextlib
import inspect
import unittest
import warnings
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, MagicMock, patch

import pytest

if TYPE_CHECKING:
    from typing_extensions import assert_type, reveal_type


async def charge(amount: int) -> str:
    if amount < 0:
        raise ValueError(amount)
    await asyncio.sleep(0)
    return "paid"


def strict_charge(amount: int) -> Coroutine[Any, Any, str]:
    if amount < 0:
        raise ValueError(amount)
    return charge(amount)


def test_checks_before_it_makes_a_coroutine() -> None:
    with pytest.raises(ValueError):
        strict_charge(-1)


def test_wrong_signature() -> None:
    with pytest.raises(TypeError, match="argument"):
        charge()  # type: ignore[call-arg]


class Charging(unittest.IsolatedAsyncioTestCase):
    async def test_raises(self) -> None:
        with self.assertRaises(TypeError):
            charge()  # type: ignore[call-arg]
        with self.assertRaises(ValueError):
            await charge(-1)

    async def test_mock(self) -> None:
        gateway = MagicMock()
        gateway.charge = AsyncMock(return_value="paid")
        self.assertEqual(await gateway.charge(3), "paid")
        gateway.charge.assert_awaited_once_with(3)
        gateway.refund(3)


@pytest.mark.asyncio
async def test_patched() -> None:
    with patch(f"{__name__}.charge", new_callable=AsyncMock) as fake:
        fake.return_value = "free"
        fake.assert_not_called()
        assert await charge(0) == "free"


def test_kind() -> None:
    assert inspect.iscoroutinefunction(charge)
    coroutine = charge(1)
    assert inspect.iscoroutine(coroutine)
    coroutine.close()


def types_only() -> None:
    reveal_type(charge(1))
    assert_type(charge(1), Coroutine[Any, Any, str])


def test_never_awaited_warning() -> None:
    with contextlib.suppress(RuntimeWarning), warnings.catch_warnings():
        warnings.simplefilter("error")
        charge(1).close()
