from .. import clock


class Serial:
    def __init__(self, port: str) -> None:
        self.port = port

    def write(self, data: bytes) -> int:
        clock.tick(len(data))
        return len(data)


def write_line(port: Serial, line: str) -> int:
    return port.write(line.encode() + b"\n")
