"""A helper that blocks in several ways is reported once, for the worst of them."""

import subprocess
import time
import urllib.request
from pathlib import Path


def publish(path: Path) -> None:
    text = path.read_bytes()
    _send(text)


def _send(text: bytes) -> None:
    urllib.request.urlopen("https://example.org", text)


def _compress(path: Path) -> None:
    subprocess.run(["gzip", str(path)], check=True)


def archive(path: Path) -> Path:
    path.write_text(path.read_text() + "\n")
    _compress(path)
    return path


def archive_slowly(path: Path) -> None:
    _compress(path)
    time.sleep(1)


def both_files(path: Path) -> str:
    return path.read_text() + path.with_suffix(".old").read_text()


async def release(path: Path) -> None:
    publish(path)  # expect: ASL202
    archive(path)  # expect: ASL204
    archive_slowly(path)  # expect: ASL201
    print(both_files(path))  # expect: ASL205
