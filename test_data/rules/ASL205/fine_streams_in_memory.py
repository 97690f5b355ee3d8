"""Files that are in memory, however they are handed over or wrapped."""

import gzip
import io
import json
import pickle
import ssl
import xml.etree.ElementTree as ET


async def loads(buffer: io.BytesIO, text: io.StringIO) -> None:
    pickle.load(buffer)
    pickle.load(file=buffer)
    pickle.dump(1, file=buffer)
    json.load(fp=text)
    json.dump({}, fp=text)
    ET.parse(source=buffer)
    for event in ET.iterparse(source=buffer):
        print(event)


async def wrapped(buffer: io.BytesIO, data: bytes) -> None:
    with gzip.GzipFile(fileobj=buffer) as packed:
        packed.read()
    unpacked = gzip.GzipFile(fileobj=io.BytesIO(data))
    unpacked.read()
    with gzip.open(buffer) as opened:
        opened.read()
    gzip.GzipFile(None, "wb", 9, buffer).write(data)
    io.TextIOWrapper(buffer).read()
    io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").write("x")
    io.BufferedReader(buffer).read()


async def certificates(context: ssl.SSLContext, pem: str) -> None:
    ssl.create_default_context(cadata=pem)
    context.load_verify_locations(cadata=pem)
