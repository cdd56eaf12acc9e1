"""Why a mentorship is judged as it is: reasons, both views, the timeline, how sure it is."""
