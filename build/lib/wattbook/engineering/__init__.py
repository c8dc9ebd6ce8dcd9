"""Engineering tools with no model of their own: parts that fail, light in fibre, memory and arithmetic of a chip."""
