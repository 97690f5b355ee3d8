# https://github.com/langflow-ai/langflow/pull/6625
# cancellation: a build that was cancelled was reported as an event and then ended like one that was built.

import asyncio
from typing import Any


class EventManager:
    def on_error(self, data: dict[str, Any]) -> None: ...


async def build_vertices(vertices: list[str], events: EventManager) -> None:
    for vertex in vertices:
        try:
            await asyncio.wait_for(build_vertex(vertex), 10)
        except asyncio.CancelledError as exc:  # expect: ASL501[likely]
            events.on_error({"vertex": vertex, "error": str(exc)})
            return


async def build_vertices_mended(vertices: list[str], events: EventManager) -> None:
    for vertex in vertices:
        try:
            await asyncio.wait_for(build_vertex(vertex), 10)
        except asyncio.CancelledError as exc:
            events.on_error({"vertex": vertex, "error": str(exc)})
            raise


async def build_vertex(vertex: str) -> str:
    return vertex
