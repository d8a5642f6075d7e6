"""b is written twice, so two paths start from it.

Through the first bracket: 1, then the value of the other bracket, 2. Through
the second bracket: 1, then the value of the first, 3. Together 2 + 3 = 5.
"""

from backprop.chain_rule import chain

FROM_A = [[1, 2]]
FROM_B = [[1, 2], [1, 3]]

print(chain(*FROM_A), chain(*FROM_B))
