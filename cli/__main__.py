"""`latchkey`, or `python -m cli` in the checkout."""

import sys
import traceback

import click

from cli.app import latchkey
from cli.problems import sentence

INTERRUPTED = 130


def main() -> None:
    """Exit status 0 only when the command did its work."""
    try:
        latchkey.main(prog_name="latchkey", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)
    except Exception as problem:  # noqa: BLE001 - sorted into sentences and breakages
        click.echo(sentence(problem) or _breakage(), err=True)
        sys.exit(1)


def _breakage() -> str:
    from cli.redaction import redacted  # noqa: PLC0415 - only when something broke

    return redacted(traceback.format_exc())


if __name__ == "__main__":
    main()
