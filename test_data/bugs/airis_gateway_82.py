# https://github.com/agiletec-inc/airis-mcp-gateway/issues/82
# blocking: an endpoint runs a container command and waits for it; all other requests wait too.

import asyncio
import subprocess

from fastapi import APIRouter

router = APIRouter()
COMMAND = ["docker", "compose", "restart"]


@router.post("/gateway/restart")
async def restart(service: str) -> dict[str, object]:
    result = subprocess.run([*COMMAND, service], capture_output=True, text=True, check=False, timeout=60)  # expect: ASL204
    return {"ok": result.returncode == 0, "output": result.stdout}


@router.post("/gateway/restart-mended")
async def restart_mended(service: str) -> dict[str, object]:
    process = await asyncio.create_subprocess_exec(*COMMAND, service, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return {"ok": process.returncode == 0, "output": output.decode()}
