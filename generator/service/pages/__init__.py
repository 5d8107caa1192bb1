"""Pages (网页): one module for each thing that people do."""
