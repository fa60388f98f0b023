"""Where the program begins, and where every error ends as a sentence and an exit status."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line. Exit status: 0 well, 1 the answer is no, 2 wrong usage, 3 the world
    failed."""
    from watchlist.cli.light import light
    from watchlist.cli.main import app
    from watchlist.model.errors import WatchlistError

    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    try:
        light(app, asked)()
    except WatchlistError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stdout = None  # the reader left, as `| head` does: nothing more to say
        sys.exit(0)
    except Exception as error:
        if os.environ.get("WATCHLIST_DEBUG"):
            raise
        _say(
            f"something went wrong that we did not foresee ({type(error).__name__}: {error}); "
            "nothing was half-written. Run it again with WATCHLIST_DEBUG=1 and send us what it prints"
        )
        sys.exit(3)


def _say(said: str) -> None:
    """Names of others are in it."""
    from watchlist.model.printable import printable_lines

    text = printable_lines(said)
    sys.stderr.write(f"watchlist: {text}\n" if "\n" not in text else f"{text}\n")


if __name__ == "__main__":
    main()
