-- Whether there was a scan whose retention has ended.
-- KEYS  1 head   2 gone
-- Returns 1 or 0
return CALL('EXISTS', KEYS[1]) == 0 and CALL('EXISTS', KEYS[2]) == 1 and 1 or 0
