from .std import Consul as Consul
