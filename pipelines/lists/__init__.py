"""The parts of reading the General Staff's list; pipelines.losses puts them together."""
