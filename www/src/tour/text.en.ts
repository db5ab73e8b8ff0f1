// Everything that the tour says, in English. A translation is another file of this shape; `language.ts` chooses one.
//
// *emphasis* is emphasised. A number stands in braces with where it comes from, and is shown with that mark: {talk|29.7 s} is the talk's,
// {model|8 ×} follows from a model. What is measured on the visitor's machine is shown by the toys and never written here. Outside of braces
// there are no figures.

import type { TourText } from './language.js';

export const text: TourText = {
  language: 'en',
  name: 'Tour',
  tagline: 'When parallel pays, in twelve short steps. The story follows the talk “Speed Up Your Data Processing”.',
  stepOf: (step, steps) => `Step ${step} of ${steps}`,
  steps: 'Steps',
  previous: 'Back',
  next: 'Next',
  present: 'Present',
  leave: 'Leave',
  choose: 'What to try',
  seconds: (number) => `${number} s`,
  sources: { talk: 'from the talk', model: 'model' },
  amdahl: {
    share: 'Share that is spread (p)',
    cores: 'Cores (n)',
    finding: (speedUp, cores, limit) => `${speedUp} on ${cores}, and never more than ${limit}`,
    unlimited: (speedUp, cores) => `${speedUp} on ${cores}, and on and on: nothing is serial`,
    title: 'Speed-up against cores by Amdahl’s law',
    ideal: 'ideal',
    limit: 'limit',
    talk: 'the talk',
    acrossAxis: 'cores',
    upAxis: 'times as fast',
  },
  story: {
    why: {
      title: 'Why is it slow?',
      say: [
        'A computer has several cores. A plain program uses *one* of them, and the others wait.',
        'The talk made {talk|1,431 chest X-rays} small, one after another. That took {talk|29.7 s}.',
        'Press the button: a blur, on one thread of your own machine. That one lane is busy all the time. The work is not badly done. It is only done alone.',
      ],
      note: 'The talk’s times were taken with a clock that tells the parent process’s CPU time on some systems. Ours are wall-clock times: what you wait.',
    },
    loops: {
      title: 'A loop is one toaster',
      say: [
        'A loop takes one thing, finishes it, and takes the next. So does a cook with one toaster.',
        '{talk|100 slices, 2 minutes each}: breakfast is served after {talk|200 minutes}.',
        'Play the morning. Everything happens, but never two things at once.',
      ],
    },
    toasters: {
      title: 'One toaster, four toasters',
      say: [
        'No slice needs another slice. So they can be toasted at the same time.',
        'Four toasters need {talk|50 minutes}. That is {talk|4 × faster}, and all that four can give.',
        'Change the number of toasters. When does one more no longer help?',
      ],
    },
    waiting: {
      title: 'Waiting well',
      say: [
        'A coffee takes {talk|5 minutes}. Two toasts take {talk|2 minutes each}. A cook who stands beside each machine needs {talk|9 minutes}.',
        'Now let the cook *do something else* while the coffee brews: {talk|5 minutes}.',
        'No machine was added, and nobody works faster. The waiting was put to use. That is what asynchronous means.',
      ],
    },
    optimised: {
      title: 'Worth it? First: is it optimised already?',
      say: [
        'Before you add threads, ask whether *one* thread does its best.',
        'Here the edges of a picture are found by a plain loop in JavaScript, then by one compiled, then with instructions that take many pixels at once (SIMD), and only then on several threads.',
        'A better loop costs nothing while it runs, and every thread you add later profits from it.',
      ],
    },
    worth: {
      title: 'Worth it? Dependencies and overhead',
      say: [
        '*Does one part need another?* Floyd–Steinberg dithering hands each row’s error on to the next, so no row can begin early. Ordered dithering looks much alike, and its rows don’t know each other.',
        '*Does handing over cost more than the work?* Sharing has a price. A small picture is done before the helpers have woken up.',
        'Try all three.',
      ],
      toys: { chained: 'Rows in a chain', free: 'Free rows', small: 'How small is too small?' },
    },
    amdahl: {
      title: 'Why not eight times?',
      say: [
        'The talk’s X-rays ran {talk|4.3 × faster on 8 cores}. Why not {model|8 ×}?',
        'Some work can’t be shared: starting, handing out, gathering. If only a share *p* is spread, the rest takes as long as ever. That is Amdahl’s law.',
        'Karp and Flatt turn it round: {model|p ≈ 0.875}. With that, even endless cores give no more than {model|8 ×}. And with {model|p = 0} nothing gets faster: {model|1 ×}, not {model|0 ×}.',
      ],
      toys: { law: 'The law', yours: 'Your machine' },
    },
    processes: {
      title: 'Threads or processes?',
      say: [
        '*Threads* share memory: all see the same picture. *Processes* share nothing: each gets its piece as a message, and sends its result back. That is safer, and costs copies.',
        'In the talk’s Python a lock lets only one thread compute at a time, so it took processes. Here threads really run on several cores, and workers stand for processes.',
        'Race all three, and look at what copying costs.',
      ],
    },
    order: {
      title: 'map and submit',
      say: [
        '*map* serves results as they were ordered: the third waits for the second. *submit* lets you take each as soon as it is ready.',
        'A trip to the toaster costs time as well, so carry several slices at once: that is the *chunk size*. Large batches mean few trips, but whoever gets the thick slices is busy long after the others.',
        'Change both, and see when the last slice is served.',
      ],
    },
    xrays: {
      title: 'A thousand X-rays',
      say: [
        'In the talk *map* was no faster than a loop: it is a nicer one. A pool of processes was {talk|4.3 × faster on 8 cores}.',
        'Here X-rays are drawn on your machine, then decoded and made small: first one by one, then on all lanes.',
        'Every picture is a task of its own, and no picture needs another. It doesn’t get better than that.',
      ],
      talkSeconds: { list: 'List comprehension', map: 'map', pool: 'Pool of processes' },
      links: { batch: 'The whole thousand, or a folder of your own' },
    },
    requests: {
      title: 'A hundred requests',
      say: [
        'The talk asked a server for a hundred days of weather: one by one, and with {talk|40 threads}.',
        'That is {talk|20.9 × faster}, far more than there were cores. These threads don’t compute. They wait, and waiting can be done in crowds.',
        'Send some to the weather service in this page: one by one, then all at once.',
      ],
      talkSeconds: { loop: 'One by one', threads: 'Many threads' },
      links: { requests: 'All hundred, with failures, limits and retries' },
    },
    takeaway: {
      title: 'Not everything should be parallelised',
      say: [
        'Ask in this order. Is it *slow enough* to matter? Is one thread *at its best*? Does it *wait*, or does it *compute*? Are the parts *independent*? Is each part *worth the trip*? Then measure.',
        'Waiting: do it asynchronously. Computing: share it out. Neither: leave it alone, and keep the code simple.',
        'Here is one that looks ideal: every pixel is inverted by itself. But it moves more memory than it computes. Guess before you measure.',
      ],
      links: { lab: 'Now your own picture, in the lab' },
    },
  },
};
