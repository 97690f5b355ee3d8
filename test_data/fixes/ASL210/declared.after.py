# unsafe
# settings: blocking = ["json.loads", "declared.Model.predict"]
"""What the settings call blocking is offloaded unsafely: nobody knows whether it likes threads."""

import asyncio
import json


class Model:
    def predict(self, *, prompt: str) -> str:
        return prompt


async def answer(model: Model, text: str) -> str:
    return await asyncio.to_thread(model.predict, prompt=(await asyncio.to_thread(json.loads, text))["prompt"])
