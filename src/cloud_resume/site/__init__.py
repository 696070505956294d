"""A resume in, files out: page, PDF, text and JSON; pure, so that the same input gives the same bytes."""
