"""The parts of reading what agencies assert; pipelines.claims puts them together."""
