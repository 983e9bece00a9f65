//! How many threads one call takes.

/// Does `work` on so many threads of its own. One is the default of every call: whoever has many recordings runs many
/// calls side by side, and these would only get into each other's way with more.
pub(crate) fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
        Ok(pool) => pool.install(work),
        // Where no thread can be started the work is done all the same.
        Err(_) => work(),
    }
}
