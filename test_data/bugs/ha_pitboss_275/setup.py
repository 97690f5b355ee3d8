import asyncio

from . import api


async def async_setup_entry(address: str, model: str) -> api.PitBoss:
    pitboss = api.PitBoss(address, model)  # missed: ASL205
    await pitboss.start()
    return pitboss


async def async_setup_entry_mended(address: str, model: str) -> api.PitBoss:
    pitboss = await asyncio.to_thread(lambda: api.PitBoss(address, model))
    await pitboss.start()
    return pitboss
