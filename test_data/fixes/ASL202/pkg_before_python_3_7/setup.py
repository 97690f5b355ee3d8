from setuptools import setup

setup(name="app", python_requires=">=3.5")
