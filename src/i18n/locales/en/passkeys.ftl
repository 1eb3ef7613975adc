# Passkeys: adding and changing them, signing in with one, and what is told about them.

passkey-title = Passkeys
passkey-one = Passkey
passkey-advice = A passkey is a key that your phone, your computer or a security key keeps for you and uses after your fingerprint, your face or its PIN. There is no code to type, and no other site can ask for it.
passkey-add = Add a passkey
passkey-new-title = Add a passkey
passkey-new-advice = Signing in then asks for more than your password: this key is enough by itself or after it. All your other sign-ins end when it is added.
passkey-new-codes = You get recovery codes for the day the device is lost.
passkey-name = Name
passkey-name-hint = What you call the device, such as “Phone” or “Blue key”.
passkey-go-on = Continue
passkey-make-advice = Your browser is going to ask where to keep the key, and for your fingerprint, your face or the PIN of the device.
passkey-make = Create the passkey
passkey-make-failed = No passkey was created. Try again, or choose another device when your browser asks.
passkey-not-made = The passkey was not accepted, or too much time went by. Begin again.
passkey-known = This device already has a passkey here. Choose another device, or keep the one you have.
passkey-added = Added the passkey { $name }
passkey-script = Passkeys need JavaScript, which is switched off in this browser. An authenticator app works without it.
passkey-unable = This browser has no passkeys for this address. They need a current browser and an address that begins with https. Use an authenticator app or a recovery code instead.
passkey-address = Passkeys belong to a name, like crm.example.com, and you have reached this page by a number. Ask your administrator under which name the system can be opened, or use an authenticator app.
passkey-since = Added
passkey-used = Last used
passkey-unused = Not yet
passkey-change-advice = Another name and the removal both need your password. Removing the passkey ends all your other sign-ins.
passkey-change-needed = Another name and the removal both need your password. Removing the passkey ends all your other sign-ins. Your role needs a second factor, and this is the only one: if you remove it, you set up another one before you go on.
passkey-rename = Save the name
passkey-renamed = The passkey is called { $name } now
passkey-removed = Removed the passkey { $name }

passkey-show = Use a passkey
passkey-show-failed = No passkey was used. Try again, or use a code.
passkey-refused = The passkey was not accepted. Try again, or use a code.
passkey-code-hint = One of your recovery codes.
passkey-door-script = Your passkey needs JavaScript, which is switched off in this browser. A code works without it: see below.
passkey-door-address = Your passkeys belong to a name, like crm.example.com, and you have reached this page by a number. Open the system under its name, or use a code.

passkey-alone = Sign in with a passkey
passkey-alone-hint = If you have added a passkey, you need neither your address nor your password.
passkey-alone-title = Sign in with a passkey
passkey-alone-advice = Your browser now asks which passkey to use, and for your fingerprint, your face or the PIN of the device.
passkey-alone-failed = No passkey was used. Try again, or sign in with your password.
passkey-alone-refused = The passkey was not accepted, or too much time went by. Try again, or sign in with your password.
passkey-alone-back = Use the password

sign-ins-way-passkey_alone = Passkey
sign-ins-way-passkey = Password and passkey
sign-ins-outcome-wrong_passkey = Passkey refused
notice-passkey_added = Passkey added
notice-passkey_removed = Passkey removed
notice-passkey_refused = A passkey was refused: there may be a copy of it. Remove it and add a new one
