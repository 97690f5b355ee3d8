# https://github.com/HKUDS/AI-Researcher/pull/48
# never awaited: the asynchronous client's answer was used before it was there: 'coroutine' object has no attribute 'choices'.

from openai import AsyncOpenAI


class MetaChain:
    def __init__(self) -> None:
        self.client = AsyncOpenAI()

    async def run_async(self, history: list[dict[str, str]], model: str) -> str:
        completion = self.client.chat.completions.create(model=model, messages=history)  # expect: ASL104[likely]
        message = completion.choices[0].message
        return str(message.content)

    async def run_async_mended(self, history: list[dict[str, str]], model: str) -> str:
        completion = await self.client.chat.completions.create(model=model, messages=history)
        message = completion.choices[0].message
        return str(message.content)
