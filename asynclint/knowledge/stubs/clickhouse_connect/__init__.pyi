from .driver import (
    create_async_client as create_async_client,
    create_async_client as get_async_client,
    create_client as create_client,
    create_client as get_client,
)
