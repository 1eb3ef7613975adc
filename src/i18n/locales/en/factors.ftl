# The second factor: signing in with one, setting one up, and what is told about it.

sign-in-code-title = One more step
sign-in-code = Code
sign-in-code-hint = The six digits your authenticator app shows now, or one of your recovery codes.
sign-in-code-wrong = This code is wrong or was used before. Wait for the next one, then try again.
sign-in-late = Too much time went by. Enter your password again.

factor-title = Second factor
factor-none = None: the password alone is enough
factor-some = On: the password alone is not enough
factor-owed = Your role needs a second factor. Set one up to go on.
factor-app = Authenticator app
factor-app-advice = After your password, signing in asks for a code that only your phone knows. You need an app that shows such codes; most password managers do, too. All your other sign-ins end when it is set up.
factor-password = Your password
factor-app-begin = Set up an app
factor-app-title = Set up an authenticator app
factor-app-read = Point the app at this picture, or type the key into it. Then enter the code it shows.
factor-app-picture = The key, for the camera of a phone
factor-app-key = Key
factor-app-code = Code
factor-app-code-hint = Six digits; a new code appears every half minute.
factor-app-finish = Turn it on
factor-code-wrong = This is not the code of this key now. Check the clock of your phone, then enter the code it shows.
factor-late = Too much time went by. Begin again.
factor-standing = What you have
factor-codes = Recovery codes
factor-codes-left =
    { $n ->
        [0] None left: make new ones
        [one] { $n } left
       *[other] { $n } left
    }
factor-change = Change it
factor-change-advice = Making new recovery codes makes the old ones worthless. All your other sign-ins end.
factor-change-needed = Making new recovery codes makes the old ones worthless. All your other sign-ins end. Your role needs a second factor: if you remove the app, you set up another one before you go on.
factor-codes-make = Make new recovery codes
factor-app-other = Set up another app
factor-remove = Remove it
factor-app-remove = Remove the app
factor-app-removed = Removed your authenticator app
factor-removed = Removed your second factor
factor-set = From now on signing in asks for more than your password.
factor-codes-made = The old codes are worthless now.
factor-codes-advice = If you lose your phone, each of these codes signs you in once. Print them or write them down: they are not shown again.
factor-codes-noted = I have noted them

notices-title = What changed about your sign-in and stand-ins
notices-flash = Since you last signed in: { $what }. If that surprises you, look at your profile and ask your administrator.
notice-factor_set = Second factor set up
notice-factor_removed = Second factor removed
notice-codes_made = New recovery codes made
notice-recovery_used = Signed in with a recovery code
notice-password_changed = Password changed
notice-address_changed = Address changed that you sign in with
notice-stand_in_named = Stand-in named for you
notice-stand_in_revoked = Stand-in for you revoked
notice-stands_in = Named as a stand-in
notice-stands_in_no_more = No longer a stand-in
