"""at the number that leaves its box"""


def slope_of_row(functions, derivatives, x):
    slope = 1.0
    for function, derivative in zip(functions, derivatives):
        x = function(x)
        slope *= derivative(x)
    return slope
