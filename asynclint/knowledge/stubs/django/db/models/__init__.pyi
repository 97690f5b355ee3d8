from .base import Model as Model
from .manager import Manager as Manager
from .query import QuerySet as QuerySet
