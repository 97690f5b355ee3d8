from . import client as client, config as config, watch as watch
