from typing import Any, Self

class Config:
    bind: list[str]
    @classmethod
    def from_mapping(cls, *args: Any, **kwargs: Any) -> Self: ...
    @classmethod
    def from_toml(cls, *args: Any, **kwargs: Any) -> Self: ...
