//! Every job there is: how often it has its turn, what it does, and whether there is anything to do.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;

use super::work::in_one;
use crate::config::Config;
use crate::db::Db;
use crate::text_enum;
use crate::web::{App, Error};
use crate::{accounts, activities, bulk, contacts, correspondence, identity, imports, mail, notifications, removal};

text_enum! {
    /// Something the program does by itself.
    pub enum Job {
        /// Letters that are due go to the mail server.
        Outbox = "outbox",
        /// Mails that were sent stand on timelines; of those that were not, their authors are told.
        Mails = "mails",
        /// What has come into the mailbox is taken in.
        Inbox = "inbox",
        /// Who is to be reminded of something by now, is told.
        Reminders = "reminders",
        /// What comes again is planned some weeks ahead.
        Series = "series",
        /// What people were told goes out by mail.
        Notifications = "notifications",
        /// Who wants a daily letter gets it.
        Digests = "digests",
        /// Whose leads wait for a first word are told.
        WaitingLeads = "waiting_leads",
        /// What people were told long ago is forgotten.
        OldNotifications = "old_notifications",
        /// Letters that were done with long ago are forgotten.
        OldLetters = "old_letters",
        /// Accounts whose stage the passing of days has moved.
        Accounts = "accounts",
        /// The same of contacts.
        Contacts = "contacts",
        /// What has lain in the bin for long enough is forgotten.
        Bin = "bin",
        /// What the door remembers is forgotten.
        SignIns = "sign_ins",
        /// What was chosen to be changed at once is forgotten.
        Selections = "selections",
        /// Files nobody imported, and wrong rows nobody needs, are forgotten.
        Imports = "imports",
        /// Mails whose activity is gone for good are forgotten.
        OldMails = "old_mails",
        /// Attached files that belong to nothing any more are forgotten.
        Files = "files",
    }
}

/// What a job does; answers how many rows or letters it dealt with.
pub(super) type Work = fn(&App) -> Result<usize, Error>;

/// What is known of a job.
pub(super) struct Plan {
    /// How often it has its turn.
    pub(super) every: Duration,
    /// What it does.
    pub(super) work: Work,
    /// Is there anything to do? Asked before a job is taken up, so that one that has its turn often does not write often.
    pub(super) is_due: Option<fn(&mut Db, NaiveDateTime) -> QueryResult<bool>>,
    /// Is it done at all with these settings?
    pub(super) is_on: fn(&Config) -> bool,
    /// Does it wait for somebody else than the database? Then the others do not wait for it.
    pub(super) waits: bool,
}

impl Job {
    /// The table of jobs.
    pub(super) fn plan(self) -> Plan {
        match self {
            Job::Outbox => Plan {
                is_due: Some(mail::is_any_due),
                is_on: Config::sends_mail,
                waits: true,
                ..every(Duration::seconds(5), mail::send_due)
            },
            Job::Mails => Plan {
                is_due: Some(correspondence::is_any_due),
                ..every(Duration::seconds(3), |app| in_one(app, correspondence::file))
            },
            Job::Inbox => {
                Plan { is_on: Config::fetches_mail, waits: true, ..every(Duration::minutes(1), correspondence::fetch) }
            }
            Job::Reminders => Plan {
                is_due: Some(notifications::is_any_reminder_due),
                ..every(Duration::seconds(15), |app| in_one(app, |tx| Ok(notifications::remind(tx)?)))
            },
            Job::Series => hourly(|app| in_one(app, |tx| Ok(activities::plan_series_ahead(tx)?))),
            Job::Notifications => Plan {
                is_due: Some(notifications::is_any_letter_due),
                is_on: Config::sends_mail,
                ..every(Duration::seconds(30), |app| in_one(app, |tx| Ok(notifications::send(tx, &app.config)?)))
            },
            Job::Digests => Plan {
                is_due: Some(notifications::is_any_digest_due),
                is_on: Config::sends_mail,
                ..every(Duration::minutes(5), |app| in_one(app, |tx| Ok(notifications::send_digests(tx, &app.config)?)))
            },
            Job::WaitingLeads => {
                every(Duration::minutes(10), |app| in_one(app, |tx| Ok(notifications::find_waiting(tx)?)))
            }
            Job::OldNotifications => hourly(|app| in_one(app, |tx| Ok(notifications::forget_old(tx)?))),
            Job::OldLetters => hourly(|app| in_one(app, |tx| Ok(mail::forget_old(tx.db, tx.now)?))),
            Job::Accounts => hourly(|app| in_one(app, |tx| Ok(accounts::lifecycle::sweep(tx)?))),
            Job::Contacts => hourly(|app| in_one(app, |tx| Ok(contacts::lifecycle::sweep(tx)?))),
            Job::Bin => hourly(|app| in_one(app, |tx| Ok(removal::sweep(tx)?))),
            Job::SignIns => hourly(|app| in_one(app, |tx| Ok(identity::sweep(tx.db, &app.config, tx.now)?))),
            Job::Selections => hourly(|app| in_one(app, |tx| Ok(bulk::sweep(tx)?))),
            Job::Imports => hourly(old_imports),
            Job::OldMails => hourly(|app| in_one(app, correspondence::forget_orphans)),
            Job::Files => every(Duration::days(1), correspondence::sweep_files),
        }
    }

    /// How often it has its turn.
    pub fn every(self) -> Duration {
        self.plan().every
    }

    /// Does its turn pass by when there is nothing to do?
    pub fn waits_for_work(self) -> bool {
        self.plan().is_due.is_some()
    }

    /// Is it done at all with these settings?
    pub fn is_on(self, config: &Config) -> bool {
        (self.plan().is_on)(config)
    }

    /// The job of this name.
    pub fn named(name: &str) -> Option<Job> {
        name.parse().ok()
    }
}

fn every(every: Duration, work: Work) -> Plan {
    Plan { every, work, is_due: None, is_on: |_| true, waits: false }
}

fn hourly(work: Work) -> Plan {
    every(Duration::hours(1), work)
}

/// The files go after their rows: a row without its file is asked for anew, a file without its row by nobody.
fn old_imports(app: &App) -> Result<usize, Error> {
    let mut files = Vec::new();
    let forgotten = in_one(app, |tx| {
        let (rows, waiting) = imports::store::sweep(tx)?;
        files = waiting;
        Ok(rows)
    })?;
    files.iter().for_each(|file| imports::remove_upload(file));
    Ok(forgotten)
}
