"""b is written twice"""

FROM_A = [[1, 2]]
FROM_B = [[1, 2]]
