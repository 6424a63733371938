"""What commands a shell text holds. Only what is surely understood is; for the rest there is ``Unclear``."""
