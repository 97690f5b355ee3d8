"""The callee is ours, and it plainly wants the value."""

import asyncio
import unittest
from dataclasses import dataclass


@dataclass
class User:
    name: str
    age: int


async def load(user_id: int) -> User:
    await asyncio.sleep(0)
    return User("ada", 36)


def greeting(user) -> str:
    return f"hello {user.name}"


def is_adult(user: User) -> bool:
    return user.age >= 18


def greet_twice(user) -> str:
    return greeting(user) * 2


class Page:
    def __init__(self, user: User) -> None:
        self.title = user.name

    def render(self, *, owner) -> str:
        return owner.name + self.title


async def show(user_id: int) -> str:
    text = greeting(load(user_id))  # expect: ASL104
    if is_adult(load(user_id)):  # expect: ASL104
        text += "!"
    text += greet_twice(load(user_id))  # expect: ASL104
    page = Page(load(user_id))  # expect: ASL104
    return text + page.render(owner=load(user_id))  # expect: ASL104


class Loading(unittest.TestCase):
    def test_equal(self) -> None:
        self.assertEqual(load(1), User("ada", 36))  # expect: ASL104
        self.assertTrue(load(1))  # expect: ASL104
        self.assertIsNone(load(1))  # expect: ASL104
