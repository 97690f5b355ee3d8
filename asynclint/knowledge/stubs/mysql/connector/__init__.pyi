from . import cursor as cursor, pooling as pooling
from .connection import MySQLConnection as MySQLConnection
from .pooling import connect as connect
