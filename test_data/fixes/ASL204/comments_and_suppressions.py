"""Comments, suppressions and type comments stay on their lines."""

import subprocess


async def build(target: str) -> int:
    subprocess.run(["make"])  # asynclint: ignore[ASL204] -- a build stops everything anyway
    subprocess.run(["make", target])  # noqa: S603
    code = (  # the last one
        subprocess.call(["make", "install"])  # type: ignore[arg-type]
    )
    return code or subprocess.call(
        # as root
        ["sudo", "ldconfig"]
    )
