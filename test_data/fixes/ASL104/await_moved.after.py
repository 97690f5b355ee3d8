# unsafe
"""An `await` that stands for too much: it belongs to the coroutine, not to what its result is asked for."""


class Answer:
    text = ""

    async def read(self) -> str:
        return self.text

    def upper(self) -> str:
        return self.text.upper()

    @property
    async def size(self) -> int:
        return 0


async def load(user: int) -> dict[str, str]:
    return {"name": "ada"}


async def ask(question: str) -> Answer:
    return Answer()


async def greet(user: int) -> object:
    name = (await load(user))["name"]  # of the user
    if not (await ask("who")).text or ((await ask("what")).text.strip):
        return ((await ask("where")).text)
    print(f"{(await load(user))['name']}", -(await ask(name)).text[0])
    texts = await (await ask("when")).read(), (await ask("why")).upper(), await (await ask("how much")).size
    return [(await load(each))["name"] for each in (1, 2)], texts
