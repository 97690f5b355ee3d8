"""Settings, templates and caches, read by plain helpers."""

import functools
import json
import logging
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent
logger = logging.getLogger(__name__)


@functools.lru_cache
def template(name: str) -> str:
    return (ROOT / "templates" / name).read_text()


def render(name: str, **values: str) -> str:
    return template(name).format(**values)


def load_settings(path: Path | None = None) -> dict[str, str]:
    path = path or ROOT / "settings.json"
    with path.open() as file:
        return json.load(file)


@dataclass
class Settings:
    values: dict[str, str]

    @classmethod
    def load(cls) -> "Settings":
        return cls(load_settings())

    def save(self) -> None:
        ROOT.joinpath("settings.json").write_text(json.dumps(self.values))


class Cache:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.values = json.loads(path.read_text())

    def __getitem__(self, key: str) -> str:
        return self.values[key]

    def __setitem__(self, key: str, value: str) -> None:
        self.values[key] = value
        Path("cache.json").write_text(json.dumps(self.values))


async def home(user: str) -> str:
    logger.info("settings %s", Settings.load())  # expect: ASL205
    return render("home.html", user=user)  # expect: ASL205[likely]


async def change(settings: Settings, cache: Cache) -> str:
    settings.save()  # expect: ASL205
    cache["a"] = "b"  # expect: ASL205
    other = Cache(ROOT / "other.json")  # expect: ASL205
    return other["a"] + cache["b"]
