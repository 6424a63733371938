"""The one bridge from text to something that may run: every file that a program may load is analysed first."""
