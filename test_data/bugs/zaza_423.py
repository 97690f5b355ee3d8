# https://github.com/openstack-charmers/zaza/pull/423
# blocking: the plain retry object of tenacity was used around an await; between two attempts it sleeps the thread.

import tenacity


class Model:
    async def get_status(self) -> str:
        return "active"


async def block_until_active(model: Model) -> None:
    for attempt in tenacity.Retrying(wait=tenacity.wait_fixed(10), stop=tenacity.stop_after_attempt(6)):  # missed: ASL201
        with attempt:
            assert await model.get_status() == "active"


async def block_until_active_mended(model: Model) -> None:
    async for attempt in tenacity.AsyncRetrying(wait=tenacity.wait_fixed(10), stop=tenacity.stop_after_attempt(6)):
        with attempt:
            assert await model.get_status() == "active"
