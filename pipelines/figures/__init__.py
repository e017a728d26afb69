"""The parts of reconciling and recording figures; pipelines.reconcile and pipelines.records put them together."""
