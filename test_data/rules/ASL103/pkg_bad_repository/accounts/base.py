from abc import ABC, abstractmethod


class Accounts(ABC):
    @abstractmethod
    async def exists(self, name: str) -> bool:
        """Whether there is such an account."""

    async def missing(self, name: str) -> bool:
        return not self.exists(name)  # expect: ASL103[likely]
