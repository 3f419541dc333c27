/**
 * What the page is about: the models, the pictures, and which of each is chosen. Tells `models`,
 * `model`, `pictures`, `picture` and `answer` when that changes.
 */
class Session extends EventTarget {
  models = [];
  model = null;
  pictures = [];
  picture = null;

  /** More are a heap, and each is kept in memory. */
  static MOST = 200;

  on(event, listener) {
    this.addEventListener(event, (told) => listener(told.detail));
  }

  tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  /** The chosen model stays chosen where it still exists. */
  offer(models) {
    this.models = models;
    const before = this.model;
    const same = models.find((model) => model.model === before?.model);
    this.model = same ?? models[0] ?? null;
    this.tell('models');
    if (!same || same.version !== before.version) this.changed();
  }

  use(name) {
    const model = this.models.find((one) => one.model === name);
    if (!model || model === this.model) return;
    this.model = model;
    this.changed();
  }

  /** Answers of other weights are none of this model's. */
  changed() {
    for (const picture of this.pictures) {
      picture.answer = null;
      picture.trouble = null;
    }
    this.tell('model');
  }

  add(pictures) {
    if (!pictures.length) return;
    this.pictures.unshift(...pictures);
    for (const gone of this.pictures.splice(Session.MOST)) URL.revokeObjectURL(gone.url);
    this.picture = pictures[0];
    this.tell('pictures');
    this.tell('picture');
  }

  remove(picture) {
    const at = this.pictures.indexOf(picture);
    this.pictures.splice(at, 1);
    URL.revokeObjectURL(picture.url);
    this.tell('pictures');
    if (this.picture === picture) {
      this.picture = this.pictures[Math.min(at, this.pictures.length - 1)] ?? null;
      this.tell('picture');
    }
  }

  choose(picture) {
    if (picture === this.picture) return;
    this.picture = picture;
    this.tell('picture');
  }
}

export const session = new Session();
