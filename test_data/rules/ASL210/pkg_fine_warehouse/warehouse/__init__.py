from .orders import count
