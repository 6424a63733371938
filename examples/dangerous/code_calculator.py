"""A calculator that runs whatever it is told to calculate."""

expression = input("> ")
print(eval(expression, {"__builtins__": {}}))
