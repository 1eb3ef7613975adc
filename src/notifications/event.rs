//! What people are told of.

use crate::text_enum;

text_enum! {
    /// Something somebody is told. A new one is a variant here and a line in `notifications.ftl`.
    pub enum Event {
        /// A record, or something to do, is theirs now.
        Assigned = "assigned",
        /// They take part in something.
        Invited = "invited",
        /// They are named in what a colleague wrote.
        Mentioned = "mentioned",
        /// A record is shown to them.
        Shared = "shared",
        /// It is time for something they planned.
        Reminder = "reminder",
        /// A lead of theirs waits for a first word.
        LeadWaiting = "lead_waiting",
        /// A customer has written to them.
        MailReceived = "mail_received",
        /// A mail of theirs did not reach the mail server.
        MailFailed = "mail_failed",
        /// A file they imported is in.
        ImportFinished = "import_finished",
    }
}

impl Event {
    /// Does it go out by mail unless somebody chose otherwise? What colleagues do to somebody does; what they can see coming,
    /// or wait for, does not.
    pub fn is_mailed(self) -> bool {
        match self {
            Event::Assigned | Event::Invited | Event::Mentioned | Event::Shared | Event::MailReceived => true,
            Event::Reminder | Event::LeadWaiting | Event::MailFailed | Event::ImportFinished => false,
        }
    }
}
