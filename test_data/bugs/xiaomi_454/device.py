from .protocol import MiIOProtocol


class DeviceException(Exception): ...


class Device:
    def __init__(self, ip: str) -> None:
        self._protocol = MiIOProtocol(ip)

    def send(self, command: str) -> bytes:
        return self._protocol.send(command)

    def info(self) -> str:
        return self.send("miIO.info").decode()


class AirConditioningCompanion(Device):
    def on(self) -> bytes:
        return self.send("set_power")
