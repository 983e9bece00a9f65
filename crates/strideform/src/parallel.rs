//! Work on several threads, or on one where the feature `rayon` is off; results are the same.

#[cfg(feature = "rayon")]
pub(crate) use rayon::{join, prelude::*};

#[cfg(not(feature = "rayon"))]
pub(crate) use alone::*;

/// The names of `rayon` that the library uses, on the calling thread.
#[cfg(not(feature = "rayon"))]
mod alone {
    /// Both, one after the other.
    pub(crate) fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
        (a(), b())
    }

    /// `into_par_iter`.
    pub(crate) trait IntoParallelIterator: IntoIterator + Sized {
        /// The iterator itself.
        fn into_par_iter(self) -> Self::IntoIter {
            self.into_iter()
        }
    }

    impl<T: IntoIterator> IntoParallelIterator for T {}

    /// `with_min_len`.
    pub(crate) trait IndexedParallelIterator: Iterator + Sized {
        /// Has no effect.
        fn with_min_len(self, _: usize) -> Self {
            self
        }
    }

    impl<T: Iterator> IndexedParallelIterator for T {}

    /// `par_iter`, `par_iter_mut`, `par_chunks_mut`.
    pub(crate) trait ParallelSlice<T> {
        /// `iter`.
        fn par_iter(&self) -> std::slice::Iter<'_, T>;
        /// `iter_mut`.
        fn par_iter_mut(&mut self) -> std::slice::IterMut<'_, T>;
        /// `chunks_mut`.
        fn par_chunks_mut(&mut self, len: usize) -> std::slice::ChunksMut<'_, T>;
    }

    impl<T> ParallelSlice<T> for [T] {
        fn par_iter(&self) -> std::slice::Iter<'_, T> {
            self.iter()
        }

        fn par_iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
            self.iter_mut()
        }

        fn par_chunks_mut(&mut self, len: usize) -> std::slice::ChunksMut<'_, T> {
            self.chunks_mut(len)
        }
    }

    /// `par_extend`.
    pub(crate) trait ParallelExtend<T>: Extend<T> {
        /// `extend`.
        fn par_extend(&mut self, items: impl IntoIterator<Item = T>) {
            self.extend(items);
        }
    }

    impl<T, E: Extend<T>> ParallelExtend<T> for E {}
}
