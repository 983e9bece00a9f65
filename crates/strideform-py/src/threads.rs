//! How many threads one call uses.

/// Runs `work` on a pool of this many threads. Every call defaults to one: users with many recordings run many calls in
/// parallel, and more threads per call would only compete with each other.
pub(crate) fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
        Ok(pool) => pool.install(work),
        // If no thread can be started, the work is done on the calling one.
        Err(_) => work(),
    }
}
