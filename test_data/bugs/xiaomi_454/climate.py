import asyncio

from .device import AirConditioningCompanion, DeviceException


async def async_setup_platform(host: str) -> str:
    miio_device = AirConditioningCompanion(host)
    try:
        model = miio_device.info()  # expect: ASL202[likely]
    except DeviceException as error:
        raise RuntimeError("not ready") from error
    return model


async def async_setup_platform_mended(host: str) -> str:
    miio_device = AirConditioningCompanion(host)
    try:
        model = await asyncio.to_thread(miio_device.info)
    except DeviceException as error:
        raise RuntimeError("not ready") from error
    return model
