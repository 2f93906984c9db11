"""Pictures of what comes out of the labs. Uncertainty is drawn wherever there is any; nothing is a radar."""
