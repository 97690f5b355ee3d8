"""What only declares, stands for something else, or is called to see what its type is."""

import abc
import warnings
from collections.abc import Coroutine
from typing import Any, Protocol, assert_type, overload, reveal_type
from unittest.mock import AsyncMock, MagicMock, Mock, create_autospec, patch

import pytest


async def load() -> int:
    return 1


class Store(abc.ABC):
    @abc.abstractmethod
    def save(self) -> None: ...

    @abc.abstractmethod
    async def read(self) -> int: ...


class Reader(Protocol):
    def read(self) -> int: ...


@overload
def convert(value: int) -> int: ...
@overload
def convert(value: str) -> Coroutine[Any, Any, str]: ...
def convert(value: Any) -> Any:
    return value


def declared(store: Store, reader: Reader) -> None:
    store.save()
    reader.read()
    convert(1)
    reveal_type(load())
    assert_type(load(), Coroutine[Any, Any, int])


def doubles() -> None:
    AsyncMock()()
    AsyncMock().load()
    MagicMock(return_value=load())()
    Mock(spec=Store).read()
    create_autospec(Store).read()
    with patch("fine_doubles_and_declarations.load"):
        load()


@patch("fine_doubles_and_declarations.load")
def decorated(double: MagicMock) -> None:
    load()


def warned() -> None:
    with pytest.warns(RuntimeWarning):
        load()
    with pytest.raises(TypeError):
        load()
