"""`python -m coach` is the command `coach`."""

from coach.cli.main import main

if __name__ == "__main__":
    main()
