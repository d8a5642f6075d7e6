"""Find all paths in e = (a + b) * (b + 1), at a = 2 and b = 1.

A path is the list of the local derivatives along it.
"""

from backprop.chain_rule import chain

FROM_A = [[...]]
FROM_B = [[...]]

if FROM_A != [[...]]:
    print(chain(*FROM_A), chain(*FROM_B))
