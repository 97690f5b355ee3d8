from .docker import Docker as Docker
