# https://github.com/aio-libs/aiobotocore/issues/682
# never awaited: one of several conversions in the endpoint lacked its await, so event handlers got a coroutine for a response.
