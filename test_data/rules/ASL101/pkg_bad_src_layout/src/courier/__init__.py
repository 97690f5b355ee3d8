from courier._delivery import Parcel, deliver

__all__ = ["Parcel", "deliver"]
