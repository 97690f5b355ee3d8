# unsafe
"""DOS line ends and tabs."""


async def load(name):
	return name


async def show(name):
	text = load(
		name,	# tabs
	)
	return name