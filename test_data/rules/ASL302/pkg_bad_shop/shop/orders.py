import asyncio as aio

from . import mail
from .mail import send as send_mail


class Orders:
    async def confirm(self, to: str) -> int:
        receipt = aio.create_task(mail.send(to))  # expect: ASL302
        copy = aio.ensure_future(send_mail("shop"))
        self.last = copy
        return 201
