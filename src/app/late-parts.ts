/** Parts of the page that are loaded when they are first shown. */
import { later, seldom } from './later.tsx';

/** The rail of narrower windows. */
export const Drawer = later(() => import('./Drawer.tsx').then((module) => module.Drawer));
/** A lesson's bar. */
export const LessonBar = later(() => import('./lesson/LessonBar.tsx').then((module) => module.LessonBar), []);
/** A lesson's page. */
export const LessonWork = later(() => import('./lesson/LessonWork.tsx').then((module) => module.LessonWork), []);
/** All lessons, and what was done of them. */
export const LessonsPage = later(() => import('./lesson/LessonsPage.tsx').then((module) => module.LessonsPage));
/** Every claim of the course notes. */
export const MapPage = later(() => import('./lesson/MapPage.tsx').then((module) => module.MapPage));
/** A cluster of one's own. */
export const BuildSheet = later(() => import('./build/BuildSheet.tsx').then((module) => module.BuildSheet));
/** Which key does what. */
export const KeysSheet = later(() => import('./KeysSheet.tsx').then((module) => module.KeysSheet));
/** Writing a lesson, beside the stage. */
export const AuthorPane = seldom(() => import('./author/AuthorPane.tsx').then((module) => module.AuthorPane));
/** Out of the preview of one's own lesson. */
export const BackToWriting = seldom(() => import('./author/BackToWriting.tsx').then((module) => module.BackToWriting));
/** The large layout for a projector. */
export const PresenterShell = seldom(() => import('./presenter/PresenterShell.tsx').then((module) => module.PresenterShell));
/** What could not be opened, and what to do. */
export const ProblemPage = later(() => import('./ProblemPage.tsx').then((module) => module.ProblemPage));
/** Links and files. */
export const ShareSheet = later(() => import('./share/ShareSheet.tsx').then((module) => module.ShareSheet));
/** What the engine simplifies. */
export const SimplifiedSheet = later(() => import('./SimplifiedSheet.tsx').then((module) => module.SimplifiedSheet));
/** How fast time passes. */
export const SpeedSlider = later(() => import('./SpeedSlider.tsx').then((module) => module.SpeedSlider), []);
/** The line of time. */
export const Timeline = later(() => import('./Timeline.tsx').then((module) => module.Timeline), []);
/** The chain of causes. */
export const WhyCallout = later(() => import('./WhyCallout.tsx').then((module) => module.WhyCallout));
/** A lesson on paper. */
export const HandoutPage = later(() => import('./lesson/paper/HandoutPage.tsx').then((module) => module.HandoutPage));
