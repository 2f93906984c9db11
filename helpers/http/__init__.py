"""What every server of the kit shares: what a request passes through, scripts and style sheets, packing."""
