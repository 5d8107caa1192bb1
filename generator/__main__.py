"""`python -m generator` is `gongwen`."""

from generator.cli import main

if __name__ == "__main__":
    main()
