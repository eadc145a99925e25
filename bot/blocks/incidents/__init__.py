"""Cards, forms and notices of an incident's own life: declared, carried by people, moved, merged."""
