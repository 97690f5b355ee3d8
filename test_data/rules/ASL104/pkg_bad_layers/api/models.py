from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    number: int
    total: float
