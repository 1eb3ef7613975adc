//! How what a browser sends is taken in: so much and no more, and no slower than the slowest line of people.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use tokio::time::{Instant, timeout_at};

use super::Error;

/// What comes, piece by piece.
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>>;

/// Bytes a second that are waited for: a line slower than this is no line of people.
const SLOWEST: u64 = 8 * 1024;

/// What comes while it comes fast enough, up to so much. A little is waited for in any case.
pub(super) fn paced(payload: Payload, patience: Duration, most: usize) -> Pieces {
    let began = Instant::now();
    Box::pin(stream::try_unfold((payload, 0_usize), move |(mut payload, taken)| async move {
        if taken > most {
            return Err(PayloadError::Overflow);
        }
        let patience = patience + Duration::from_secs(taken as u64 / SLOWEST);
        let next = timeout_at(began + patience, payload.next()).await;
        let slow = || PayloadError::Io(io::ErrorKind::TimedOut.into());
        let piece = next.map_err(|_| slow())?.transpose()?;
        Ok(piece.map(|piece| {
            let taken = taken + piece.len();
            (piece, (payload, taken))
        }))
    }))
}

/// All of it. What is too much is still heard to its end and let fall: a browser reads no answer before it has sent.
pub(super) async fn all(mut pieces: Pieces, most: usize) -> Result<Vec<u8>, Error> {
    let (mut bytes, mut over) = (Vec::new(), false);
    while let Some(piece) = pieces.try_next().await.map_err(|cause| error_of(&cause))? {
        over = over || bytes.len() + piece.len() > most;
        if !over {
            bytes.extend_from_slice(&piece);
        }
    }
    if over { Err(Error::TooLarge) } else { Ok(bytes) }
}

/// What it means that nothing more comes.
pub(super) fn error_of(cause: &PayloadError) -> Error {
    match cause {
        PayloadError::Overflow => Error::TooLarge,
        PayloadError::Io(cause) if cause.kind() == io::ErrorKind::TimedOut => Error::TooSlow,
        _ => Error::BadRequest,
    }
}
