from abc import ABC, abstractmethod


class Plugin(ABC):
    @abstractmethod
    def execute(self, number: int) -> str: ...

    async def __call__(self, number: int) -> str:
        return self.execute(number)  # expect: ASL401[likely]
