from .connection import Connection as Connection
from .group import Group as Group, SerialGroup as SerialGroup, ThreadingGroup as ThreadingGroup
