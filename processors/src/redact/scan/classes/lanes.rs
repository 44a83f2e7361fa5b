//! Masks of several blocks side by side, as many as a vector has words: what is asked of one is asked of all by the
//! same operation.

use std::ops::{BitAnd, BitOr, Not, Shl, Shr};

/// Most blocks side by side.
pub(in crate::redact) const MOST: usize = 8;

/// One class of the block before, of up to [`MOST`] blocks, and of the block behind them.
pub(in crate::redact) type Row = [u64; MOST + 2];

/// A vector of words, a block each. Operations are on each word by itself.
pub(in crate::redact) trait Lanes:
    Copy
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Not<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
{
    /// Words of it, at most [`MOST`].
    const N: usize;
    /// The words of a row from `k` on, which is at most 2.
    fn load(row: &Row, k: usize) -> Self;
    /// Its words, zeros behind them.
    fn store(self) -> [u64; MOST];
}

/// Without vectors: one block.
impl Lanes for u64 {
    const N: usize = 1;

    #[inline(always)]
    fn load(row: &Row, k: usize) -> Self {
        row.get(k).copied().unwrap_or_default()
    }

    #[inline(always)]
    fn store(self) -> [Self; MOST] {
        [self, 0, 0, 0, 0, 0, 0, 0]
    }
}

/// Implements [`Lanes`] for a vector type by its instructions.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! lanes {
    ($name:ident($vector:ty), $n:literal, load: $load:expr, store: $store:expr, and: $and:expr, or: $or:expr, not: $not:expr, up: $up:expr, down: $down:expr) => {
        /// A word for each of as many blocks. Only functions compiled for its instructions make one.
        #[derive(Clone, Copy)]
        pub(super) struct $name($vector);

        impl std::ops::BitAnd for $name {
            type Output = Self;

            #[inline(always)]
            fn bitand(self, other: Self) -> Self {
                // SAFETY: fact 2.
                Self(unsafe { $and(self.0, other.0) })
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;

            #[inline(always)]
            fn bitor(self, other: Self) -> Self {
                // SAFETY: fact 2.
                Self(unsafe { $or(self.0, other.0) })
            }
        }

        impl std::ops::Not for $name {
            type Output = Self;

            #[inline(always)]
            fn not(self) -> Self {
                // SAFETY: fact 2.
                Self(unsafe { $not(self.0) })
            }
        }

        impl std::ops::Shl<u32> for $name {
            type Output = Self;

            #[inline(always)]
            fn shl(self, n: u32) -> Self {
                // SAFETY: fact 2.
                Self(unsafe { $up(self.0, n) })
            }
        }

        impl std::ops::Shr<u32> for $name {
            type Output = Self;

            #[inline(always)]
            fn shr(self, n: u32) -> Self {
                // SAFETY: fact 2.
                Self(unsafe { $down(self.0, n) })
            }
        }

        impl Lanes for $name {
            const N: usize = $n;

            #[inline(always)]
            fn load(row: &Row, k: usize) -> Self {
                let words = row.get(k..).and_then(|row| row.first_chunk::<$n>()).unwrap_or(&[0; $n]);
                // SAFETY: facts 1 and 2.
                Self(unsafe { $load(words.as_ptr().cast()) })
            }

            #[inline(always)]
            fn store(self) -> [u64; MOST] {
                let mut words = [0; MOST];
                // SAFETY: facts 1 (as much is written) and 2.
                unsafe { $store(words.as_mut_ptr().cast(), self.0) };
                words
            }
        }
    };
}
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(super) use lanes;
