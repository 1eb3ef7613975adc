//! Whether a token is to be believed.

use chrono::NaiveDateTime;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreTokenResponse};
use openidconnect::{
    AccessTokenHash, ClaimsVerificationError, EndUserEmail, Nonce, OAuth2TokenResponse as _,
    SignatureVerificationError, TokenResponse as _,
};

use super::Client;

/// Signatures that only the provider can make: with a secret that two know, either could.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The longest name of an account, as the standard has it.
const LONGEST_SUBJECT: usize = 255;

/// An address a provider tells.
#[derive(Clone, Debug)]
pub(super) struct Email {
    address: String,
    is_theirs: bool,
}

impl Email {
    /// The address, if there is one; whose it is, is known where the provider says that it made sure.
    pub(super) fn of(address: Option<&EndUserEmail>, verified: Option<bool>) -> Option<Email> {
        Some(Email { address: address?.to_string(), is_theirs: verified == Some(true) })
    }

    /// The address, where it is theirs.
    pub(super) fn verified(self) -> Option<String> {
        self.is_theirs.then_some(self.address)
    }
}

/// What a token says of a person.
pub(super) struct Claimed {
    pub subject: String,
    pub email: Option<Email>,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// None of the keys known is the one it names.
    Key,
    /// Anything else.
    Wrong(&'static str),
}

impl Doubt {
    /// In words, for the log.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Doubt::Key => "signed with a key it does not name as its own",
            Doubt::Wrong(reason) => reason,
        }
    }
}

/// What the token in this answer says, if it is to be believed now, by whoever was given the nonce.
pub(super) fn claims(
    client: &Client,
    tokens: &CoreTokenResponse,
    nonce: &Nonce,
    now: NaiveDateTime,
) -> Result<Claimed, Doubt> {
    let token = tokens.id_token().ok_or(Doubt::Wrong("no token about the person"))?;
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || now.and_utc());
    let claims = token.claims(&verifier, nonce).map_err(|error| doubt(&error))?;
    if let Some(expected) = claims.access_token_hash()
        && hash(token, tokens, &verifier).as_ref() != Some(expected)
    {
        return Err(Doubt::Wrong("it belongs to another token"));
    }
    let subject = claims.subject().to_string();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err(Doubt::Wrong("a name of the account that is none"));
    }
    Ok(Claimed { subject, email: Email::of(claims.email(), claims.email_verified()) })
}

fn hash(
    token: &CoreIdToken,
    tokens: &CoreTokenResponse,
    verifier: &CoreIdTokenVerifier<'_>,
) -> Option<AccessTokenHash> {
    let (alg, key) = (token.signing_alg().ok()?, token.signing_key(verifier).ok()?);
    AccessTokenHash::from_token(tokens.access_token(), alg, key).ok()
}

/// Without the words of the error, which may name the person.
fn doubt(error: &ClaimsVerificationError) -> Doubt {
    match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Doubt::Key,
        ClaimsVerificationError::SignatureVerification(_) => Doubt::Wrong("a wrong signature"),
        ClaimsVerificationError::Expired(_) => Doubt::Wrong("its time is over"),
        ClaimsVerificationError::InvalidAudience(_) => Doubt::Wrong("made for another audience"),
        ClaimsVerificationError::InvalidIssuer(_) => Doubt::Wrong("made by another issuer"),
        ClaimsVerificationError::InvalidNonce(_) => Doubt::Wrong("made for another sign-in"),
        // The library may come to know more reasons.
        _ => Doubt::Wrong("a token that is none"),
    }
}
