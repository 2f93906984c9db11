"""The lab “Make it buildable”, of the associate."""
