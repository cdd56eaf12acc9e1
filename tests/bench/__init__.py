"""How quick the application is with a large programme; run by ``make bench``, not by the tests."""
