//! What both are told by mail, each in their own language.

use diesel::QueryResult;

use crate::config::Config;
use crate::db::Tx;
use crate::directory::{Delegation, Person};
use crate::identity::letters::text_for;
use crate::mail::{self, Kind, Letter};

/// What happened.
#[derive(Clone, Copy, Debug)]
pub(super) enum News {
    /// Somebody stands in.
    Begun,
    /// It was revoked.
    Ended,
}

/// Tells who is away and who stands in.
///
/// # Errors
/// What the database answers.
pub(super) fn tell(tx: &mut Tx<'_>, config: &Config, delegation: &Delegation, news: News) -> QueryResult<()> {
    post(tx, config, delegation, news, None)
}

/// Tells the other one of each delegation that ended with somebody who left.
///
/// # Errors
/// What the database answers.
pub(crate) fn tell_of_leaving(tx: &mut Tx<'_>, config: &Config, leaving: i64, ended: &[Delegation]) -> QueryResult<()> {
    ended.iter().try_for_each(|delegation| post(tx, config, delegation, News::Ended, Some(leaving)))
}

fn post(
    tx: &mut Tx<'_>,
    config: &Config,
    delegation: &Delegation,
    news: News,
    without: Option<i64>,
) -> QueryResult<()> {
    let person = |id: i64| tx.directory.person(id).cloned();
    let both = person(delegation.person_id).zip(person(delegation.stand_in_id));
    let Some((away, stand_in)) = both else { return Ok(()) };
    for to in [&away, &stand_in].into_iter().filter(|to| Some(to.id) != without) {
        if let Some(letter) = letter(tx, config, delegation, [&away, &stand_in, to], news) {
            mail::post(tx.db, config, tx.now, &letter)?;
        }
    }
    Ok(())
}

fn letter(
    tx: &Tx<'_>,
    config: &Config,
    delegation: &Delegation,
    [away, stand_in, to]: [&Person; 3],
    news: News,
) -> Option<Letter> {
    let recipient = to.email.clone()?;
    let text = text_for(to.locale());
    let [subject, body] = match news {
        News::Begun => ["mail-delegated-subject", "mail-delegated-body"],
        News::Ended => ["mail-delegation-ended-subject", "mail-delegation-ended-body"],
    };
    let (from, until) = (text.date(delegation.from_on), text.date(delegation.until_on));
    // messages: mail-delegated-subject mail-delegated-body mail-delegation-ended-subject mail-delegation-ended-body
    let args = [
        ("name", to.name.as_str().into()),
        ("person", away.name.as_str().into()),
        ("stand_in", stand_in.name.as_str().into()),
        ("from", from.into()),
        ("until", until.into()),
        ("company", tx.directory.organization.name.as_str().into()),
        ("link", config.base_url.as_str().into()),
    ];
    let (subject, body) = (text.plain(subject, &args), text.plain(body, &args));
    Some(Letter { recipient, kind: Kind::Delegation, subject, body })
}
