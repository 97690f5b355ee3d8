from typing import ClassVar

from sqlalchemy.sql.schema import MetaData

class DeclarativeBase:
    metadata: ClassVar[MetaData]
