"""`python -m game` is `multivector`."""

from game.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
