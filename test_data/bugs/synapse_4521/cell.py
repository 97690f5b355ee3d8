class AuthDeny(Exception): ...


class User:
    async def allowed(self, perm: tuple[str, ...]) -> bool:
        return False


class CellApi:
    def __init__(self, user: User) -> None:
        self.user = user

    async def reqUserAllowed(self, perm: tuple[str, ...]) -> None:
        if not await self.user.allowed(perm):
            raise AuthDeny(perm)
