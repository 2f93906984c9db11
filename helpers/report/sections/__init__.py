"""The sections of a report: each is a function of its material, and says all that stands in it."""
