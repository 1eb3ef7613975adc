//! A posted form with a file, from one of our own pages. The file goes to disk piece by piece, never into memory.

use std::collections::HashMap;
use std::future::Future;
use std::io::Write;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::TryStreamExt;
use tempfile::NamedTempFile;

use super::session::Seat;
use super::{App, Error, body, csrf};

/// How many times the most is listened to before the line is cut.
const HEARD: usize = 4;
/// The most a field may have that is no file.
const MOST_TEXT: usize = 64 * 1024;

/// What a form with a file brought.
#[derive(Debug)]
pub struct Upload {
    fields: HashMap<String, String>,
    /// The file's own name, and where it lies; gone when dropped.
    pub file: Option<(String, NamedTempFile)>,
}

impl Upload {
    /// A field's text; empty, where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = request.app_data::<web::Data<App>>().ok_or(Error::BadRequest)?;
            let (patience, most) = (app.config.body_patience, app.config.upload);
            let mut parts = Multipart::new(request.headers(), body::paced(payload, patience, HEARD * most));
            let taken = taken(&request, &mut parts, most).await;
            if matches!(taken, Err(Error::TooLarge)) {
                // Heard to its end and let fall: a browser reads no answer before it has sent.
                while let Ok(Some(_)) = parts.try_next().await {}
            }
            taken
        })
    }
}

async fn taken(request: &HttpRequest, parts: &mut Multipart, most: usize) -> Result<Upload, Error> {
    let mut upload = Upload { fields: HashMap::new(), file: None };
    let mut is_ours = false;
    // What is no form with parts holds no token either.
    while let Some(part) = parts.try_next().await.map_err(|cause| broken(&cause, is_ours))? {
        let name = part.name().unwrap_or("").to_owned();
        let file = part.content_disposition().and_then(|said| said.get_filename()).map(str::to_owned);
        match file {
            // The token comes first: nobody else's file is even read.
            Some(_) if !is_ours => return Err(Error::CrossSite),
            Some(file) => upload.file = received(part, most).await?.map(|kept| (file, kept)),
            None => {
                let value = text(part).await?;
                is_ours |= name == "csrf" && matches(request, &value);
                upload.fields.insert(name, value);
            }
        }
    }
    if is_ours { Ok(upload) } else { Err(Error::CrossSite) }
}

fn broken(cause: &MultipartError, is_ours: bool) -> Error {
    match cause {
        MultipartError::Payload(cause) if is_ours => body::error_of(cause),
        _ if is_ours => Error::BadRequest,
        _ => Error::CrossSite,
    }
}

fn matches(request: &HttpRequest, token: &str) -> bool {
    let app = request.app_data::<web::Data<App>>();
    app.is_some_and(|app| csrf::matches(&app.key, &Seat::of(request).form_session(), token))
}

async fn text(mut part: Field) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(|cause| broken(&cause, true))? {
        if bytes.len() + piece.len() > MOST_TEXT {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&bytes).replace('\0', ""))
}

/// The file on disk; none, where none was chosen.
async fn received(mut part: Field, most: usize) -> Result<Option<NamedTempFile>, Error> {
    let failed = |cause: std::io::Error| Error::Bug(format!("keeping an upload: {cause}"));
    let (mut file, mut length) = (NamedTempFile::new().map_err(failed)?, 0);
    while let Some(piece) = part.try_next().await.map_err(|cause| broken(&cause, true))? {
        length += piece.len();
        if length > most {
            return Err(Error::TooLarge);
        }
        file.write_all(&piece).map_err(failed)?;
    }
    Ok((length > 0).then_some(file))
}
