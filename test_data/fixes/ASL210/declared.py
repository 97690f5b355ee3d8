# unsafe
# settings: blocking = ["json.loads", "declared.Model.predict"]
"""What the settings call blocking is offloaded unsafely: nobody knows whether it likes threads."""

import json


class Model:
    def predict(self, *, prompt: str) -> str:
        return prompt


async def answer(model: Model, text: str) -> str:
    return model.predict(prompt=json.loads(text)["prompt"])
