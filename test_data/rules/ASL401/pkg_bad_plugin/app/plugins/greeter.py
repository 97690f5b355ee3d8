import app
from app.api import fetch_user

from .base import Plugin


class Greeter(Plugin):
    def execute(self, number: int) -> str:
        return "hello " + self.user(number)

    def user(self, number: int) -> str:
        return app.run(fetch_user(number))


class LoudGreeter(Greeter):
    def execute(self, number: int) -> str:
        return super().execute(number).upper()
