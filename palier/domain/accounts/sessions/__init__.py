"""Which browsers are signed in, until when, and how to close one from another.

Nouns: open session (*session ouverte*, on screen *appareil connecté*), shared computer
(*ordinateur partagé*), idle limit (*sans action*), absolute limit (*au plus*).
"""
