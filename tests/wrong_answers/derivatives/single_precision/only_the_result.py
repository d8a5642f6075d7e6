"""are both points and both values rounded"""

import math
import statistics
import struct


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def slope(x, h):
    return single((math.exp(x + h) - math.exp(x - h)) / (2 * h))


def typical_error(h):
    points = [0.5 + n / 40 for n in range(61)]
    errors = [abs(slope(x, h) / math.exp(x) - 1) for x in points]
    return statistics.median(errors)
