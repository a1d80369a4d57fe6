import 'server-only'

/**
 * What is tried first: words and runs that every published list of leaked passwords holds, of eight characters or more
 * once spelled out, and short ones because people lengthen them with digits ("dragon2024" is "dragon"). Digits and signs
 * at either end and letters written as digits are taken off before the comparison (see password.ts).
 */
export const commonPasswords: ReadonlySet<string> = new Set(`
  password passwords passwort passphrase passcode pass password1 mypassword newpassword oldpassword thepassword yourpassword
  changeme changemenow changeit letmein letmeinnow welcome welcomeback welcomehome administrator admin adminadmin root toor
  default secret topsecret private security secure login logmein signin guest test testing tester testtest temp temporary
  user username computer internet server network system windows microsoft google facebook instagram youtube twitter amazon
  netflix apple iphone samsung android nintendo playstation xbox minecraft fortnite pokemon pikachu starwars startrek
  superman batman spiderman ironman hulk avengers wolverine matrix terminator gandalf frodo hobbit harrypotter potter
  hogwarts princess sunshine rainbow butterfly flower flowers angel angels blessed heaven jesus jesuschrist christ god
  lovely love iloveyou iloveyousomuch iloveme loveme loveyou iloveu lovelove forever foreverlove together always family
  mother father mommy daddy brother sister baby babygirl babyboy baby123 honey sweetheart sweety darling cutie beautiful
  handsome gorgeous princesa teamo tequiero tequieromucho amor miamor amorcito corazon mivida estrella bonita hermosa
  contrasena contraseña micontrasena clave claves miclave secreto bienvenido bienvenida hola holahola holamundo familia
  mariposa chocolate chocolates cookie cookies cheese pizza banana orange cherry strawberry peaches coffee pepper ginger
  buster shadow tigger tiger lion dragon eagle falcon phoenix panther monkey monkeys charlie michael michelle jennifer
  jessica ashley nicole daniel thomas robert andrew joshua matthew anthony william jordan maggie hannah samantha amanda
  elizabeth alexander alexandra victoria christopher jonathan benjamin nicholas stephanie carolina fernando alejandro
  football baseball basketball soccer hockey tennis golfer golf lacrosse volleyball liverpool arsenal chelsea barcelona
  realmadrid juventus yankees lakers cowboys steelers redsox eagles packers raiders broncos patriots
  summer winter spring autumn january february march april june july august september october november december monday
  tuesday wednesday thursday friday saturday sunday christmas halloween newyear birthday happybirthday
  qwerty qwertyui qwertyuiop qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc
  1qaz2wsx zaq12wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 qweasd qweasdzxc asdasd qweqwe zxczxc abcabc abcd abcdefg
  abcdefgh abcdefghi aaaaaa 123456 1234567 12345678 123456789 1234567890 0123456789 87654321 987654321 11111111 00000000
  12341234 11223344 12121212 123123123 123321123 147258369 159357159 314159265 112233445566
  trustno one trustnoone trustno1 master mustang harley corvette ferrari porsche mercedes yamaha suzuki kawasaki
  freedom liberty america usa american patriot soldier marine army navy ranger hunter hunting fishing killer ninja samurai
  warrior pirate hacker hackers wizard magic mystery ghost vampire zombie monster demon devil lucifer satan
  music guitar metallica nirvana slipknot eminem rockstar rocknroll hiphop dancer dancing singer
  purple yellow silver golden diamond crystal platinum midnight moonlight starlight stardust twilight whatever nothing
  something anything everything nobody somebody anybody everybody hello hellohello hellothere helloworld goodbye goodmorning
  goodnight goodluck lucky luckyme blessed1 fuckyou fuckoff asshole bitch pussycat hottie sexygirl playboy
  business company office manager employee customer service support helpdesk reception frontdesk accounting billing
  doctor nurse patient patients hospital medical medicine health healthy dental dentist dentista dentistry hygienist
  hygiene tooth teeth toothbrush toothpaste toothfairy smile smiles smiling brightsmile healthysmile enamel fluoride floss
  flossing crown crowns braces orthodontist orthodontics molar molars incisor canine cavity cavities filling rootcanal
  dentalcare dentaloffice dentalclinic dentaloffice1 familydental familydentistry clinic practice mypractice
  correcthorsebatterystaple correcthorse thequickbrownfox thequickbrownfoxjumps tobeornottobe onceuponatime
  maytheforcebewithyou itwasthebestoftimes fourscoreandsevenyearsago ilovemyfamily ilovemykids ilovemydog ilovemywife
  ilovemyhusband ilovejesus iloveyouforever iloveyoubaby iloveyoumore myfirstpassword thisismypassword
  thisisapassword thisismynewpassword passwordpassword passwordpassword1 adminpassword letmeinplease pleaseletmein
  openthedoor opensesame abracadabra supercalifragilisticexpialidocious nopassword idontknow iforgot forgotpassword
  donotforget donttellanyone mysecretpassword secretpassword supersecret supersecretpassword verysecurepassword
`.split(/\s+/).filter(Boolean))
