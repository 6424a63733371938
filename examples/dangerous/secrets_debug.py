"""Debug output that prints every password of the environment."""

from os import environ as settings

for name, value in settings.items():
    print(f"{name} = {value}")
