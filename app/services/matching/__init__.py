"""Who fits whom: suggestions, the plan, house rules."""
