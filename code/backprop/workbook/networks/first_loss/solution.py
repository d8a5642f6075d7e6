"""The logarithm of the number of classes.

Who has no idea gives each of k classes the probability 1/k, and is surprised
by -log(1/k) = log k, whatever comes. A fresh network of ours starts a little
above, because its random logits are not all equal. One that starts far above
has weights that are too large, or labels that do not belong to the images.
"""

import math

EXPECTED = {
    "ten digits": math.log(10),
    "26 letters": math.log(26),
    "a coin": math.log(2),
}
