from dataclasses import dataclass


@dataclass
class DeviceStatus:
    name: str = ""
    model: str = ""
