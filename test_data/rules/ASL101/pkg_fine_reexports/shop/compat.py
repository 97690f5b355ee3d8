"""Which of the two `pay` is, nobody can say: no claim."""

import os

if os.environ.get("SHOP_ASYNC"):
    from .aio import pay
else:
    from .sync import pay

try:
    from .aio import missing as refund
except ImportError:
    from .sync import refund
