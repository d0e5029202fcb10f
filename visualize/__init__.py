"""Drawings of decisions: everything here turns what the engine returns into a picture or a page."""
