# unsafe
"""Tabs, CRLF, and a block that ends the file without a newline."""
import asyncio
import gzip

async def load(path, target):
	if path:
		def read_file():
			with gzip.open(path) as file:
				return file.read()

				# done

		data = await asyncio.to_thread(read_file)
		print(data)

	def write_file():
		with open(path) as source:
			with open(target, "w") as sink:
				sink.write(source.read())  # all

	await asyncio.to_thread(write_file)