"""Independent second implementations that only the tests use."""
