"""Fifty lines that differentiate anything.

Chapter: book/scalar.md
"""

__all__ = []
