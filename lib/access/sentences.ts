import 'server-only'
import type { Lang } from '@/lib/format/lang'

/*
 * What operations say to people when they refuse, in Spanish. The English sentence stands where the refusal is made and is
 * the key here; tests/architecture/spanish.test.ts finds those of what a patient can reach and fails when one is missing.
 * `{}` stands for what changes from time to time, a number or a time.
 */
export const spanish: Readonly<Record<string, string>> = {
  // Of every operation
  'Please sign in to go on.': 'Entre para continuar.',
  'This session is locked. Unlock it to go on.': 'Esta sesión está bloqueada. Desbloquéela para continuar.',
  'This page needs a second factor.': 'Esta página pide un segundo factor.',
  'Please confirm that it is you.': 'Confirme que es usted.',
  'Your role here does not include this.': 'Su función aquí no incluye esto.',
  'There is nothing here, or nothing that you may see.': 'Aquí no hay nada, o nada que usted pueda ver.',
  'This link has run out. Open the document again for a new one.': 'Este enlace ha caducado. Abra el documento otra vez para tener uno nuevo.',
  'Something in the form needs another look.': 'Algo en el formulario pide otra mirada.',
  'Somebody else changed this in the meantime.': 'Mientras tanto otra persona cambió esto.',
  'This file is larger than the practice accepts.': 'Este archivo es más grande de lo que admite la consulta.',
  'This kind of file is not accepted.': 'No se admite esta clase de archivo.',
  'That was too often. Please wait a little and try again.': 'Fueron demasiadas veces. Espere un poco e inténtelo de nuevo.',
  'The practice has closed this for the moment.': 'La consulta ha cerrado esto por el momento.',
  'There is no room for this file at the moment. Nothing was kept; please try later.': 'En este momento no hay sitio para este archivo. No se guardó nada; inténtelo más tarde.',
  'This document cannot be shown as it was stored. Please tell the office.': 'Este documento no se puede mostrar como se guardó. Avise a la consulta.',
  'This is not available at the moment. Nothing was lost; please try again shortly.': 'Esto no está disponible en este momento. No se perdió nada; inténtelo de nuevo dentro de un momento.',
  'Something went wrong on our side.': 'Algo falló por nuestra parte.',
  'This did not come from one of our own pages. Reload the page and try again.': 'Esto no vino de una de nuestras páginas. Vuelva a cargar la página e inténtelo de nuevo.',
  'A PIN is not enough for this. Sign in with your password and code, or with a passkey.': 'Para esto no basta un PIN. Entre con su contraseña y código, o con una llave de acceso.',
  // Sharing with somebody outside
  'Choose at least one document.': 'Elija al menos un documento.',
  'Choose at most 40 documents.': 'Elija como mucho 40 documentos.',
  'Write the name of who it is for.': 'Escriba el nombre de la persona.',
  'Keep the name under 80 characters.': 'El nombre no puede pasar de 80 caracteres.',
  'Choose how the link gets there.': 'Elija cómo llega el enlace.',
  'Write where the mail goes.': 'Escriba a dónde va el correo.',
  'Keep it under 300 characters.': 'No puede pasar de 300 caracteres.',
  'Write what you would like to have.': 'Escriba qué desea recibir.',
  'Not all of these can be shown with a name across them. Leave out those that say so, or let the files themselves be saved too.': 'No todos se pueden mostrar con un nombre encima. Quite los que lo dicen, o permita guardar también los archivos.',
  'You act for somebody in part of the record, and that part is not yours to pass on. Ask the patient or the office.': 'Usted actúa por otra persona en una parte de su historial, y esa parte no puede compartirla usted. Pregunte al paciente o a la consulta.',
  'Twenty links are open already. End one that is not needed any more, then share again.': 'Ya hay veinte enlaces abiertos. Termine uno que no necesite y comparta de nuevo.',
  'Ten mails with links went out within the hour. Show a code instead, or wait a little.': 'En la última hora se enviaron diez correos con enlaces. Muestre un código o espere un poco.',
  'The code has six digits.': 'El código tiene seis cifras.',
  'Forty files are as many as one link takes. Press “That is all”, and ask the practice for another link.': 'Un enlace admite cuarenta archivos. Pulse «Eso es todo» y pida otro enlace a la consulta.',
  // Addresses and names
  'Write an e-mail address such as name@example.org.': 'Escriba una dirección de correo como nombre@example.org.',
  'Write your e-mail address.': 'Escriba su dirección de correo.',
  'This is too long for an e-mail address.': 'Esto es demasiado largo para una dirección de correo.',
  'This is your address already.': 'Esta ya es su dirección.',
  'Sign in with your second factor to change the address.': 'Entre con su segundo factor para cambiar la dirección.',
  'The accounts of the demo keep their addresses.': 'Las cuentas de la demostración conservan su dirección.',
  'Write your name.': 'Escriba su nombre.',
  // Passwords
  'Type your password.': 'Escriba su contraseña.',
  'Choose a password.': 'Elija una contraseña.',
  'This is longer than any password here.': 'Esto es más largo que cualquier contraseña de aquí.',
  'This is not your password.': 'Esta no es su contraseña.',
  'The e-mail address and the password do not fit together. Type the password again.': 'La dirección de correo y la contraseña no van juntas. Escriba otra vez la contraseña.',
  'This is {}. Use at least {}; a few unrelated words are easy to remember.': 'Esto es demasiado corto. Use al menos {2} caracteres; unas palabras sin relación son fáciles de recordar.',
  'Use at most {} characters.': 'Use como mucho {1} caracteres.',
  'This is among the passwords that are tried first. Choose another; a few unrelated words do well.': 'Esta es de las contraseñas que se prueban primero. Elija otra; van bien unas palabras sin relación.',
  'This is mostly a name or an address that others know. Choose another; a few unrelated words do well.': 'Esto es sobre todo un nombre o una dirección que otros conocen. Elija otra; van bien unas palabras sin relación.',
  // Digits
  'Type the six digits.': 'Escriba las seis cifras.',
  'Choose six digits.': 'Elija seis cifras.',
  'Type the digits once more.': 'Escriba las cifras otra vez.',
  'These digits are easy to guess. Choose others.': 'Estas cifras son fáciles de adivinar. Elija otras.',
  'This is not the same as above.': 'No es lo mismo que arriba.',
  'These are not your digits. One more try is left.': 'Estas no son sus cifras. Queda un intento más.',
  'These are not your digits. {} more tries are left.': 'Estas no son sus cifras. Quedan {1} intentos más.',
  'The PIN does not work any more. Sign in with your password and code, or with a passkey; then it works again.': 'El PIN ya no vale. Entre con su contraseña y código, o con una llave de acceso; después volverá a valer.',
  'No PIN works here. Use another way, or sign in anew.': 'Aquí no vale ningún PIN. Use otra manera, o entre de nuevo.',
  'A password alone is not enough here. Use another way, or sign in anew.': 'Aquí no basta una contraseña. Use otra manera, o entre de nuevo.',
  'A PIN is chosen after signing in with everything you have: password and code, or a passkey. The accounts of the demo keep the PIN they have.': 'Un PIN se elige después de entrar con todo lo que tiene: contraseña y código, o una llave de acceso. Las cuentas de la demostración conservan el suyo.',
  'Sign in with your second factor to do this. (The accounts of the demo keep the ways they sign in.)': 'Entre con su segundo factor para hacer esto. (Las cuentas de la demostración conservan su forma de entrar.)',
  'This phone cannot be renewed from here. Sign in on it with its six digits, or with your second factor if you have one.': 'Este teléfono no se puede renovar desde aquí. Entre en él con sus seis cifras, o con su segundo factor si lo tiene.',
  // Codes and passkeys
  'Type the code.': 'Escriba el código.',
  'Type the code that your app shows now.': 'Escriba el código que su aplicación muestra ahora.',
  'Type the six digits that the app shows.': 'Escriba las seis cifras que muestra la aplicación.',
  'A code from the app has six digits, a recovery code ten letters and digits.': 'Un código de la aplicación tiene seis cifras; uno de recuperación, diez letras y cifras.',
  'This is not the code of the moment. Type the one the app shows now.': 'Este no es el código del momento. Escriba el que la aplicación muestra ahora.',
  'This is not the code the app should show now. Check that the phone’s clock is set by itself, then type the newest code.': 'Este no es el código que la aplicación debería mostrar ahora. Compruebe que el reloj del teléfono se pone en hora solo y escriba el código más nuevo.',
  'This code has been used already, and each is good once. Wait for the next one.': 'Este código ya se usó, y cada uno vale una vez. Espere al siguiente.',
  'This is none of your unused recovery codes.': 'Este no es ninguno de sus códigos de recuperación sin usar.',
  'The passkey gave no answer.': 'La llave de acceso no respondió.',
  'The passkey gave an answer that is too long.': 'La llave de acceso dio una respuesta demasiado larga.',
  'The device gave no answer.': 'El dispositivo no respondió.',
  'The device gave an answer that is too long.': 'El dispositivo dio una respuesta demasiado larga.',
  'Passkeys do not work on this address.': 'En esta dirección no funcionan las llaves de acceso.',
  'The passkey was not added. Try again; if your device already made one, remove it there.': 'No se añadió la llave de acceso. Inténtelo de nuevo; si su dispositivo ya creó una, quítela allí.',
  'This passkey belongs to an account already.': 'Esta llave de acceso ya es de una cuenta.',
  'This passkey did not sign you in. It may have been removed from your account. Try again, or use your password.': 'Con esta llave de acceso no se pudo entrar. Puede que se quitara de su cuenta. Inténtelo de nuevo, o use su contraseña.',
  'This passkey does not belong to the account that is signed in here.': 'Esta llave de acceso no es de la cuenta que está abierta aquí.',
  'This set-up has run out. Begin again; remove the entry you made in the app.': 'Esta preparación ha caducado. Empiece otra vez y quite la entrada que hizo en la aplicación.',
  'Recovery codes stand in for a second factor. Add one first.': 'Los códigos de recuperación sustituyen a un segundo factor. Añada uno primero.',
  'Working at a practice needs a second factor. Add another one before you remove this one.': 'Trabajar en una consulta pide un segundo factor. Añada otro antes de quitar este.',
  'Sign in with your second factor before you change how you sign in.': 'Entre con su segundo factor antes de cambiar su forma de entrar.',
  'The accounts of the demo keep the ways they sign in, so that the next visitor finds them.': 'Las cuentas de la demostración conservan su forma de entrar, para que la encuentre la próxima visita.',
  'Two factors were shown here already. To show others, sign in anew.': 'Aquí ya se mostraron dos factores. Para mostrar otros, entre de nuevo.',
  // Ways in
  'This sign-in has run out. Please begin again with your e-mail address and password.': 'Este intento de entrar ha caducado. Empiece otra vez con su dirección de correo y su contraseña.',
  'There were too many tries. Please wait {}, then try again. A passkey works at once.': 'Hubo demasiados intentos. Espere {1} e inténtelo de nuevo. Una llave de acceso vale enseguida.',
  'There were too many tries from here. Please wait {}, then try again.': 'Hubo demasiados intentos desde aquí. Espere {1} e inténtelo de nuevo.',
  'This invitation is for another e-mail address. Sign in with the account that has it.': 'Esta invitación es para otra dirección de correo. Entre con la cuenta que la tiene.',
  'There is an account with this address already. Sign in with it to accept.': 'Ya hay una cuenta con esta dirección. Entre con ella para aceptar.',
  'Somebody else has just entered with this account, and each code is good once. Try again in half a minute.': 'Otra persona acaba de entrar con esta cuenta, y cada código vale una vez. Inténtelo de nuevo dentro de medio minuto.',
}

/** What a schema says where it was given no words of its own: nothing that a person could use. */
const unworded = /^(Invalid|Too big|Too small|Unrecognized|Required)\b/
const needsALook = { en: 'This does not fit here. Please look at it once more.', es: 'Esto no encaja aquí. Mírelo otra vez.' }

const units: readonly (readonly [RegExp, string])[] = [[/\bminutes\b/, 'minutos'], [/\bseconds\b/, 'segundos'], [/\bsecond\b/, 'segundo']]
const exact = new Map(Object.entries(spanish))
const patterns = [...exact].filter(([sentence]) => sentence.includes('{}')).map(([sentence, says]) => ({
  pattern: new RegExp(`^${sentence.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.{1,40}?)')}$`), says,
}))

/** A refusal's sentence in a language. One that is not in the dictionary stays as it was made. */
export function said(sentence: string, lang: Lang): string {
  if (unworded.test(sentence)) return needsALook[lang]
  if (lang === 'en') return sentence
  const known = exact.get(sentence)
  if (known) return known
  for (const { pattern, says } of patterns) {
    const found = pattern.exec(sentence)
    if (found) return says.replace(/\{(\d)\}/g, (_, at: string) => inSpanish(found[Number(at)] ?? ''))
  }
  return sentence
}

const inSpanish = (text: string) => units.reduce((so, [english, word]) => so.replace(english, word), text)
