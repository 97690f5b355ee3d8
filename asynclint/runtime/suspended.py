"""Where a task stands that waits: the chain of coroutines from its own to the innermost, and what they have in hand."""

from __future__ import annotations

import asyncio
import gc
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any, TypeAlias

Awaiting: TypeAlias = "CoroutineType[Any, Any, Any] | GeneratorType[Any, Any, Any] | AsyncGeneratorType[Any, Any]"


def chain(task: asyncio.Task[Any]) -> list[Awaiting] | None:
    """The coroutines and generators that wait for one another, outermost first; None where one of them is not to be seen."""
    found: list[Awaiting] = []
    each: Any = task.get_coro()
    while each is not None and len(found) < 1000:
        if isinstance(each, CoroutineType):
            found.append(each)
            each = each.cr_await
        elif isinstance(each, GeneratorType):
            found.append(each)
            each = each.gi_yieldfrom
        elif type(each).__name__.startswith("async_generator_"):  # what `async for`, asend and aclose wait for
            generator = next((one for one in gc.get_referents(each) if isinstance(one, AsyncGeneratorType)), None)
            if generator is None:
                return None
            found.append(generator)
            each = generator.ag_await
        elif hasattr(each, "send") and hasattr(each, "cr_await"):  # of C: nobody knows what it is about
            return None
        else:
            break  # a future's iterator
    return found


def frame_of(each: Awaiting) -> FrameType | None:
    """The frame of a coroutine or generator; None when it has ended."""
    if isinstance(each, CoroutineType):
        return each.cr_frame
    return each.gi_frame if isinstance(each, GeneratorType) else each.ag_frame


def has_error_in_hand(each: Awaiting) -> bool:
    """Whether it waits inside ``except``, a ``finally`` that an error led to, or ``__aexit__``, or keeps an error for later.

    Of what an exception handler handles, the collector is told like of the local variables (``gen_traverse`` of CPython).
    """
    return any(isinstance(one, BaseException) for one in gc.get_referents(each))
