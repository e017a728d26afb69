"""Telling people: who is told what (config, routing), in which words (messages), and how it gets there (relay,
delivery and its child process). What is owed stands in the store's outbox."""
