//! The body of an answer: a page in memory, or a long file on disk that is sent piece by piece, however long it is.

use std::fs::File;
use std::io::{self, Read, Seek};

use actix_web::error::BlockingError;
use actix_web::web::{Bytes, block};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::{Stream, stream};

/// How much of a file is read at once.
const PIECE: usize = 128 * 1024;

/// What is sent.
#[derive(Debug)]
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// A file without a name, which is gone once it was sent; read from its beginning.
    Kept(File),
}

impl From<Vec<u8>> for Body {
    fn from(whole: Vec<u8>) -> Body {
        Body::Whole(whole)
    }
}

/// The same file, compressed.
///
/// # Errors
/// What the disk answers.
pub(super) fn smaller(mut file: File) -> io::Result<File> {
    file.rewind()?;
    let mut encoder = GzEncoder::new(tempfile::tempfile()?, Compression::fast());
    io::copy(&mut file, &mut encoder)?;
    encoder.finish()
}

/// A file and its length in bytes, ready to be read.
///
/// # Errors
/// What the disk answers.
pub(super) fn ready(mut file: File) -> io::Result<(File, u64)> {
    let length = file.seek(io::SeekFrom::End(0))?;
    file.rewind()?;
    Ok((file, length))
}

/// The file piece by piece, read where waiting for a disk keeps nobody.
pub(super) fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(file, |file| async move {
        let (piece, file) =
            block(move || piece(file)).await.map_err(|_: BlockingError| io::ErrorKind::Interrupted)??;
        Ok((!piece.is_empty()).then_some((Bytes::from(piece), file)))
    })
}

fn piece(mut file: File) -> io::Result<(Vec<u8>, File)> {
    let mut piece = Vec::with_capacity(PIECE);
    file.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
    Ok((piece, file))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::read::GzDecoder;
    use futures_util::TryStreamExt;

    use super::*;

    fn long() -> (Vec<u8>, File) {
        let bytes: Vec<u8> = (0..60_000).flat_map(|n| format!("row {n}\n").into_bytes()).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        (bytes, file)
    }

    #[actix_web::test]
    async fn a_long_file_arrives_whole_in_pieces() {
        let (bytes, file) = long();
        let (file, length) = ready(file).unwrap();
        assert_eq!(length, bytes.len() as u64);
        let pieces: Vec<Bytes> = pieces(file).try_collect().await.unwrap();
        assert!(pieces.len() > 3 && pieces.iter().all(|piece| piece.len() <= PIECE), "{}", pieces.len());
        assert_eq!(pieces.concat(), bytes);
    }

    #[test]
    fn compressed_it_is_the_same_file() {
        let (bytes, file) = long();
        let (file, length) = ready(smaller(file).unwrap()).unwrap();
        let mut read = Vec::new();
        GzDecoder::new(file).read_to_end(&mut read).unwrap();
        assert!(length < bytes.len() as u64);
        assert_eq!(read, bytes);
    }
}
