"""Functions that the project's settings call blocking."""

import legacy_sdk
import legacy_sdk.printers as printers
from legacy_sdk import connect as open_connection
from legacy_sdk.cards import charge


def crunch(numbers: list[int]) -> int:
    # nothing in here says how long it takes
    return sum(n**n for n in numbers)


def crunch_all(tables: list[list[int]]) -> list[int]:
    return [crunch(table) for table in tables]


class Ledger:
    def post(self, amount: int) -> None:
        print(amount)

    def post_all(self, amounts: list[int]) -> None:
        for amount in amounts:
            self.post(amount)


async def pay(ledger: Ledger, amounts: list[int]) -> None:
    crunch(amounts)  # expect: ASL210
    crunch_all([amounts])  # expect: ASL210
    ledger.post(3)  # expect: ASL210
    ledger.post_all(amounts)  # expect: ASL210
    legacy_sdk.connect("till")  # expect: ASL210
    open_connection("till")  # expect: ASL210
    printers.print_receipt(3)  # expect: ASL210
    charge("card", 3)  # expect: ASL210
