"""a loop that starts from 0 stays there"""


def product(*numbers):
    result = 0
    for number in numbers:
        result *= number
    return result
