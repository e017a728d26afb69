"""The report: one HTML page that opens offline, and its main chart as a picture."""
