/**
 * An element. Attributes by name; `on` maps events to listeners, `style` custom properties to values
 * (a policy forbids style attributes), and false or null leaves an attribute out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value))
        element.addEventListener(event, listener);
    } else if (name === 'style') {
      for (const [property, of] of Object.entries(value)) element.style.setProperty(property, of);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Says something to those who listen rather than look. */
export function announce(text) {
  document.getElementById('spoken').textContent = text;
}

/** Waits until nothing has happened for a moment, then does the last of what was asked. */
export function settled(milliseconds, act) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), milliseconds);
  };
}
