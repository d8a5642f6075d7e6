"""A batch at a time.

Chapter: book/layers.md
"""

__all__ = []
