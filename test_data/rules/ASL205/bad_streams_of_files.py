"""The same calls on files."""

import gzip
import io
import pickle
import ssl
import xml.etree.ElementTree as ET


async def loads(path: str, pem: str) -> None:
    with open(path, "rb") as file:
        pickle.load(file=file)  # expect: ASL205
        io.TextIOWrapper(file).read()  # expect: ASL205
        with gzip.GzipFile(fileobj=file) as packed:
            packed.read()  # expect: ASL205
    with gzip.open(path) as opened:
        opened.read()  # expect: ASL205
    ET.parse(source=path)  # expect: ASL205
    ssl.create_default_context(cafile=path, cadata=pem)  # expect: ASL205
