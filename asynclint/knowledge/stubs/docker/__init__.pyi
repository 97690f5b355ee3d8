from typing import Any

from .api.client import APIClient as APIClient
from .client import DockerClient as DockerClient

def from_env(**kwargs: Any) -> DockerClient: ...
