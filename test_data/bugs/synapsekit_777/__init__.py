# https://github.com/SynapseKit/SynapseKit/issues/777
# blocking: behind an abstract cache stands, among others, one that asks a Redis server with the plain client.
