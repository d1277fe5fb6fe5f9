//! The statements, written once and compiled for each database.

/// Compiles the same functions for Postgres and for `SQLite`; `Db` is the one at hand.
macro_rules! for_each_database {
    ($($functions:tt)*) => {
        pub(super) mod postgres { type Db = sqlx::Postgres; $($functions)* }
        pub(super) mod sqlite { type Db = sqlx::Sqlite; $($functions)* }
    };
}

for_each_database! {
    use chrono::{DateTime, Utc};
    use sqlx::{Error, Pool, QueryBuilder, Transaction};

    use crate::ports::journal::Counts;
    use crate::store::sql::batch::{self, Batch};

    /// Rows in one statement: both databases take 32,766 arguments at least, and a row has at most ten.
    const ROWS: usize = 500;

    type Tx<'c> = Transaction<'c, Db>;

    pub(in crate::store::sql) async fn write(pool: &Pool<Db>, batch: &Batch<'_>) -> Result<(), Error> {
        let mut tx = pool.begin().await?;
        forget(&mut tx, batch).await?;
        users(&mut tx, batch).await?;
        turns(&mut tx, batch).await?;
        attempts(&mut tx, batch).await?;
        calls(&mut tx, batch).await?;
        messages(&mut tx, batch).await?;
        checkpoints(&mut tx, batch).await?;
        tx.commit().await
    }

    /// Every table that knows a learner.
    const OF_LEARNERS: [&str; 7] = [
        "user_sessions",
        "module_usage",
        "attempts",
        "calls",
        "messages",
        "checkpoints",
        "users",
    ];

    async fn forget(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for learner in &batch.forgotten {
            for table in OF_LEARNERS {
                let mut query = QueryBuilder::<Db>::new(format!("DELETE FROM {table} WHERE learner_id = "));
                query.push_bind(learner);
                query.build().persistent(false).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    async fn users(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.seen.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO users (learner_id, phone_sealed, name_sealed, language, created_at, last_active) ",
            );
            query.push_values(rows, |mut row, seen| {
                row.push_bind(&seen.learner).push_bind(seen.phone).push_bind(seen.name);
                row.push_bind(seen.language).push_bind(seen.first).push_bind(seen.last);
            });
            query.push(
                " ON CONFLICT (learner_id) DO UPDATE SET phone_sealed = excluded.phone_sealed, \
                 name_sealed = COALESCE(excluded.name_sealed, users.name_sealed), \
                 language = COALESCE(excluded.language, users.language), \
                 last_active = excluded.last_active \
                 WHERE users.last_active <= excluded.last_active",
            );
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Only turns that were not there before count as usage.
    async fn turns(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        let mut new = Vec::with_capacity(batch.turns.len());
        for rows in batch.turns.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO user_sessions (id, learner_id, session_id, module_name, interaction_type, \
                 user_input_sealed, ai_response_sealed, took_ms, at) ",
            );
            query.push_values(rows, |mut row, turn| {
                row.push_bind(turn.id).push_bind(&turn.learner).push_bind(turn.row.session);
                row.push_bind(turn.row.module).push_bind(turn.row.interaction);
                row.push_bind(turn.row.input).push_bind(turn.row.response);
                row.push_bind(turn.row.took_ms).push_bind(turn.at);
            });
            query.push(" ON CONFLICT DO NOTHING RETURNING learner_id, module_name, took_ms, at");
            type Row = (String, Option<String>, i64, DateTime<Utc>);
            let query = query.build_query_as::<Row>().persistent(false);
            new.extend(query.fetch_all(&mut **tx).await?);
        }
        usage(tx, &batch::usage(new)).await
    }

    async fn usage(tx: &mut Tx<'_>, sums: &[batch::Usage]) -> Result<(), Error> {
        for rows in sums.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO module_usage (learner_id, module_name, usage_count, total_ms, last_used) ",
            );
            query.push_values(rows, |mut row, sum| {
                row.push_bind(&sum.learner).push_bind(&sum.module).push_bind(sum.turns);
                row.push_bind(sum.total_ms).push_bind(sum.last);
            });
            query.push(
                " ON CONFLICT (learner_id, module_name) DO UPDATE SET \
                 usage_count = module_usage.usage_count + excluded.usage_count, \
                 total_ms = module_usage.total_ms + excluded.total_ms, \
                 last_used = CASE WHEN module_usage.last_used > excluded.last_used \
                 THEN module_usage.last_used ELSE excluded.last_used END",
            );
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn attempts(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.attempts.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO attempts (id, learner_id, session_id, module_name, skill, level, correct, score, at) ",
            );
            query.push_values(rows, |mut row, logged| {
                let (session, attempt) = logged.row;
                row.push_bind(logged.id).push_bind(&logged.learner).push_bind(session);
                row.push_bind(attempt.module.as_str()).push_bind(attempt.skill.as_str());
                row.push_bind(i32::from(attempt.level)).push_bind(attempt.correct);
                row.push_bind(attempt.score.map(i32::from)).push_bind(logged.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// A call ends once: the first to say so is kept.
    async fn calls(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.calls.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO calls (id, call_sid, learner_id, outcome, seconds, turns, ended_at) ",
            );
            query.push_values(rows, |mut row, call| {
                row.push_bind(call.id).push_bind(call.row.sid).push_bind(&call.learner);
                row.push_bind(call.row.outcome).push_bind(call.row.seconds);
                row.push_bind(call.row.turns).push_bind(call.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn messages(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.messages.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO messages (id, learner_id, message_sid, status, error_code, at) ",
            );
            query.push_values(rows, |mut row, message| {
                row.push_bind(message.id).push_bind(&message.learner).push_bind(message.row.sid);
                row.push_bind(message.row.status).push_bind(message.row.error).push_bind(message.at);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    async fn checkpoints(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<(), Error> {
        for rows in batch.checkpoints.chunks(ROWS) {
            let mut query = QueryBuilder::<Db>::new(
                "INSERT INTO checkpoints (learner_id, version, sealed, at) ",
            );
            query.push_values(rows, |mut row, checkpoint| {
                row.push_bind(&checkpoint.learner).push_bind(checkpoint.version);
                row.push_bind(checkpoint.sealed).push_bind(checkpoint.at);
            });
            query.push(
                " ON CONFLICT (learner_id) DO UPDATE SET version = excluded.version, \
                 sealed = excluded.sealed, at = excluded.at \
                 WHERE checkpoints.version < excluded.version",
            );
            query.build().persistent(false).execute(&mut **tx).await?;
        }
        Ok(())
    }

    pub(in crate::store::sql) async fn checkpoint(
        pool: &Pool<Db>,
        learner: &str,
    ) -> Result<Option<(i64, Vec<u8>)>, Error> {
        sqlx::query_as("SELECT version, sealed FROM checkpoints WHERE learner_id = $1")
            .bind(learner)
            .fetch_optional(pool)
            .await
    }

    pub(in crate::store::sql) async fn counts(pool: &Pool<Db>) -> Result<Counts, Error> {
        let (users, turns, attempts, calls) = sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM users), (SELECT COUNT(*) FROM user_sessions), \
             (SELECT COUNT(*) FROM attempts), (SELECT COUNT(*) FROM calls)",
        )
        .fetch_one(pool)
        .await?;
        Ok(Counts { users, turns, attempts, calls })
    }

    pub(in crate::store::sql) async fn ping(pool: &Pool<Db>) -> Result<(), Error> {
        sqlx::query("SELECT 1").execute(pool).await.map(|_| ())
    }
}
