-- How the line of each call was: its streams together. A call without a stream has no row; level and time of answer are null
-- where nobody spoke and nothing was answered.
CREATE VIEW call_lines AS
SELECT
    call_sid,
    COUNT(*) AS streams,
    SUM(frames) AS frames,
    SUM(lost) AS lost,
    SUM(late) AS late,
    SUM(reordered) AS reordered,
    MAX(jitter_ms) AS jitter_ms,
    SUM(voiced) AS voiced,
    CASE WHEN SUM(voiced) > 0 THEN SUM(level_dbfs * voiced) / SUM(voiced) END AS level_dbfs,
    SUM(clipped) AS clipped,
    SUM(answers) AS answers,
    CASE WHEN SUM(answers) > 0 THEN SUM(answer_ms * answers) / SUM(answers) END AS answer_ms,
    MAX(answer_max_ms) AS answer_max_ms,
    SUM(interruptions) AS interruptions,
    SUM(late_sends) AS late_sends,
    MAX(at) AS at
FROM lines
GROUP BY call_sid;
