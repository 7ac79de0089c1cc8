"""The world outside, emulated: mail, a certification authority and, later, operators and portals.

Nothing here knows the hub: an emulator sharing code with the adapter it stands for would hide its mistakes.
"""
