class Result:
    stdout: str
    stderr: str
    exited: int
    @property
    def ok(self) -> bool: ...
    @property
    def failed(self) -> bool: ...
