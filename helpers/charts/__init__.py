"""Pictures of insight: one function from data to SVG, with alt text from the same data.

Each stands in the notebook and in the PDF alike. `width` is in CSS pixels: 680 fits a
page or a notebook, 340 to 360 a phone. Colour never says anything alone.
"""

from helpers.charts.coverage import coverage_chart
from helpers.charts.gap import gap_chart
from helpers.charts.map import ladder_map, map_places
from helpers.charts.picture import Picture
from helpers.charts.theme import Theme, load_theme

__all__ = ["Picture", "Theme", "coverage_chart", "gap_chart", "ladder_map", "load_theme", "map_places"]
