### Mails with customers.

mails-title = Mail
mails-write = Write a mail
mails-send = Send
mails-keep = Keep as a draft
mails-discard = Throw this draft away
mails-answer = Answer
mails-answer-subject = Re: { $subject }
mails-answer-head = On { $when } { $who } wrote:
mails-from = From
mails-message-id = Message
mails-files = Attached
mails-file-off = Take off
mails-unfinished = Mails you have begun
mails-no-subject = Without a subject
mails-address-hidden = address not shown
mails-trouble = This mail did not go out. The mail server said:
mails-no-server = No mail server is set up, so nothing can be sent from here. Your text is kept as a draft.
mails-elsewhere = Open it in your mail program
mails-kilobytes = { $n } kB

## The form
mails-field-who = To
mails-field-to = Other addresses
mails-hint-to = With commas between them.
mails-field-cc = Copy to
mails-field-subject = Subject
mails-field-text = Text
mails-field-file = Attach files
mails-template = Template
mails-template-use = Begin with a template
mails-template-do = Put it in

## How far a mail has come
mails-state-draft = Draft
mails-state-waiting = Being sent
mails-state-sent = Sent
mails-state-failed = Not sent
mails-state-received = Received

## What is said afterwards
mails-said-kept = Kept as a draft.
mails-said-waiting = “{ $subject }” is on its way.
mails-said-no-server = Not sent: no mail server is set up. Your mail is kept as a draft.
mails-said-copy = This draft was written on elsewhere meanwhile. What you typed is kept here as a draft of its own.
mails-said-discarded = The draft is gone.
mails-said-filled = The mail begins with “{ $template }”.
mails-said-fill = Something the template asks for is not known here. Fill in what stands in braces, or take it out.

## What is wrong
mails-problem-nobody = Tick who gets it, or type an address.
mails-problem-many =
    { $n ->
        [one] A mail goes to one address at most.
       *[other] A mail goes to { $n } addresses at most.
    }
mails-problem-address = “{ $typed }” is not an address. Write it as anna@example.com, with commas between several.
mails-problem-subject = Give it a subject: mails without one are seldom read.
mails-problem-text = Write something.
mails-problem-heavy =
    { $n ->
        [one] The attached files are too large for a mail: together they may have 1 MB.
       *[other] The attached files are too large for a mail: together they may have { $n } MB.
    }
mails-problem-runs = “{ $file }” is a program. Mail servers throw such mails away: put it into a ZIP file with a password, or share it another way.
mails-problem-unknown = { $field } is not something that can be filled in. Check how it is written.
mails-problem-missing = { $field } is not known here ({ $what }). Write it yourself, or take it out.
mails-problem-template = Choose a template first.

## Merge fields
mails-merge-title = What can be filled in
mails-merge-contact-name = the name of who gets it
mails-merge-lead-company = the company of the lead
mails-merge-account-name = the name of the company
mails-merge-deal-name = the name of the opportunity
mails-merge-me-name = your name
mails-merge-me-email = your address
mails-merge-company-name = the name of our company

## Drafts
mails-drafts-title = Mails I have begun
mails-drafts-empty = Nothing is begun, on its way or waiting for you. A mail is written from the page of a lead, a contact, an account or an opportunity.

## Templates
mails-templates-title = Templates
mails-templates-lead = Texts that mails begin with. Yours are seen by you alone; those of everybody are kept by managers.
mails-template-new = New template
mails-template-name = Name
mails-template-language = Language
mails-template-owner = Whose
mails-template-hint = Words in braces are filled in when a mail begins with it.
mails-template-share = For everybody
mails-template-shared = Everybody's
mails-template-off = Not offered

## Signature
mails-signature-title = Signature
mails-signature-hint = Your mails end with it.
mails-signature-saved = Your mails end with this from now on.
mails-signature-choose = What your mails end with

## Mail that comes in
mails-incoming-title = Mail that belongs to nobody yet
mails-incoming-lead = What came in and answers nothing of ours, from an address nobody here has. Take it up, and put it with its record.
mails-incoming-off = No mail comes in here: no address is set up for it.
mails-incoming-empty = Nothing waits.
mails-claim = Take it up
mails-end = Throw it away
mails-said-ended = The mail is thrown away.
mails-said-filed = “{ $subject }” stands here now.
mails-returned = This mail came back:
mails-as-written = As it was written
mails-as-written-alone = On a page of its own
mails-filing-title = Put it with a record
mails-filing-q = Name, address or phone
mails-filing-find = Find
mails-filing-about = Record
mails-filing-do = Put it there
mails-filing-none = Nothing is found.
mails-kind-lead = Lead
mails-kind-contact = Contact
mails-kind-account = Account
mails-kind-opportunity = Opportunity
mails-dropbox = Your address for copies
mails-dropbox-hint = Send a copy of what you write elsewhere there, or forward what you got: it stands with the customer then. Keep it to yourself.
