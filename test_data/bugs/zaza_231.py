# https://github.com/openstack-charmers/zaza/pull/231
# loop already running: each asynchronous function has a plain twin made by a wrapper, and one plain twin was called inside.

import asyncio
from collections.abc import Callable
from typing import Any


def sync_wrapper(f: Callable[..., Any]) -> Callable[..., Any]:
    def _wrapper(*args: Any, **kwargs: Any) -> Any:
        async def _run_it() -> Any:
            return await f(*args, **kwargs)

        return asyncio.get_event_loop().run_until_complete(_run_it())

    return _wrapper


async def async_get_current_model() -> str:
    return "model"


get_current_model = sync_wrapper(async_get_current_model)


def get_juju_model() -> str:
    return str(get_current_model())


async def async_run_action_on_leader(action: str) -> str:
    model = get_juju_model()  # missed: ASL402
    return f"{model}: {action}"


async def async_run_action_on_leader_mended(action: str) -> str:
    model = await async_get_current_model()
    return f"{model}: {action}"
