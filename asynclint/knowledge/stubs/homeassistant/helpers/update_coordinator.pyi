from typing import Any, Generic, TypeVar

from .entity import Entity

T = TypeVar("T")

class CoordinatorEntity(Entity, Generic[T]):
    coordinator: T
    def __init__(self, coordinator: T, context: Any = None) -> None: ...
    def _handle_coordinator_update(self) -> None: ...
