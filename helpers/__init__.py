"""The career-ladder workshop kit: ladder → journal → insight → report → what a person touches."""
