"""Decisions about the watch list. Pure: each takes `now`, none touches the world."""
