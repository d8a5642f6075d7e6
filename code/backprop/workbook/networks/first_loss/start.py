"""The first loss: how surprised is a network that knows nothing?"""

# For each the loss (the mean surprise) that you expect; formulas are fine.
EXPECTED = {"ten digits": ..., "26 letters": ..., "a coin": ...}
