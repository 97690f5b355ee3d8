from typing import Any

from homeassistant.core import HomeAssistant

class Entity:
    hass: HomeAssistant
    entity_id: str
    def __getattr__(self, name: str) -> Any: ...
