"""Channels: one module each, found through the entry-point group `watchlist.notifiers`."""
