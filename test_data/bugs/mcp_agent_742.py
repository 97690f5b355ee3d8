# https://github.com/lastmile-ai/mcp-agent/pull/742
# never awaited: the callback that tells dashboards of a signal is an asynchronous protocol, and was called like a plain function.

import inspect
from typing import Protocol


class SignalWaitCallback(Protocol):
    async def __call__(self, signal_name: str, workflow_id: str | None = None) -> None: ...


class Executor:
    def __init__(self, signal_notification: SignalWaitCallback | None = None) -> None:
        self._signal_notification = signal_notification

    async def wait_for_signal(self, signal_name: str) -> str:
        if self._signal_notification is not None:
            self._signal_notification(signal_name, workflow_id="main")  # expect: ASL101[likely]
        return signal_name

    async def wait_for_signal_mended(self, signal_name: str) -> str:
        if self._signal_notification is not None:
            notified = self._signal_notification(signal_name, workflow_id="main")
            if inspect.isawaitable(notified):
                await notified
        return signal_name
