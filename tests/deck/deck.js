// The recipe of docs/embedding.md: a fragment step starts the race of its slide, and leaving the slide stops it.
Reveal.initialize({ hash: false, transition: 'none' });
Reveal.on('fragmentshown', ({ fragment }) => {
  if ('race' in fragment.dataset) void fragment.closest('section').querySelector('four-toasters').run();
});
Reveal.on('slidechanged', ({ previousSlide }) => previousSlide?.querySelector('four-toasters')?.stop());
