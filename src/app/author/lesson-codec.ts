/** Lesson files and links, as the page uses them. Loaded when the first is made or opened: the product's own lessons are checked by CI. */
export { checkLessonLink, encodeLessonLink, writeLesson } from '../../scenario/lesson/lesson-link.ts';
export { checkLessonFile, checkLessonText } from '../../scenario/lesson/read-lesson.ts';
