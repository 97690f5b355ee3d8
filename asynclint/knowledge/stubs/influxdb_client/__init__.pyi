from .client.delete_api import DeleteApi as DeleteApi
from .client.influxdb_client import InfluxDBClient as InfluxDBClient
from .client.query_api import QueryApi as QueryApi
from .client.write_api import WriteApi as WriteApi
