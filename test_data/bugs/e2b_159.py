# https://github.com/e2b-dev/code-interpreter/issues/159
# never awaited: handlers that may be asynchronous were called by a plain parser of output, and what they gave was dropped.

import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
OutputHandler = Callable[[T], Awaitable[None]] | Callable[[T], None]


class Execution:
    error: str = ""


class AsyncSandbox:
    async def kill(self, reason: str) -> None: ...


def parse_output(execution: Execution, line: str, on_error: OutputHandler[str] | None = None) -> None:
    execution.error = line
    if on_error:
        on_error(execution.error)  # missed: ASL101


async def run_code(sandbox: AsyncSandbox, lines: list[str]) -> Execution:
    execution = Execution()
    for line in lines:
        parse_output(execution, line, on_error=sandbox.kill)
    return execution


async def parse_output_mended(execution: Execution, line: str, on_error: OutputHandler[str] | None = None) -> None:
    execution.error = line
    if on_error:
        result = on_error(execution.error)
        if inspect.isawaitable(result):
            await result


async def run_code_mended(sandbox: AsyncSandbox, lines: list[str]) -> Execution:
    execution = Execution()
    for line in lines:
        await parse_output_mended(execution, line, on_error=sandbox.kill)
    return execution
