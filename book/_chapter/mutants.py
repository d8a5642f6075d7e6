"""What a tired author might have written in my_step.py; its tests notice each.

A row is a piece of the text that stands there once, and what stands there
instead; if it is in another file of the package, then also its name.
"""

MUTANTS = [
    ("return 2 * x", "return 3 * x"),
    ("@checked\n", ""),
]
