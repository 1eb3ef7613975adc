//! What the provider says of itself, and its keys: asked for when they are first needed, and again when they are an hour
//! old or do not fit. While it does not answer, it is left alone for some seconds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{Duration, NaiveDateTime};
use openidconnect::core::{CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{AuthType, ClientId, IssuerUrl};

use super::line::Line;
use super::{Client, Failure};
use crate::config;

/// How old it may be.
const GOOD_FOR: Duration = Duration::hours(1);

/// How long a provider that does not answer is left alone.
const PAUSE: Duration = Duration::seconds(10);

/// What the provider says of itself.
pub(super) struct Found(CoreProviderMetadata);

impl Found {
    /// Who talks to it, as this installation.
    pub(super) fn client(&self, settings: &config::Provider) -> Client {
        let id = ClientId::new(settings.client_id.clone());
        let secret = Some(settings.client_secret.clone());
        let client = Client::from_provider_metadata(self.0.clone(), id, secret);
        let ways = self.0.token_endpoint_auth_methods_supported();
        // Without a word about it the secret goes into the head of the request, as the standard has it.
        let in_head = ways.is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        client.set_auth_type(if in_head { AuthType::BasicAuth } else { AuthType::RequestBody })
    }
}

/// The last that was heard.
#[derive(Default)]
struct Heard {
    found: Option<(Arc<Found>, NaiveDateTime)>,
    failed: Option<(Failure, NaiveDateTime)>,
}

/// What is known of the provider.
#[derive(Default)]
pub(super) struct Known(Mutex<Heard>);

impl Known {
    /// What it says of itself; asked for unless it is known.
    pub(super) fn get(
        &self,
        settings: &config::Provider,
        line: &Line,
        now: NaiveDateTime,
    ) -> Result<Arc<Found>, Failure> {
        let heard = self.heard();
        if let Some((found, at)) = &heard.found
            && now - *at < GOOD_FOR
        {
            return Ok(found.clone());
        }
        match &heard.failed {
            Some((failure, at)) if now - *at < PAUSE => Err(failure.clone()),
            Some(_) | None => ask(heard, settings, line, now),
        }
    }

    /// What it says of itself now.
    pub(super) fn renew(
        &self,
        settings: &config::Provider,
        line: &Line,
        now: NaiveDateTime,
    ) -> Result<Arc<Found>, Failure> {
        ask(self.heard(), settings, line, now)
    }

    /// Who comes meanwhile waits: the answer is for them too.
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ask(
    mut heard: MutexGuard<'_, Heard>,
    settings: &config::Provider,
    line: &Line,
    now: NaiveDateTime,
) -> Result<Arc<Found>, Failure> {
    match discover(settings, line) {
        Ok(found) => {
            let found = Arc::new(found);
            *heard = Heard { found: Some((found.clone(), now)), failed: None };
            Ok(found)
        }
        Err(failure) => {
            heard.failed = Some((failure.clone(), now));
            Err(failure)
        }
    }
}

fn discover(settings: &config::Provider, line: &Line) -> Result<Found, Failure> {
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| Failure::Absent(e.to_string()))?;
    let found = CoreProviderMetadata::discover(&issuer, &|request| line.ask(request));
    found.map(Found).map_err(|error| Failure::Absent(said(&error)))
}

/// An error with what caused it.
fn said(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
