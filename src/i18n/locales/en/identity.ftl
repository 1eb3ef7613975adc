# Signing in and out, passwords, profile, sessions.

## The door

sign-in-title = Sign in
sign-in-email = Email
sign-in-password = Password
sign-in-do = Sign in
sign-in-forgotten = Forgot your password?
sign-in-wrong = Email or password is wrong. Check both and try again.
unsent-door = Your sign-in ended before this was saved. Sign in, and what you typed is there to be sent again.
unsent-title = Not saved yet
unsent-advice = The form was opened under a sign-in that has ended since, so nothing of it was saved. Send it again to save it.
unsent-kept = Nothing was saved. Here is what you typed, so that it is not lost.
unsent-typed = What you typed
unsent-send = Send again
sign-in-inactive = This sign-in has been switched off. Ask your administrator.

throttle-seconds =
    { $n ->
        [one] Too many tries. Wait { $n } second, then try again.
       *[other] Too many tries. Wait { $n } seconds, then try again.
    }
throttle-minutes =
    { $n ->
        [one] Too many tries. Wait { $n } minute, then try again.
       *[other] Too many tries. Wait { $n } minutes, then try again.
    }

## Passwords

password-hint =
    { $n ->
        [one] At least { $n } character. Several words that mean something to you only are best.
       *[other] At least { $n } characters. Several words that mean something to you only are best.
    }
password-short =
    { $n ->
        [one] Use at least { $n } character
       *[other] Use at least { $n } characters
    }
password-long = Use 200 characters or fewer
password-common = Choose another password: this is one of the first that guessers try
password-own = Choose another password: this is a name that everybody knows
password-differs = Type the same password in both fields

## One-time links

choose-welcome = Welcome to Fursa
choose-welcome-advice = Choose the password you will sign in with. This link works once.
choose-again = Choose a new password
choose-again-advice = It takes the place of the one you forgot and signs you out everywhere. This link works once.
choose-do = Save the password
link-gone-title = This link no longer works
link-gone-invitation = An invitation works once and for a few days. If you have chosen a password already, sign in with it; otherwise ask your administrator for a new link.
link-gone-reset = A link to a new password works once and for an hour. If you have used it already, sign in with the new password; otherwise ask for another link where you sign in.
forgotten-title = Forgot your password?
forgotten-advice = Type the address you sign in with. We send you a link with which you choose a new password.
forgotten-do = Send the link
reset-sent-title = Look into your mail
reset-sent-advice =
    { $n ->
        [one] If somebody signs in with this address, a link is on its way to it. It works once, for { $n } hour. Nothing there? Look among unwanted mail, or ask your administrator.
       *[other] If somebody signs in with this address, a link is on its way to it. It works once, for { $n } hours. Nothing there? Look among unwanted mail, or ask your administrator.
    }
forgotten-ask-administrator = Ask your administrator: they can give you a link with which you choose a new one.
reset-done-title = Your password is changed
reset-done-advice = You have been signed out everywhere. Sign in with the new password.

## The first start

set-up-title = Set up Fursa
set-up-intro = Nobody has set up this installation yet. Name your company and yourself; everything but the currency can be changed later.
set-up-code = Code
set-up-code-hint = It stands in the log of the server. Each start of the server makes a new one.
set-up-code-wrong = This is not the code of the last start. Copy it from the log of the server.
set-up-company-part = Your company
set-up-company = Name of the company
set-up-problem-company = Enter the name of your company
set-up-currency = Currency you count in
set-up-currency-hint = It stays. Amounts in other currencies are converted into it.
set-up-zone = Time zone
set-up-zone-hint = The day of a win or a loss is a day there.
set-up-country = Country
set-up-fiscal-month = Fiscal year begins in
set-up-person-part = You, the first administrator
set-up-name = Your name
set-up-email = Your email
set-up-password = Password
set-up-again = The same password again
set-up-do = Set up
set-up-choose = Choose…

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## A person

user-name = Name
user-email = Email
user-roles = Roles
user-team = Team
user-sees-amounts = Sees amounts
user-active = Active
user-language = Language
user-zone = Time zone
user-theme = Theme
user-density = Density
user-keys = Keyboard shortcuts

## One's own page

profile-title = Profile
profile-you = You
profile-language-browser = As the browser asks
profile-zone-company = The company's: { $zone }
profile-theme-system = As the system
profile-theme-light = Light
profile-theme-dark = Dark
profile-density-roomy = Roomy
profile-density-compact = Compact
profile-keys-hint = Single keys such as j, k and /. The key ? shows the list.
profile-save = Save
profile-saved = Saved your profile
user-door = Sign-in
user-door-invitation = Invitation made
user-door-reset = Link to a new password made
user-door-chosen = New password chosen
profile-password = Password
profile-password-advice = Changing it signs you out everywhere else.
profile-password-old = Password until now
profile-password-new = New password
profile-password-again = The new password again
profile-password-do = Change password
profile-password-wrong = This is not your password until now
profile-password-same = This is your password until now. Choose another one
profile-password-unset = You have not chosen a password yet. Use “Forgot your password?” where you sign in: you are sent a link to choose one
profile-password-unset-ask = You have not chosen a password yet. Ask your administrator for a link to choose one
profile-password-changed = Changed your password and signed you out everywhere else
profile-sessions = Where you are signed in
profile-session-here = This browser
profile-session-since = since
profile-session-seen = last seen
profile-session-end = Sign out
profile-session-end-label = Sign out { $browser }
profile-session-ended = Signed you out there
profile-sessions-end = Sign out everywhere else
profile-sessions-ended = Signed you out everywhere else

## Sign-ins and tries

sign-ins-title = Sign-in history
sign-ins-show = Sign-ins of the last 30 days
sign-ins-advice = Sign-ins with your address in the last 30 days, and tries that failed. If one is not yours, change your password and sign out everywhere else.
sign-ins-kept = Sign-ins with this address in the last 30 days, and tries that failed.
sign-ins-none = None in the last 30 days.
sign-ins-when = When
sign-ins-outcome = Outcome
sign-ins-browser = Browser and address
sign-ins-outcome-in = Signed in
sign-ins-outcome-wrong_password = Wrong password
sign-ins-outcome-wrong_code = Wrong code
sign-ins-outcome-inactive = Switched off
sign-ins-way-password = Password
sign-ins-way-code = Password and code
sign-ins-way-recovery = Password and recovery code

## What a new company starts with. The end of each key is the item's code.

seed-lead-source-web = Web
seed-lead-source-import = Import
seed-lead-source-cold-call = Cold call
seed-lead-source-advert = Advert
seed-lead-source-event = Event
seed-lead-source-referral = Referral
seed-lead-source-business-card = Business card
seed-lead-source-site-visit = Site visit
seed-lead-source-download = Download
seed-lead-source-partner = Partner
seed-lead-source-other = Other

seed-lead-status-new = New
seed-lead-status-contacted = Contacted
seed-lead-status-nurturing = Nurturing

seed-buying-role-decision-maker = Decision maker
seed-buying-role-adviser = Adviser
seed-buying-role-employee = Employee
seed-buying-role-influencer = Influencer
seed-buying-role-buyer = Buyer

seed-disqualify-reason-no-need = No need
seed-disqualify-reason-no-budget = No budget
seed-disqualify-reason-no-authority = No say in the decision
seed-disqualify-reason-not-now = Not within a reasonable time
seed-disqualify-reason-unreachable = Cannot be reached
seed-disqualify-reason-chose-other = Chose somebody else
seed-disqualify-reason-not-serious = Not a real enquiry
seed-disqualify-reason-other = Other
seed-disqualify-reason-not-recorded = Not recorded

seed-release-reason-no-capacity = No time for it
seed-release-reason-not-my-field = Not my field
seed-release-reason-not-reached = Could not reach them
seed-release-reason-conflict = Conflict of interest
seed-release-reason-other = Other
seed-release-reason-not-recorded = Not recorded

seed-lost-reason-price = Price
seed-lost-reason-competitor = Chose a competitor
seed-lost-reason-missing-feature = Something was missing
seed-lost-reason-no-budget = No budget
seed-lost-reason-no-decision = No decision
seed-lost-reason-timing = Wrong time
seed-lost-reason-other = Other
seed-lost-reason-not-recorded = Not recorded

seed-industry-agriculture = Agriculture
seed-industry-construction = Construction
seed-industry-education = Education
seed-industry-energy = Energy
seed-industry-finance = Finance
seed-industry-health = Health
seed-industry-hospitality = Hospitality
seed-industry-manufacturing = Manufacturing
seed-industry-media = Media
seed-industry-public-sector = Public sector
seed-industry-retail = Retail
seed-industry-services = Services
seed-industry-technology = Technology
seed-industry-telecommunications = Telecommunications
seed-industry-transport = Transport
seed-industry-other = Other

seed-call-outcome-reached = Reached
seed-call-outcome-not-reached = Not reached
seed-call-outcome-message-left = Left a message
seed-call-outcome-call-back = Wants to be called back
seed-call-outcome-wrong-number = Wrong number
seed-visit-outcome-went-well = Went well
seed-visit-outcome-more-needed = More is needed
seed-visit-outcome-no-interest = No interest
seed-meeting-outcome-went-well = Went well
seed-meeting-outcome-more-needed = More is needed
seed-meeting-outcome-no-interest = No interest
seed-email-outcome-answered = Answered
seed-email-outcome-no-answer = No answer
seed-task-outcome-settled = Settled
seed-task-outcome-not-needed = Not needed any more

seed-pipeline = Sales
seed-stage-new = New
seed-stage-qualified = Qualified
seed-stage-proposal = Proposal
seed-stage-negotiation = Negotiation
seed-stage-won = Won
seed-stage-lost = Lost
