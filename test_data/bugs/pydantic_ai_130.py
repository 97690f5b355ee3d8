# https://github.com/pydantic/pydantic-ai/issues/130
# loop already running: the agent's plain method, which runs its coroutine, was used where a loop is running.

import asyncio
from typing import Generic, TypeVar

Deps = TypeVar("Deps")


class Agent(Generic[Deps]):
    async def run(self, prompt: str, *, deps: Deps | None = None) -> str:
        return prompt

    def run_sync(self, prompt: str, *, deps: Deps | None = None) -> str:
        return asyncio.run(self.run(prompt, deps=deps))


agent: Agent[None] = Agent()


async def cell() -> str:
    return agent.run_sync("Where does 'hello world' come from?")  # expect: ASL401


async def cell_mended() -> str:
    return await agent.run("Where does 'hello world' come from?")
