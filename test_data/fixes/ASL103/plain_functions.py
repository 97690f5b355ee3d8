# unsafe
# left: ASL103:12, ASL103:19, ASL103:25
"""Plain functions cannot await, wherever they stand."""


async def allowed(user: str) -> bool:
    return user == "ada"


class Door:
    def open(self, user: str) -> str:
        if allowed(user):
            return "open"
        return "closed"

    async def watch(self) -> object:
        class Guest:
            name = "ada"
            may_enter = 1 if allowed(name) else 0

        return Guest


def module_level() -> bool:
    return not allowed("ada")
