"""What makes a good password, and which e-mail address was probably meant.

Pure decisions on plain text: no Django, no clock, no database.
"""
