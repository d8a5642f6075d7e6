"""One bend makes a network.

Chapter: book/activations.md
"""

__all__ = []
