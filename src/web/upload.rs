//! A posted form with files, from one of our own pages. Files go to disk piece by piece, never into memory; what was typed is
//! kept with the request, as that of any form is, and comes again without them from the page that shows it.

use std::future::Future;
use std::io::Write;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::TryStreamExt;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

use super::form::Form;
use super::session::Seat;
use super::unsent::Typed;
use super::{App, Error, body, csrf, read_fields};

/// How many times the most is listened to before the line is cut.
const HEARD: usize = 4;
/// The most all fields together may have that are no files.
const MOST_TEXT: usize = 1024 * 1024;
/// The most files at once.
const MOST_FILES: usize = 20;

/// What a form with files brought.
#[derive(Debug, Default)]
pub struct Upload {
    fields: Vec<(String, String)>,
    /// Each file's own name, and where it lies; gone when dropped.
    pub files: Vec<(String, NamedTempFile)>,
}

impl Upload {
    /// A field's text; empty, where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().rfind(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// What was typed, as a form's struct has it.
    ///
    /// # Errors
    /// When the struct wants something else.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Error> {
        read_fields(self.fields.clone()).map_err(|_| Error::BadRequest)
    }

    fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            // A form that was kept for who signs in again comes without its files.
            if request.content_type() == "application/x-www-form-urlencoded" {
                let Form(fields) = Form::<Fields>::from_request(&request, &mut payload).await?;
                return Ok(Upload { fields: fields.0, files: Vec::new() });
            }
            let app = request.app_data::<web::Data<App>>().ok_or(Error::BadRequest)?;
            let (patience, most) = (app.config.body_patience, app.config.upload);
            let mut parts = Multipart::new(request.headers(), body::paced(payload, patience, HEARD * most));
            let mut upload = Upload::default();
            let taken = take(&request, &mut parts, most, &mut upload).await;
            request.extensions_mut().insert(Typed(upload.encoded().into()));
            if matches!(taken, Err(Error::TooLarge)) {
                // Heard to its end and let fall: a browser reads no answer before it has sent.
                while let Ok(Some(_)) = parts.try_next().await {}
            }
            taken.map(|()| upload)
        })
    }
}

/// The fields of a form as they came.
#[derive(Debug)]
struct Fields(Vec<(String, String)>);

impl<'de> serde::Deserialize<'de> for Fields {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        let all: std::collections::BTreeMap<String, Vec<String>> = serde::Deserialize::deserialize(deserializer)?;
        let pairs =
            all.into_iter().flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)));
        Ok(Fields(pairs.collect()))
    }
}

async fn take(request: &HttpRequest, parts: &mut Multipart, most: usize, upload: &mut Upload) -> Result<(), Error> {
    let (mut is_ours, mut room) = (false, MOST_TEXT);
    // What is no form with parts holds no token either.
    while let Some(part) = parts.try_next().await.map_err(|cause| broken(&cause, is_ours))? {
        let name = part.name().unwrap_or("").to_owned();
        let file = part.content_disposition().and_then(|said| said.get_filename()).map(str::to_owned);
        match file {
            // The token comes first: nobody else's file is even read.
            Some(_) if !is_ours => return Err(Error::CrossSite),
            Some(_) if upload.files.len() >= MOST_FILES => return Err(Error::TooLarge),
            Some(file) => upload.files.extend(received(part, most).await?.map(|kept| (file, kept))),
            None => {
                let value = text(part, room).await?;
                is_ours |= name == "csrf" && matches(request, &value);
                room -= value.len();
                upload.fields.push((name, value));
            }
        }
    }
    if is_ours { Ok(()) } else { Err(Error::CrossSite) }
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

async fn text(mut part: Field, most: usize) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(|cause| broken(&cause, true))? {
        if bytes.len() + piece.len() > most {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    // Replacing what is no text may make it longer than there is room.
    let mut text = String::from_utf8_lossy(&bytes).replace('\0', "").replace("\r\n", "\n");
    text.truncate(text.floor_char_boundary(most));
    Ok(text)
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
