from .utils import always_get_an_event_loop


class LightRAG:
    def insert(self, text: str) -> None:
        loop = always_get_an_event_loop()
        loop.run_until_complete(self.ainsert(text))

    async def ainsert(self, text: str) -> None: ...
