"""Files in memory are no files."""

import io


async def read(data: bytes) -> str:
    with io.BytesIO(data) as file, io.TextIOWrapper(file) as text:
        return text.read() + io.StringIO("more").read()
