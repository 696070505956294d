"""A resume kept in one file, a page made from it, and a visitor counter that is exact."""
