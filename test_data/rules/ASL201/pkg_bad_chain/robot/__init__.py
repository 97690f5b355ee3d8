from .arm import Arm
from .drivers import *
