"""Tests of the reader of structured documents."""
