"""along a path, multiply"""


def slope_of_row(functions, derivatives, x):
    slope = 0.0
    for function, derivative in zip(functions, derivatives):
        slope += derivative(x)
        x = function(x)
    return slope
