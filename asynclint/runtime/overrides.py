"""Attributes of classes and modules that are ours for a while, and given back as they were."""

from __future__ import annotations

from typing import Any

_INHERITED = object()


class Overrides:
    """What stands where something else stood before."""

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, Any]] = []

    def put(self, owner: Any, name: str, new: Any) -> None:
        """Put ``new`` in the place of the attribute of a class or a module."""
        self._before.append((owner, name, vars(owner).get(name, _INHERITED)))
        setattr(owner, name, new)

    def has(self, owner: Any, name: str) -> bool:
        """Whether the attribute is ours."""
        return any(each is owner and done == name for each, done, _ in self._before)

    def owners(self, name: str) -> tuple[Any, ...]:
        """Those of which the attribute is ours."""
        return tuple(owner for owner, done, _ in self._before if done == name)

    def restore(self) -> None:
        """Give everything back, the last first."""
        while self._before:
            owner, name, before = self._before.pop()
            if before is _INHERITED:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
