"""Templates measured (量模板): what a clerk's Word file says against what it must, found at its very place."""
