"""The lab “Sit in another chair”, of the neighbouring roles."""
