# unsafe
"""Tabs, CRLF, and a block that ends the file without a newline."""
import gzip

async def load(path, target):
	if path:
		with gzip.open(path) as file:
			data = file.read()

			# done
		print(data)
	with open(path) as source:
		with open(target, "w") as sink:
			sink.write(source.read())  # all