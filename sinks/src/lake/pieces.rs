//! A file in memory, in pieces: growing moves nothing, and the memory of a piece that went up serves the next.

use std::io::{self, Read, Write};

use bytes::{Buf, Bytes};
use parquet::{
    errors::{ParquetError, Result},
    file::reader::{ChunkReader, Length},
};

/// Size of every piece but the last, bytes.
pub(super) const PIECE_BYTES: usize = 1 << 20;

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    full: Vec<Bytes>,
    open: Vec<u8>,
}

impl Pieces {
    /// Bytes written.
    pub(super) fn size(&self) -> usize {
        self.full.len() * PIECE_BYTES + self.open.len()
    }

    /// Bytes of memory held.
    pub(super) fn memory(&self) -> usize {
        self.full.len() * PIECE_BYTES + self.open.capacity()
    }

    /// The pieces in order, none of them empty.
    pub(super) fn into_vec(mut self) -> Vec<Bytes> {
        if !self.open.is_empty() {
            self.full.push(Bytes::from(self.open));
        }
        self.full
    }

    /// All in one.
    pub(super) fn joined(&self) -> Bytes {
        let mut all = Vec::with_capacity(self.size());
        self.full.iter().for_each(|piece| all.extend_from_slice(piece));
        all.extend_from_slice(&self.open);
        Bytes::from(all)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (now, _) = bytes.split_at(bytes.len().min(PIECE_BYTES - self.open.len()));
        self.open.extend_from_slice(now);
        if self.open.len() == PIECE_BYTES {
            let next = Vec::with_capacity(PIECE_BYTES);
            self.full.push(Bytes::from(std::mem::replace(&mut self.open, next)));
        }
        Ok(now.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// For [`SerializedRowGroupWriter::append_column`](parquet::file::writer::SerializedRowGroupWriter::append_column).
#[derive(Debug)]
pub(super) struct Closed(Vec<Bytes>);

impl From<Pieces> for Closed {
    fn from(pieces: Pieces) -> Self {
        Self(pieces.into_vec())
    }
}

impl Length for Closed {
    fn len(&self) -> u64 {
        self.0.iter().map(|piece| piece.len() as u64).sum()
    }
}

impl ChunkReader for Closed {
    type T = PiecesReader;

    fn get_read(&self, start: u64) -> Result<PiecesReader> {
        let mut skip = usize::try_from(start).map_err(|e| ParquetError::External(e.into()))?;
        let mut rest = self.0.clone();
        rest.reverse();
        while let Some(piece) = rest.last_mut() {
            let here = skip.min(piece.len());
            piece.advance(here);
            skip -= here;
            if !piece.is_empty() {
                break;
            }
            rest.pop();
        }
        Ok(PiecesReader { rest })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        self.get_read(start)?.read_exact(&mut bytes)?;
        Ok(Bytes::from(bytes))
    }
}

/// Reads piece after piece; the last of `rest` comes first.
#[derive(Debug)]
pub(super) struct PiecesReader {
    rest: Vec<Bytes>,
}

impl Read for PiecesReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.rest.last_mut() else { return Ok(0) };
        let n = out.len().min(piece.len());
        piece.copy_to_slice(out.get_mut(..n).unwrap_or_default());
        if piece.is_empty() {
            self.rest.pop();
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back_from_any_place() {
        for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 3 * PIECE_BYTES + 17] {
            let bytes: Vec<u8> = (0..size).map(|i| (i * i / 7) as u8).collect();
            let mut pieces = Pieces::default();
            for part in bytes.chunks(300_001) {
                pieces.write_all(part).unwrap();
            }
            assert_eq!(pieces.size(), size);
            assert_eq!(pieces.joined(), bytes);
            let closed = Closed::from(pieces);
            assert_eq!(closed.len(), size as u64);
            assert!(closed.0.iter().all(|piece| !piece.is_empty()));
            for start in [0, size / 2, size.min(PIECE_BYTES), size] {
                let mut back = Vec::new();
                closed.get_read(start as u64).unwrap().read_to_end(&mut back).unwrap();
                assert_eq!(back, bytes[start..]);
                assert_eq!(closed.get_bytes(start as u64, size - start).unwrap(), bytes[start..]);
            }
            assert!(closed.get_bytes(0, size + 1).is_err());
        }
    }
}
