"""F: the least a Click program can do to show records: open a SQLite file, print 20 rows as JSON or as a table."""

import sqlite3

import click


@click.command()
@click.argument("database")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="json")
@click.option("--columns", default="*")
def floor(database: str, form: str, columns: str) -> None:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f"SELECT {columns} FROM record WHERE status = 'done' ORDER BY id LIMIT 20")]
    if form == "json":
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        from tabulate import tabulate

        click.echo(tabulate(rows, headers="keys"))


if __name__ == "__main__":
    floor()
