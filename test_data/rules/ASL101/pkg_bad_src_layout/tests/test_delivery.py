import unittest

import courier
from courier import Parcel


class Delivery(unittest.TestCase):
    def test_deliver(self) -> None:
        # the classic: a green test that tests nothing
        courier.deliver(Parcel())  # expect: ASL101

    def test_track(self) -> None:
        Parcel().track()  # expect: ASL101
