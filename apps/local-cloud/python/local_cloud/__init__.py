"""Runs the emulators of the local cloud as supervised processes whose state outlives a kill."""
