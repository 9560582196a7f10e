"""A checked delivery made real: short slices that nobody sees, then one switch.

Each slice is a transaction of less than a second that also writes how far it went, so that
a process killed anywhere goes on where it stopped.
"""
