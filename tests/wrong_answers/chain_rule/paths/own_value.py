"""the value of the other bracket"""

FROM_A = [[1, 3]]
FROM_B = [[1, 3], [1, 2]]
