"""Be the engine: what `backward` puts on each node of e = (a * b + c) * f.

Here a is 2, b is -3, c is 10 and f is -2.
"""

# How fast e grows with each. Begin with e itself, and walk back.
GRADIENTS = {
    "e": ...,
    "a * b + c": ...,
    "f": ...,
    "a * b": ...,
    "c": ...,
    "a": ...,
    "b": ...,
}
