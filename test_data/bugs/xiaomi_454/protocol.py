import socket


class MiIOProtocol:
    port = 54321

    def __init__(self, ip: str, timeout: float = 5) -> None:
        self.ip = ip
        self._timeout = timeout

    def send(self, command: str) -> bytes:
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.settimeout(self._timeout)
        s.sendto(command.encode(), (self.ip, self.port))
        data, _ = s.recvfrom(4096)
        return data
