"""Leaves its standard input unread."""

# prints: deaf
# stdin: 5000000
print("deaf")
