# unsafe
# left: ASL205:19, ASL205:20
"""`len` and `str` come to a helper by way of a special method: nobody would call them in a thread."""

import os
import shutil


class Folder:
    def __len__(self) -> int:
        shutil.copytree("a", "b")
        return len(os.listdir("b"))

    def __str__(self) -> str:
        return shutil.make_archive("b", "zip")


async def show(folder: Folder) -> str:
    count = len(folder)
    return f"{count} {str(folder)}"
