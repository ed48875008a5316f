/**
 * Stems of what people choose when a password has to be long: a guesser tries these first, with figures and signs in
 * between. Compared after `plain` of password.ts has undone such decoration.
 */
export const commonStems: ReadonlySet<string> = new Set(
  `password passwort motdepasse contrasena parola passwd passcode passphrase mypassword thepassword yourpassword
  newpassword oldpassword thisismypassword passwordpassword letmein letmeinnow letmeinplease openmeup opensesame
  iloveyou iloveyouso iloveyoubaby iloveyouforever ichliebedich jetaime teamomucho tequiero loveyou lovelove loveme
  trustno welcome welcomehome welcomeback welcomewelcome willkommen bienvenue bienvenido hello helloworld hellohello
  hallohallo hallowelt administrator adminadmin admin administration sysadmin superuser superadmin rootroot root toor
  master masterkey mastermaster default changeme changemenow changeit changethis changepassword pleasechange temporary
  temppassword temp secret secretsecret topsecret geheim geheimnis geheimwort supersecret testtest test testing
  testpassword testuser testaccount guest guestguest user useruser username login loginlogin access accessdenied
  qwerty qwertyuiop qwertzuiop qwertz azerty azertyuiop asdfghjkl asdfasdf asdf zxcvbnm zxcvbnmasdfghjkl
  yxcvbnm qwertyqwerty qwertyasdf qazwsx qazwsxedc qazwsxedcrfv qwertyuiopasdfghjkl asdfghjklzxcvbnm poiuytrewq
  mnbvcxz lkjhgfdsa monkey monkeymonkey dragon dragondragon football footballfootball baseball basketball superman
  batman spiderman starwars princess princessprincess sunshine sunshinesunshine shadow michael jennifer jordan harley
  hunter ranger soccer hockey killer george charlie andrew daniel thomas robert joshua ashley matthew jessica amanda
  pepper ginger summer winter spring autumn sommer herbst fruhling january february march april june july august
  september october november december januar februar maerz oktober dezember monday tuesday wednesday thursday friday
  saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag pokemon minecraft computer internet
  whatever nothing something anything freedom liverpool chelsea arsenal manchester barcelona realmadrid bayern juventus
  correcthorsebatterystaple ihateyou fuckyou fuckyouall fuckoff asshole bullshit jesuschrist jesusislord jesus christ
  blessed godisgood heaven angel angels babygirl babyboy butterfly chocolate cookie cookies cheese banana purple orange
  flower flowers forever together family mother father brother sister mybaby mylove sweetheart honey chicken tigger
  mustang ferrari porsche corvette mercedes toyota yankees cowboys lakers steelers eagles raiders packers dallas texas
  london paris berlin newyork losangeles chicago america deutschland germany france england australia canada mexico
  company business office manager security server database system network windows microsoft google facebook instagram
  youtube amazon apple samsung iphone android caravan delivery deliveries dispatcher driver freight logistics
  transport courier parcel warehouse`.split(/\s+/),
);
