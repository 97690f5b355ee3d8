"""Build the documentation site from ``docs/`` into ``build/site``, without a network.

``python docs/website.py`` fails where a page is missing from the navigation or the navigation names none, where a link or a
picture leads nowhere, and where a page of the site would have the browser fetch something from elsewhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SITE = ROOT / "build" / "site"
CONFIG = ROOT / "zensical.toml"

_ELSEWHERE = re.compile(r"\s*(?:[a-z]+:|//)")
_IMPORTS = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\"')\s]+)")


def main() -> int:
    """Build, and say what is wrong."""
    navigation = tomllib.loads(CONFIG.read_text("utf-8"))["project"]["nav"]
    if mistakes := astray(list(pages(navigation)), DOCS):
        print(*mistakes, sep="\n", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "--config-file", str(CONFIG)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        return 1
    if mistakes := [mistake for path in _texts(SITE) for mistake in broken(path, SITE)]:
        print(*mistakes, sep="\n", file=sys.stderr)
        return 1
    return 0


def pages(navigation: object) -> Iterator[str]:
    """The pages that a ``nav`` names, in its order."""
    if isinstance(navigation, str):
        yield navigation
    elif isinstance(navigation, dict):
        for below in navigation.values():
            yield from pages(below)
    elif isinstance(navigation, list):
        for below in navigation:
            yield from pages(below)


def astray(named: list[str], docs: Path) -> list[str]:
    """What is wrong between the pages that the navigation has ``named`` and those in ``docs``."""
    written = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    missing = [f"{page}: in the navigation, but there is no such page" for page in named if page not in written]
    orphans = [f"{page}: not in the navigation of {CONFIG.name}" for page in sorted(written.difference(named))]
    twice = [f"{page}: twice in the navigation" for page in dict.fromkeys(named) if named.count(page) > 1]
    return missing + orphans + twice


def broken(path: Path, site: Path) -> list[str]:
    """What ``path``, a page, style sheet or picture of ``site``, fetches from elsewhere, or refers to and is not there."""
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        return [f"{path.name} fetches {address}" for address in _IMPORTS.findall(text)]
    reader = _References()
    reader.feed(text)
    fetched = [*(address for address in reader.fetched if _ELSEWHERE.match(address)), *_IMPORTS.findall(text)]
    near = {
        unquote(urlsplit(address).path) for address in reader.fetched + reader.followed if not _ELSEWHERE.match(address)
    }
    places = {address: site / address[1:] if address.startswith("/") else path.parent / address for address in near}
    absent = sorted(address for address, place in places.items() if not place.exists())
    return [f"{path.name} fetches {address}" for address in fetched] + [
        f"{path.name} refers to {address}, which is not there" for address in absent
    ]


class _References(HTMLParser):
    """Gathers the addresses in a page: of what a browser fetches to show it, and of what a reader may follow."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.followed: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        follows = tag == "a" or ("rel", "canonical") in attributes
        for name, value in attributes:
            if name in ("src", "href", "xlink:href", "data", "poster") and value:
                (self.followed if follows else self.fetched).append(value)


def _texts(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg"))


if __name__ == "__main__":
    sys.exit(main())
