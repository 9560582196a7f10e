"""Waves of tries (*vagues d’essais*) on one account: its owner is told, once a wave.

A wave begins when strangers have used up the tries an account allows them, and ends after a
day without a try turned away. The request does the same for every address, known or not: a
job looks whether anybody is there to be told.
"""
