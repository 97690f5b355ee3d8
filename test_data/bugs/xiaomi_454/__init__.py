# https://github.com/syssi/xiaomi_airpurifier/pull/454
# blocking: the set-up coroutine asks the device for its model, which sends a datagram and waits for the answer.
