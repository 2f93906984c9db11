"""The lab “What first?”, of the mid-level."""
