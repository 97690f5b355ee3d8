from .base import Accounts


class MemoryAccounts(Accounts):
    def __init__(self) -> None:
        self.names: set[str] = set()

    async def exists(self, name: str) -> bool:
        return name in self.names


class AuditedAccounts(MemoryAccounts):
    async def exists(self, name: str) -> bool:
        found = super().exists(name) or "?" in name  # expect: ASL103
        return bool(found)
