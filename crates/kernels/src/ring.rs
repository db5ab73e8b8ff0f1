//! The rows between the two passes of a separable filter.
//!
//! A window of rows moves down the picture; each row is computed once as the window reaches it, and overwrites one
//! that the window has left. The ring lives in a lane's scratch and remembers which rows it holds, so the window
//! moves on across chunks: a lane that renders neighbouring chunks in order pays for its halo once, and only a jump
//! costs a halo again. That is safe because scratch serves one plan and one source, where a row of a given number has
//! but one content.

use std::ops::Range;

/// Bytes that caches move at a time.
const CACHE_LINE: usize = 64;

/// Rows of the same length, of which the last few are held.
#[derive(Debug, Default)]
pub struct Ring<T> {
    data: Vec<T>,
    len: usize,
    stride: usize,
    capacity: u32,
    held: Range<u32>,
}

impl<T: Copy + Default> Ring<T> {
    /// Bytes that a ring of `capacity` rows of `len` values takes.
    pub fn bytes(capacity: u32, len: usize) -> u64 {
        u64::from(capacity) * (Self::stride(len) * size_of::<T>()) as u64
    }

    /// An odd number of cache lines between rows: with a power of two, all rows of a column of pixels would fall into
    /// the same few sets of the cache.
    fn stride(len: usize) -> usize {
        let line = CACHE_LINE / size_of::<T>();
        (len.div_ceil(line) | 1) * line
    }

    /// Makes the ring one of `capacity` rows of `len` values. It starts empty, unless it is that already.
    pub fn shape(&mut self, capacity: u32, len: usize) {
        if (self.capacity, self.len) != (capacity, len) {
            let stride = Self::stride(len);
            *self = Self { data: vec![T::default(); stride * capacity as usize], len, stride, capacity, held: 0..0 };
        }
    }

    /// Holds no row any longer: their numbers will mean others.
    pub fn forget(&mut self) {
        self.held = 0..0;
    }

    /// Makes room for `rows`, no more than the capacity; of them, those that were not held before, which the caller
    /// writes next: they count as held from now on.
    pub fn claim(&mut self, rows: Range<u32>) -> Range<u32> {
        assert!(rows.end.saturating_sub(rows.start) <= self.capacity, "the window is larger than the ring");
        if rows.start < self.held.start || rows.start > self.held.end {
            self.held = rows.start..rows.start;
        }
        let missing = self.held.end.min(rows.end)..rows.end;
        self.held.end = self.held.end.max(rows.end);
        self.held.start = self.held.start.max(self.held.end.saturating_sub(self.capacity));
        missing
    }

    /// Sees to it that `rows`, no more than the capacity, are held: `fill` is called with the number and the place of
    /// each row that is not, in order.
    pub fn hold(&mut self, rows: Range<u32>, mut fill: impl FnMut(u32, &mut [T])) {
        for y in self.claim(rows) {
            fill(y, self.row_mut(y));
        }
    }

    /// Where row `y`, if it is held, starts in [`Ring::data`].
    pub fn start(&self, y: u32) -> usize {
        (y % self.capacity) as usize * self.stride
    }

    /// All rows.
    pub fn data(&self) -> &[T] {
        &self.data
    }

    /// Row `y`.
    ///
    /// # Panics
    /// If it is not held.
    pub fn row(&self, y: u32) -> &[T] {
        assert!(self.held.contains(&y), "row {y} is not held");
        &self.data[self.start(y)..][..self.len]
    }

    /// Row `y`, to write.
    ///
    /// # Panics
    /// If it is not held.
    pub fn row_mut(&mut self, y: u32) -> &mut [T] {
        assert!(self.held.contains(&y), "row {y} is not held");
        let start = self.start(y);
        &mut self.data[start..start + self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_moving_down_fills_each_row_once_and_a_jump_starts_anew() {
        let mut ring = Ring::<u32>::default();
        let mut filled = vec![];
        ring.shape(5, 3);
        for rows in [0..3, 0..3, 1..4, 3..8, 4..7, 8..10, 2..5, 20..22] {
            ring.hold(rows.clone(), |y, row| {
                filled.push(y);
                row.fill(y);
            });
            for y in rows {
                assert_eq!(ring.row(y), [y; 3]);
                assert_eq!(ring.data()[ring.start(y)], y);
            }
        }
        assert_eq!(filled, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 20, 21]);
    }

    #[test]
    #[should_panic(expected = "larger than the ring")]
    fn a_window_larger_than_the_ring_is_refused() {
        let mut ring = Ring::<u8>::default();
        ring.shape(2, 1);
        ring.hold(0..3, |_, _| {});
    }
}
