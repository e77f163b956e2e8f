"""mentordir: a git repository of mentor profiles becomes a fast, searchable static site."""

__version__ = "0.1.0"
