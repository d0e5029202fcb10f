"""The rulebooks that ship with Fingerpost, as package data."""
