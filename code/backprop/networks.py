"""Many layers: reading digits.

Chapter: book/networks.md
"""

__all__ = []
