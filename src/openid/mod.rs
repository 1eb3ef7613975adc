//! Talking to the OpenID Connect provider of the settings: where people are sent to sign in, and who it is that comes
//! back. All of it waits for an answer from elsewhere, for seconds at most: it is called outside of transactions, on a
//! thread that may wait. What a token says is believed when its signature, issuer, audience, time and nonce are right.

mod checks;
mod known;
mod line;

use chrono::NaiveDateTime;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreResponseType, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RequestTokenError, Scope, SubjectIdentifier,
};
use tokio::sync::Semaphore;

use crate::config;
use checks::Claimed;
use known::{Found, Known};
use line::Line;

/// How many may talk to the provider at once: one that is slow holds up no more threads than this.
const AT_ONCE: usize = 8;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider of the settings.
pub struct Provider {
    settings: config::Provider,
    known: Known,
    line: Line,
    talks: Semaphore,
}

/// What is agreed with a browser before it is sent to the provider. Only the first two leave this machine; of the third
/// the provider gets the hash (PKCE).
#[derive(Clone, Debug)]
pub struct Promise {
    /// What the provider sends back with the browser.
    pub state: String,
    /// What it writes into the token.
    pub nonce: String,
    /// What proves that whoever takes the token is who asked for it.
    pub verifier: String,
}

/// Who the provider says has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account there, which never changes.
    pub subject: String,
    /// The address, where the provider has made sure that it is theirs.
    pub email: Option<String>,
}

/// Why nobody is known after talking to the provider. The words are for the log: nobody's name is in them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It cannot be reached, is too slow, or is not what the settings say.
    #[error("the provider does not answer as it should: {0}")]
    Absent(String),
    /// What it says of the person cannot be believed.
    #[error("what the provider says is not to be believed: {0}")]
    Untrusted(&'static str),
}

impl Provider {
    /// The provider of these settings. Nothing is asked of it yet.
    pub fn of(settings: config::Provider) -> Provider {
        let line = Line::to(&settings);
        Provider { settings, known: Known::default(), line, talks: Semaphore::new(AT_ONCE) }
    }

    /// Its address, as it calls itself.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Is it there, and what the settings say?
    ///
    /// # Errors
    /// When it does not answer as it should.
    pub fn look(&self, now: NaiveDateTime) -> Result<(), Failure> {
        self.known.get(&self.settings, &self.line, now).map(drop)
    }

    /// Where a browser is sent to sign in.
    ///
    /// # Errors
    /// When it does not answer as it should.
    pub fn way_in(&self, promise: &Promise, now: NaiveDateTime) -> Result<String, Failure> {
        let _talk = self.talks.try_acquire().map_err(|_| Failure::Absent("too many wait for it".to_owned()))?;
        let found = self.known.get(&self.settings, &self.line, now)?;
        let client = self.client(&found)?;
        let (state, nonce) = (promise.state.clone(), promise.nonce.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let asked =
            client.authorize_url::<_, CoreResponseType, _>(flow, || CsrfToken::new(state), || Nonce::new(nonce));
        let verifier = PkceCodeVerifier::new(promise.verifier.clone());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (url, ..) = asked.add_scope(Scope::new("email".to_owned())).set_pkce_challenge(challenge).url();
        Ok(url.into())
    }

    /// Who has come back with this code.
    ///
    /// # Errors
    /// When it does not answer as it should, or not to be believed.
    pub fn identify(&self, code: String, promise: &Promise, now: NaiveDateTime) -> Result<Identity, Failure> {
        let _talk = self.talks.try_acquire().map_err(|_| Failure::Absent("too many wait for it".to_owned()))?;
        let found = self.known.get(&self.settings, &self.line, now)?;
        let client = self.client(&found)?;
        let tokens = self.exchange(&client, code, promise)?;
        let nonce = Nonce::new(promise.nonce.clone());
        let claimed = match checks::claims(&client, &tokens, &nonce, now) {
            // The keys have changed since they were fetched.
            Err(checks::Doubt::Key) => {
                let found = self.known.renew(&self.settings, &self.line, now)?;
                let client = self.client(&found)?;
                checks::claims(&client, &tokens, &nonce, now)
            }
            claimed => claimed,
        };
        let claimed = claimed.map_err(|doubt| Failure::Untrusted(doubt.reason()))?;
        self.with_address(&client, &tokens, claimed)
    }

    fn client(&self, found: &Found) -> Result<Client, Failure> {
        let back = openidconnect::RedirectUrl::new(self.settings.back.clone());
        let back = back.map_err(|_| Failure::Absent("FURSA_BASE_URL is no address".to_owned()))?;
        Ok(found.client(&self.settings).set_redirect_uri(back))
    }

    fn exchange(&self, client: &Client, code: String, promise: &Promise) -> Result<CoreTokenResponse, Failure> {
        let ask = client.exchange_code(AuthorizationCode::new(code));
        let ask = ask.map_err(|_| Failure::Absent("it names no address for tokens".to_owned()))?;
        let ask = ask.set_pkce_verifier(PkceCodeVerifier::new(promise.verifier.clone()));
        ask.request(&|request| self.line.ask(request)).map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => {
                tracing::warn!(error = said.error().as_ref(), "the provider gives no token");
                Failure::Untrusted("it takes neither the code nor the secret")
            }
            RequestTokenError::Request(cause) => Failure::Absent(cause.to_string()),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Failure::Untrusted("no token in its answer"),
        })
    }

    /// The address, from where the provider tells it: in the token, or asked for with it.
    fn with_address(&self, client: &Client, tokens: &CoreTokenResponse, claimed: Claimed) -> Result<Identity, Failure> {
        let Claimed { subject, email } = claimed;
        if email.is_some() {
            return Ok(Identity { subject, email: email.and_then(|email| email.verified()) });
        }
        let expected = SubjectIdentifier::new(subject.clone());
        let Ok(ask) = client.user_info(tokens.access_token().clone(), Some(expected)) else {
            return Ok(Identity { subject, email: None });
        };
        let told: CoreUserInfoClaims = ask
            .request(&|request| self.line.ask(request))
            .map_err(|_| Failure::Untrusted("what it tells of the person is of another, or nothing"))?;
        let email = checks::Email::of(told.email(), told.email_verified());
        Ok(Identity { subject, email: email.and_then(|email| email.verified()) })
    }
}
