"""Locks that give way to erasing, and to nothing else."""

from collections.abc import Sequence

import pgtrigger

STRUCK = "已处置"  # stands where a text must say something


def locked_until_erased(
    name: str,
    *,
    operation: pgtrigger.Operation,
    texts: Sequence[str] = (),
    empty: Sequence[str] = (),
    cleared: Sequence[str] = (),
    condition: pgtrigger.Condition | None = None,
    petition: str = "petition_id",
    may: str = "",
    deletable: bool = False,
) -> pgtrigger.Trigger:
    """Refuse these operations, but for a record on a list on which two persons have agreed (`cases_may_erase`).

    Even then only what an erasing does gets through: `texts` become empty or STRUCK, the JSON in `empty` becomes {},
    what is `cleared` may take any value, and all the rest of the row stays as it is; rows are deleted only where
    `deletable`. So the open lock serves nobody who wants to write something else. `petition` is the column that names
    the record; a room above asks with `may` for records of its own.
    """
    gone = ", ".join(f"'{column}'" for column in (*texts, *empty, *cleared))
    erased = [f"NEW.{column} IN ('', '{STRUCK}')" for column in texts] + [f"NEW.{column} = '{{}}'" for column in empty]
    blanked = f"to_jsonb(NEW) - ARRAY[{gone}] = to_jsonb(OLD) - ARRAY[{gone}]" if gone else "false"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=condition,
        func=f"""
        IF {may or f"cases_may_erase(OLD.{petition})"} THEN
            IF TG_OP = 'DELETE' AND {str(deletable).lower()} THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE' AND {" AND ".join([blanked, *erased])} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
        """,
    )
