//! Which threads the kernel runs first when there is more to do than there are processors: those of the calls.
//!
//! On Linux a nice value belongs to a thread (setpriority(2), "C library/kernel differences"); elsewhere it would
//! change the whole process, so nothing is done there.

/// Of threads that carry frames; taken only where the process may (`CAP_SYS_NICE`, or `RLIMIT_NICE`).
const FIRST: i32 = -10;
/// Of threads whose work may wait some milliseconds.
const LATER: i32 = 10;

/// The calling thread goes before others, if that is allowed.
pub fn first() {
    nice(FIRST);
}

/// The calling thread lets others go before it.
pub fn later() {
    nice(LATER);
}

#[cfg(target_os = "linux")]
fn nice(value: i32) {
    if let Err(error) = rustix::process::setpriority_process(None, value) {
        tracing::debug!(value, %error, "a thread keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn nice(_value: i32) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::getpriority_process;

    use super::*;

    #[test]
    fn only_the_thread_that_asks_steps_back() {
        let before = getpriority_process(None).expect("a value");
        let there = std::thread::spawn(|| {
            later();
            getpriority_process(None).expect("a value")
        });
        assert_eq!(there.join().expect("no panic"), before.max(LATER));
        assert_eq!(getpriority_process(None).expect("a value"), before);
    }
}
