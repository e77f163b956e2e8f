"""`python -m mentordir` is the command `mentordir`."""

from mentordir.cli import main

main()
