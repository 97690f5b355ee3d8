import functools
import json
from pathlib import Path
from typing import Any


@functools.cache
def _read_grills() -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent / "grills.json").read_text()))


def get_grill(model: str) -> dict[str, Any]:
    return dict(_read_grills()[model])


class PitBoss:
    def __init__(self, address: str, grill_model: str) -> None:
        self.address = address
        self.spec = get_grill(grill_model)

    async def start(self) -> None: ...
