"""Softmax and cross-entropy.

Chapter: book/losses.md
"""

__all__ = []
